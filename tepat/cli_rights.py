"""Verbs about a person's rights to their own data, and about copies of all data."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from complaints.retention import Erased
from tepat.failing import report_failures
from tepat.settings import Settings
from tepat.wording import Language, say


def add_rights_verbs(app: typer.Typer, language: Language) -> None:
    """Add them, with help in this language."""
    group = typer.Typer(help=say(language, "rights"), no_args_is_help=True)
    app.add_typer(group, name="rights")
    _add_asking(group, language)
    _add_erasing(group, language)
    _add_copies(app, language)


def _add_asking(group: typer.Typer, language: Language) -> None:
    @group.command(help=say(language, "rights.find"))
    def find(
        contact: Annotated[str, typer.Argument(help=say(language, "rights.contact"))],
        reference: Annotated[str, typer.Option(help=say(language, "rights.reference"))],
    ) -> None:
        from tepat.rights import find_person

        settings = Settings()
        with report_failures(settings):
            found = find_person(settings, contact, reference)
        for public_id in found:
            typer.echo(public_id)
        if not found:
            typer.echo(say(language, "rights.none"), err=True)

    @group.command(help=say(language, "rights.export"))
    def export(
        report: Annotated[UUID, typer.Argument(help=say(language, "rights.report"))],
        out: Annotated[Path, typer.Argument(help=say(language, "rights.out"))],
        reference: Annotated[str, typer.Option(help=say(language, "rights.reference"))],
    ) -> None:
        from tepat.rights import export_held

        settings = Settings()
        with report_failures(settings):
            export_held(settings, report, reference, out)
        typer.echo(say(language, "rights.exported", out=out))


def _add_erasing(group: typer.Typer, language: Language) -> None:
    @group.command(help=say(language, "rights.erase"))
    def erase(
        what: Annotated[Erased, typer.Argument(help=say(language, "rights.what"))],
        reports: Annotated[list[UUID], typer.Argument(help=say(language, "rights.report"))],
        reference: Annotated[str, typer.Option(help=say(language, "rights.reference"))],
    ) -> None:
        from tepat.rights import erase_reports

        settings = Settings()
        with report_failures(settings):
            count = erase_reports(settings, reports, what, reference)
        typer.echo(say(language, "rights.erased", count=count))


def _add_copies(app: typer.Typer, language: Language) -> None:
    @app.command(help=say(language, "backup"))
    def backup(file: Annotated[Path, typer.Argument(help=say(language, "backup.file"))]) -> None:
        from tepat.copying import write_backup

        settings = Settings()
        with report_failures(settings):
            made = write_backup(settings, file)
        typer.echo(say(language, "backup.done", file=file, head=made.audit_head))

    @app.command(help=say(language, "restore"))
    def restore(file: Annotated[Path, typer.Argument(help=say(language, "backup.file"))]) -> None:
        from tepat.copying import restore_backup

        settings = Settings()
        with report_failures(settings):
            restored = restore_backup(settings, file)
        typer.echo(say(language, "restore.done", reports=restored.reports, head=restored.audit_head))
