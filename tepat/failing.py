"""Failures that people can mend are told in one sentence, not as a traceback."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from errno import errorcode

import typer
from pydantic import ValidationError

from complaints.errors import ComplaintError, NotFound, Problem
from complaints.messages import say as say_problem
from tepat.settings import Settings
from tepat.wording import LANGUAGES, WORDING, Language, say

DATABASE_PACKAGES = frozenset({"psycopg", "psycopg_pool"})


@contextmanager
def report_failures(settings: Settings) -> Iterator[None]:
    """Print what went wrong, with its remedy, and end with exit code 1."""
    try:
        yield
    except ComplaintError as error:
        typer.echo(_told(settings, error), err=True)
        raise typer.Exit(1) from error
    except OSError as error:
        if error.filename is None:
            raise
        cause = cause_of(error, settings.lang)
        typer.echo(say(settings.lang, "error.os", path=error.filename, cause=cause), err=True)
        raise typer.Exit(1) from error
    except UnicodeDecodeError as error:
        typer.echo(say(settings.lang, "error.encoding", byte=error.start), err=True)
        raise typer.Exit(1) from error
    except Exception as error:
        # Told by its package: psycopg takes long to import, and most verbs never need it.
        if type(error).__module__.partition(".")[0] not in DATABASE_PACKAGES:
            raise
        from database.connection import unreachable

        typer.echo(say_problem(unreachable(error), settings.lang), err=True)
        raise typer.Exit(1) from error


def cause_of(error: OSError, language: Language) -> str:
    """Why the system refused, in this language where it is one of the usual causes."""
    key = f"os.{errorcode.get(error.errno or 0)}"
    return say(language, key) if key in WORDING else error.strerror or type(error).__name__


def _told(settings: Settings, error: ComplaintError) -> str:
    problems: Sequence[Problem] = getattr(error, "problems", None) or [
        problem for problem in [getattr(error, "problem", None)] if isinstance(problem, Problem)
    ]
    if problems:
        told = "\n".join(say_problem(one, settings.lang) for one in problems)
        return say(settings.lang, "error", error=told)
    key = f"error.{type(error).__name__}"
    if key not in WORDING:
        return say(settings.lang, "error", error=str(error) or (type(error).__doc__ or "").strip())
    name, seconds, log = error.args if len(error.args) == 3 else ("", "", settings.place / "log" / "triage.log")
    known = {
        "error": _named(settings, error) if isinstance(error, NotFound) else error,
        "prefect": settings.prefect_api_url,
        "port": settings.api_port,
        "host": settings.api_host,
        "name": name,
        "seconds": seconds,
        "log": log,
    }
    return say(settings.lang, key, **known)


def _named(settings: Settings, error: NotFound) -> str:
    """What was not found, in the language of the reader: its kind, then its name."""
    kind, space, name = str(error).partition(" ")
    return f"{say(settings.lang, f'thing.{kind}')}{space}{name}" if f"thing.{kind}" in WORDING else str(error)


def report_settings(error: ValidationError) -> None:
    """Print each environment variable that is not valid, and why, in both languages: which one is not known yet."""
    for fault in error.errors():
        name = str(fault["loc"][0])
        variable = name if name.isupper() else f"TEPAT_{name.upper()}"
        for language in LANGUAGES:
            typer.echo(say(language, "error.settings", name=variable, reason=fault["msg"]), err=True)
