"""The verb reroute."""

from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console

from tepat.failing import report_failures
from tepat.settings import Settings
from tepat.wording import Language, say


def add_reroute_verb(app: typer.Typer, language: Language) -> None:
    """Add it, with help in this language."""

    @app.command(help=say(language, "reroute"))
    def reroute(
        model: Annotated[str, typer.Option(help=say(language, "reroute.model"))] = "",
        workers: Annotated[int, typer.Option(min=1, max=64, help=say(language, "reroute.workers"))] = 1,
        apply: Annotated[UUID | None, typer.Option(help=say(language, "reroute.apply"))] = None,
    ) -> None:
        from tepat.rerouting import carry_out, compare_all

        settings = Settings()
        with report_failures(settings):
            if apply is None:
                compare_all(settings, Console(), model=model or None, workers=workers)
            else:
                carry_out(settings, Console(), apply, workers=workers)
