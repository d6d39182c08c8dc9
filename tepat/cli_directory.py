"""Verbs about the directory: check it, put another one in force, look back, and go back."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from tepat.failing import report_failures
from tepat.settings import Settings
from tepat.wording import Language, say

if TYPE_CHECKING:
    from tepat.importing import Imported


def add_directory_verbs(app: typer.Typer, language: Language) -> None:
    """Add them, with help in this language."""
    group = typer.Typer(help=say(language, "directory"), no_args_is_help=True)
    app.add_typer(group, name="directory")
    _add_looking(group, language)
    _add_changing(group, language)


def _add_looking(group: typer.Typer, language: Language) -> None:
    @group.command(help=say(language, "directory.check"))
    def check(
        folder: Annotated[Path | None, typer.Argument(help=say(language, "directory.folder"))] = None,
    ) -> None:
        from tepat.keeping import check_directory

        with report_failures(Settings()):
            typer.echo(say(language, "directory.good", **check_directory(folder)))

    @group.command(help=say(language, "directory.history"))
    def history() -> None:
        from tepat import rolling_back

        settings = Settings()
        with report_failures(settings):
            for one in rolling_back.history(settings):
                at = f"{one.at.astimezone():%Y-%m-%d %H:%M}"
                typer.echo(say(language, "directory.period", version=one.version, at=at, by=one.by))


def _add_changing(group: typer.Typer, language: Language) -> None:
    plan_help, yes_help = say(language, "directory.plan"), say(language, "directory.yes")
    all_help, to_help = say(language, "directory.all"), say(language, "directory.to")

    @group.command("import", help=say(language, "directory.import"))
    def import_(
        given: Annotated[Path, typer.Argument(help=say(language, "directory.given"), exists=True)],
        plan: Annotated[bool, typer.Option("--plan", help=plan_help)] = False,
        yes: Annotated[bool, typer.Option("--yes", help=yes_help)] = False,
        whole: Annotated[bool, typer.Option("--all", help=all_help)] = False,
        to: Annotated[Path | None, typer.Option(help=to_help)] = None,
    ) -> None:
        from tepat.importing import import_directory

        settings = Settings()

        def act(only_plan: bool, planned_on: str | None) -> "Imported":
            return import_directory(settings, given, only_plan=only_plan, planned_on=planned_on)

        _change(settings, act, plan=plan, yes=yes, whole=whole, to=to)

    @group.command(help=say(language, "directory.rollback"))
    def rollback(
        version: Annotated[str, typer.Argument(help=say(language, "directory.version"))],
        plan: Annotated[bool, typer.Option("--plan", help=plan_help)] = False,
        yes: Annotated[bool, typer.Option("--yes", help=yes_help)] = False,
        whole: Annotated[bool, typer.Option("--all", help=all_help)] = False,
        to: Annotated[Path | None, typer.Option(help=to_help)] = None,
    ) -> None:
        from tepat.rolling_back import roll_back

        settings = Settings()

        def act(only_plan: bool, planned_on: str | None) -> "Imported":
            return roll_back(settings, version, only_plan=only_plan, planned_on=planned_on)

        _change(settings, act, plan=plan, yes=yes, whole=whole, to=to)


def _change(
    settings: Settings,
    act: "Callable[[bool, str | None], Imported]",
    *,
    plan: bool,
    yes: bool,
    whole: bool,
    to: Path | None,
) -> None:
    """Show what would happen, ask, and do it: what is done is what was shown, or nothing."""
    from tepat.leaf_table import print_moves
    from tepat.office_table import print_offices, write_offices

    language = settings.lang
    with report_failures(settings):
        planned = act(True, None)
        print_offices(Console(), language, planned, whole=whole)
        print_moves(Console(), language, planned)
        if to is not None:
            write_offices(to, planned.offices)
            typer.echo(say(language, "directory.written", count=len(planned.offices), path=to))
    if plan:
        return
    is_asked = bool(planned.before) and planned.is_new and not yes
    if is_asked and not typer.confirm(say(language, "directory.ask", version=planned.version)):
        typer.echo(say(language, "directory.left"))
        raise typer.Exit(1)
    with report_failures(settings):
        done = act(False, planned.before or None)
    typer.echo(say(language, "directory.loaded" if done.is_new else "directory.same", version=done.version))
