"""The command `tepat`. A verb imports what it needs when it runs, so that each pays only for itself."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console

from tepat.cli_access import add_access_verbs
from tepat.cli_data import add_data_verbs
from tepat.cli_directory import add_directory_verbs
from tepat.cli_learning import add_learning_verbs
from tepat.cli_model import add_model_verbs
from tepat.cli_receivers import add_receiver_verbs
from tepat.cli_reroute import add_reroute_verb
from tepat.cli_rights import add_rights_verbs
from tepat.failing import report_failures, report_settings
from tepat.settings import Settings
from tepat.speaking import run
from tepat.wording import Language, say


def build_app(language: Language) -> typer.Typer:
    """All verbs, with help in this language."""
    app = typer.Typer(
        help=say(language, "app"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
    )
    _add_service_verbs(app, language)
    add_model_verbs(app, language)
    add_data_verbs(app, language)
    add_directory_verbs(app, language)
    add_learning_verbs(app, language)
    add_access_verbs(app, language)
    add_reroute_verb(app, language)
    add_rights_verbs(app, language)
    add_receiver_verbs(app, language)
    return app


def _add_service_verbs(app: typer.Typer, language: Language) -> None:
    @app.command(help=say(language, "up"))
    def up(demo: Annotated[bool, typer.Option("--demo", help=say(language, "up.demo"))] = False) -> None:
        from tepat.up import run_up

        settings = Settings()
        if demo and "automation" not in settings.model_fields_set:
            settings = settings.model_copy(update={"automation": "provisional"})
        with report_failures(settings):
            run_up(settings, Console(), demo=demo)

    @app.command(help=say(language, "setup"))
    def setup() -> None:
        from tepat.setting_up import set_up

        settings = Settings()
        with report_failures(settings):
            for name, password in set_up(settings).items():
                typer.echo(say(language, "account.first", name=name, password=password))
        typer.echo(say(language, "setup.done"))

    @app.command(help=say(language, "triage"))
    def triage(files: Annotated[list[Path] | None, typer.Argument(help=say(language, "triage.files"))] = None) -> None:
        from tepat.triaging import triage_once

        settings = Settings()
        for path in files or []:
            if not path.is_file():
                typer.echo(say(language, "error.file", path=path), err=True)
                raise typer.Exit(2)
        with report_failures(settings):
            left = triage_once(settings, Console(), [str(path.resolve()) for path in files or []])
        if left:
            typer.echo(say(language, "error.left", count=left), err=True)
            raise typer.Exit(1)

    @app.command(help=say(language, "doctor"))
    def doctor() -> None:
        from tepat.doctor import examine
        from tepat.tables import print_findings

        findings = list(examine(Settings()))
        print_findings(Console(), language, findings)
        raise typer.Exit(1 if any(finding.remedy for finding in findings) else 0)


def main() -> None:
    """Entry point. The language of help and messages is TEPAT_LANG."""
    if sys.platform == "win32":
        sys.exit("Tepat Alamat needs Linux or macOS.")
    try:
        settings = Settings()
    except ValidationError as error:
        report_settings(error)
        sys.exit(2)
    sys.exit(run(build_app(settings.lang), settings.lang, sys.argv[1:]))
