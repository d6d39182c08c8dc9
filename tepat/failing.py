"""Failures that people can mend are told in one sentence, not as a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from pydantic import ValidationError

from complaints.errors import ComplaintError, InvalidDirectory, Problem
from complaints.messages import say as say_problem
from tepat.settings import Settings
from tepat.wording import WORDING, say

DATABASE_PACKAGES = frozenset({"psycopg", "psycopg_pool"})


@contextmanager
def report_failures(settings: Settings) -> Iterator[None]:
    """Print what went wrong, with its remedy, and end with exit code 1."""
    try:
        yield
    except ComplaintError as error:
        typer.echo(_told(settings, error), err=True)
        raise typer.Exit(1) from error
    except Exception as error:
        # Told by its package: psycopg takes long to import, and most verbs never need it.
        if type(error).__module__.partition(".")[0] not in DATABASE_PACKAGES:
            raise
        first_line = (str(error).strip().splitlines() or [type(error).__name__])[0]
        typer.echo(say(settings.lang, "error.database", error=first_line), err=True)
        raise typer.Exit(1) from error


def _told(settings: Settings, error: ComplaintError) -> str:
    key = f"error.{type(error).__name__}"
    problem = getattr(error, "problem", None)
    if isinstance(problem, Problem):
        return say(settings.lang, "error", error=say_problem(problem, settings.lang))
    if isinstance(error, InvalidDirectory):
        told = "\n".join(say_problem(one, settings.lang) for one in error.problems)
        return say(settings.lang, "error", error=told)
    if key not in WORDING:
        return say(settings.lang, "error", error=str(error) or (type(error).__doc__ or "").strip())
    name, seconds, log = error.args if len(error.args) == 3 else ("", "", settings.place / "log" / "triage.log")
    known = {
        "error": error,
        "prefect": settings.prefect_api_url,
        "port": settings.api_port,
        "host": settings.api_host,
        "name": name,
        "seconds": seconds,
        "log": log,
    }
    return say(settings.lang, key, **known)


def report_settings(error: ValidationError) -> None:
    """Print each environment variable that is not valid, and why. The language is not known yet: English."""
    for fault in error.errors():
        name = str(fault["loc"][0])
        variable = name if name.isupper() else f"TEPAT_{name.upper()}"
        typer.echo(say("en", "error.settings", name=variable, reason=fault["msg"]), err=True)
