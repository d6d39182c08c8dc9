"""Failures that people can mend are told in one sentence, not as a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from complaints.errors import ComplaintError
from tepat.settings import Settings
from tepat.wording import WORDING, say


@contextmanager
def report_failures(settings: Settings) -> Iterator[None]:
    """Print what went wrong, with its remedy, and end with exit code 1."""
    try:
        yield
    except ComplaintError as error:
        typer.echo(_told(settings, error), err=True)
        raise typer.Exit(1) from error


def _told(settings: Settings, error: ComplaintError) -> str:
    key = f"error.{type(error).__name__}"
    if key not in WORDING:
        return say(settings.lang, "error", error=str(error) or (type(error).__doc__ or "").strip())
    name, seconds, log = error.args if len(error.args) == 3 else ("", "", settings.place / "log" / "triage.log")
    return say(settings.lang, key, port=settings.api_port, host=settings.api_host, name=name, seconds=seconds, log=log)
