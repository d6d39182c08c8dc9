"""Verbs about receivers: who gets what is sent on, and by which way."""

from typing import Annotated

import typer
from rich.console import Console

from complaints.delivery import Failed
from complaints.receivers import Receiver, ReceiverKind
from tepat.failing import report_failures
from tepat.settings import Settings
from tepat.wording import Language, say


def add_receiver_verbs(app: typer.Typer, language: Language) -> None:
    """Add them, with help in this language."""
    group = typer.Typer(help=say(language, "receiver"), no_args_is_help=True)
    app.add_typer(group, name="receiver")
    _add_adding(group, language)
    _add_looking(group, language)
    _add_pausing(group, language)


def _add_adding(group: typer.Typer, language: Language) -> None:
    @group.command(help=say(language, "receiver.add"))
    def add(
        *,
        name: Annotated[str, typer.Argument(help=say(language, "receiver.name"))],
        kind: Annotated[ReceiverKind, typer.Argument(help=say(language, "receiver.kind"))],
        address: Annotated[str, typer.Argument(help=say(language, "receiver.address"))] = "",
        reach: Annotated[str, typer.Option(help=say(language, "account.reach"))] = "",
        office: Annotated[list[str] | None, typer.Option(help=say(language, "account.office"))] = None,
        shipment: Annotated[list[str] | None, typer.Option(help=say(language, "receiver.shipment"))] = None,
        secret_env: Annotated[str, typer.Option(help=say(language, "receiver.secret_env"))] = "",
        rahasia: Annotated[bool, typer.Option("--rahasia", help=say(language, "receiver.rahasia"))] = False,
    ) -> None:
        from tepat.receiving import add_receiver

        settings = Settings()
        receiver = Receiver(
            name=name,
            kind=kind,
            address=address,
            shipments=tuple(shipment or ()),
            secret_env=secret_env,
            takes_rahasia=rahasia,
        )
        with report_failures(settings):
            add_receiver(settings, receiver, reach, office or [])
        typer.echo(say(language, "receiver.added", name=name))


def _add_looking(group: typer.Typer, language: Language) -> None:
    @group.command("list", help=say(language, "receiver.list"))
    def list_() -> None:
        from tepat.receiving import every_receiver, print_receivers

        settings = Settings()
        with report_failures(settings):
            print_receivers(Console(), language, every_receiver(settings))

    @group.command(help=say(language, "receiver.test"))
    def test(name: Annotated[str, typer.Argument(help=say(language, "receiver.name"))]) -> None:
        from api.delivery_words import failure_in_words
        from tepat.receiving import probe_receiver

        settings = Settings()
        with report_failures(settings):
            outcome = probe_receiver(settings, name)
        if isinstance(outcome, Failed):
            why = failure_in_words(outcome.code, outcome.detail, language)
            typer.echo(say(language, "receiver.unwell", name=name, why=why), err=True)
            raise typer.Exit(1)
        typer.echo(say(language, "receiver.well", name=name, receipt=outcome.receipt).strip())


def _add_pausing(group: typer.Typer, language: Language) -> None:
    @group.command(help=say(language, "receiver.pause"))
    def pause(name: Annotated[str, typer.Argument(help=say(language, "receiver.name"))]) -> None:
        from tepat.receiving import pause_receiver

        settings = Settings()
        with report_failures(settings):
            pause_receiver(settings, name, is_paused=True)
        typer.echo(say(language, "receiver.paused", name=name))

    @group.command(help=say(language, "receiver.resume"))
    def resume(name: Annotated[str, typer.Argument(help=say(language, "receiver.name"))]) -> None:
        from tepat.receiving import pause_receiver

        settings = Settings()
        with report_failures(settings):
            pause_receiver(settings, name, is_paused=False)
        typer.echo(say(language, "receiver.resumed", name=name))
