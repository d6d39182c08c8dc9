"""Verbs about what is stored: the audit log, the quarantine, the brakes, the guides, Monev."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tepat.failing import report_failures
from tepat.settings import Settings
from tepat.wording import Language, say


def add_data_verbs(app: typer.Typer, language: Language) -> None:
    """Add them, with help in this language."""
    _add_audit(app, language)
    _add_quarantine(app, language)
    _add_brake(app, language)
    _add_guides(app, language)
    _add_monev(app, language)


def _group(app: typer.Typer, language: Language, name: str) -> typer.Typer:
    group = typer.Typer(help=say(language, name), no_args_is_help=True)
    app.add_typer(group, name=name)
    return group


def _add_audit(app: typer.Typer, language: Language) -> None:
    group = _group(app, language, "audit")

    # A group with a single command would lose its name.
    @group.callback()
    def nothing() -> None: ...

    @group.command(help=say(language, "audit.verify"))
    def verify(expect: Annotated[str, typer.Option(help=say(language, "audit.expect"))] = "") -> None:
        from tepat.keeping import verify_audit

        settings = Settings()
        with report_failures(settings):
            check, found = verify_audit(settings, expect)
        if check.broken_at is not None:
            typer.echo(say(language, "audit.broken", row=check.broken_at), err=True)
            raise typer.Exit(1)
        if not found:
            typer.echo(say(language, "audit.missing", head=expect), err=True)
            raise typer.Exit(1)
        typer.echo(say(language, "audit.good", rows=check.rows, head=check.head))


def _add_quarantine(app: typer.Typer, language: Language) -> None:
    group = _group(app, language, "quarantine")

    @group.command("list", help=say(language, "quarantine.list"))
    def list_() -> None:
        from tepat.keeping import waiting_rows
        from tepat.tables import print_quarantine

        settings = Settings()
        with report_failures(settings):
            print_quarantine(Console(), language, waiting_rows(settings))

    @group.command(help=say(language, "quarantine.replay"))
    def replay(
        ids: Annotated[list[int] | None, typer.Argument(help=say(language, "quarantine.ids"))] = None,
        changes: Annotated[list[str] | None, typer.Option("--set", help=say(language, "quarantine.set"))] = None,
    ) -> None:
        from tepat.keeping import replay_rows

        settings = Settings()
        if changes and len(ids or []) != 1:
            typer.echo(say(language, "quarantine.one"), err=True)
            raise typer.Exit(2)
        mended = dict(_pair(language, text) for text in changes or [])
        still_wrong = False
        with report_failures(settings):
            for replayed in replay_rows(settings, ids or [], mended):
                key = "quarantine.still" if replayed.reason else "quarantine.replayed"
                still_wrong = still_wrong or bool(replayed.reason)
                typer.echo(say(language, key, id=replayed.id, reason=replayed.reason))
        raise typer.Exit(1 if still_wrong else 0)


def _add_brake(app: typer.Typer, language: Language) -> None:
    group = _group(app, language, "brake")

    @group.command("list", help=say(language, "brake.list"))
    def list_() -> None:
        from tepat.keeping import pulled_brakes
        from tepat.tables import print_brakes

        settings = Settings()
        with report_failures(settings):
            print_brakes(Console(), language, pulled_brakes(settings))

    @group.command(help=say(language, "brake.release"))
    def release(
        branch: Annotated[str, typer.Argument(help=say(language, "brake.branch"))],
        by: Annotated[str, typer.Option(help=say(language, "brake.by"))],
        why: Annotated[str, typer.Option(help=say(language, "brake.why"))],
    ) -> None:
        from tepat.keeping import release_brake

        settings = Settings()
        if not by.strip() or not why.strip():
            typer.echo(say(language, "brake.reasons"), err=True)
            raise typer.Exit(2)
        with report_failures(settings):
            release_brake(settings, branch, by=by.strip(), why=why.strip())
        typer.echo(say(language, "brake.released", branch=branch))


def _add_guides(app: typer.Typer, language: Language) -> None:
    @app.command(help=say(language, "guides"))
    def guides() -> None:
        from tepat.keeping import confused_leaves
        from tepat.tables import print_guides

        settings = Settings()
        with report_failures(settings):
            print_guides(Console(), language, confused_leaves(settings))


def _add_monev(app: typer.Typer, language: Language) -> None:
    @app.command(help=say(language, "monev"))
    def monev(
        code: Annotated[str, typer.Argument(metavar="PERIODE", help=say(language, "monev.code"))] = "",
        folder: Annotated[Path | None, typer.Option(help=say(language, "monev.folder"))] = None,
    ) -> None:
        from tepat.monitoring import make_monev

        settings = Settings()
        with report_failures(settings):
            made = make_monev(settings, code, folder)
        for path in made:
            typer.echo(say(language, "monev.made", path=path))


def _pair(language: Language, text: str) -> tuple[str, str]:
    column, equals, value = text.partition("=")
    if not equals:
        typer.echo(say(language, "quarantine.pair", text=text), err=True)
        raise typer.Exit(2)
    return column.strip(), value
