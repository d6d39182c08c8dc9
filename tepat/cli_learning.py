"""Verbs about learning from people: labels, retrain, models."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from complaints.numerals import numeral
from tepat.failing import report_failures
from tepat.settings import Settings
from tepat.wording import Language, say


class Form(StrEnum):
    """How labels are written."""

    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"
    LABEL_STUDIO = "label-studio"


def add_learning_verbs(app: typer.Typer, language: Language) -> None:
    """Add them, with help in this language."""
    _add_labels(app, language)
    _add_models(app, language)

    @app.command(help=say(language, "retrain"))
    def retrain() -> None:
        from tepat.learning_tables import print_training
        from tepat.retraining import retrain_once

        settings = Settings()
        with report_failures(settings):
            done = retrain_once(settings, Console(stderr=True))
        print_training(Console(), language, done)
        raise typer.Exit(1 if done.state == "refused" else 0)


def _add_labels(app: typer.Typer, language: Language) -> None:
    group = typer.Typer(help=say(language, "labels"), no_args_is_help=True)
    app.add_typer(group, name="labels")
    _add_exchange(group, language)

    @group.command("snapshots", help=say(language, "labels.snapshots"))
    def snapshots() -> None:
        from tepat.learning_tables import print_snapshots
        from tepat.retraining import known_snapshots

        settings = Settings()
        with report_failures(settings):
            print_snapshots(Console(), language, known_snapshots(settings))

    @group.command(help=say(language, "labels.diff"))
    def diff(
        one: Annotated[str, typer.Argument(help=say(language, "labels.snapshot"))],
        other: Annotated[str, typer.Argument(help=say(language, "labels.snapshot"))],
    ) -> None:
        from tepat.learning_tables import print_diff
        from tepat.retraining import diff_snapshots

        settings = Settings()
        with report_failures(settings):
            print_diff(Console(), language, diff_snapshots(settings, one, other))

    @group.command(help=say(language, "labels.rebuild"))
    def rebuild(
        name: Annotated[str, typer.Argument(help=say(language, "labels.snapshot"))],
        out: Annotated[Path, typer.Argument(help=say(language, "labels.out"))],
    ) -> None:
        from tepat.retraining import rebuild_snapshot

        settings = Settings()
        with report_failures(settings):
            whole = rebuild_snapshot(settings, name, out)
        typer.echo(say(language, "labels.rebuilt", name=whole, path=out))


def _add_exchange(group: typer.Typer, language: Language) -> None:
    @group.command(help=say(language, "labels.export"))
    def export(
        path: Annotated[Path, typer.Argument(help=say(language, "labels.out"))],
        form: Annotated[Form, typer.Option("--format", help=say(language, "labels.format"))] = Form.JSONL,
    ) -> None:
        from tepat.exchanging import export_labels

        settings = Settings()
        with report_failures(settings):
            count = export_labels(settings, path, form.value)
        told = "labels.exported" if count else "labels.none"
        typer.echo(say(language, told, count=numeral(count, language=language), path=path))

    @group.command("import", help=say(language, "labels.import"))
    def import_(path: Annotated[Path, typer.Argument(help=say(language, "labels.in"))]) -> None:
        from tepat.exchanging import import_labels

        settings = Settings()
        if not path.is_file():
            typer.echo(say(language, "error.file", path=path), err=True)
            raise typer.Exit(2)
        with report_failures(settings):
            done = import_labels(settings, path)
        typer.echo(say(language, "labels.imported", new=done.new, unchanged=done.unchanged))


def _add_models(app: typer.Typer, language: Language) -> None:
    group = typer.Typer(help=say(language, "models"), invoke_without_command=True)
    app.add_typer(group, name="models")

    @group.callback()
    def models(context: typer.Context) -> None:
        from classifier.registry import current_version, list_models
        from tepat.tables import print_models

        if context.invoked_subcommand:
            return
        settings = Settings()
        with report_failures(settings):
            print_models(Console(), language, list_models(settings.models), current_version(settings.models))

    @group.command(help=say(language, "models.use"))
    def use(
        version: Annotated[str, typer.Argument(help=say(language, "models.which"))],
        why: Annotated[str, typer.Option(help=say(language, "models.why"))],
    ) -> None:
        from tepat.retraining import use_model

        settings = Settings()
        if not why.strip():
            typer.echo(say(language, "models.reason"), err=True)
            raise typer.Exit(2)
        with report_failures(settings):
            use_model(settings, version, why=why.strip())
        typer.echo(say(language, "models.used", version=version))
