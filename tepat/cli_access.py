"""Verbs about who may do what: accounts of people, tokens of programs."""

from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console

from complaints.access import LENT, Person, Role
from tepat.failing import report_failures
from tepat.settings import Settings
from tepat.wording import Language, say


def add_access_verbs(app: typer.Typer, language: Language) -> None:
    """Add them, with help in this language."""
    account = typer.Typer(help=say(language, "account"), no_args_is_help=True)
    app.add_typer(account, name="account")
    _add_making(account, language)
    _add_changing(account, language)
    token = typer.Typer(help=say(language, "token"), no_args_is_help=True)
    app.add_typer(token, name="token")
    _add_tokens(token, language)


def _add_making(group: typer.Typer, language: Language) -> None:
    @group.command(help=say(language, "account.add"))
    def add(
        *,
        name: Annotated[str, typer.Argument(help=say(language, "account.name"))],
        role: Annotated[Role, typer.Argument(help=say(language, "account.role"))],
        shown_as: Annotated[str, typer.Argument(help=say(language, "account.shown_as"))],
        reach: Annotated[str, typer.Option(help=say(language, "account.reach"))] = "",
        office: Annotated[list[str] | None, typer.Option(help=say(language, "account.office"))] = None,
        email: Annotated[str, typer.Option(help=say(language, "account.email"))] = "",
    ) -> None:
        from tepat.admitting import add_account, find_reach

        settings = Settings()
        if role is Role.MACHINE:
            typer.echo(say(language, "account.role"), err=True)
            raise typer.Exit(2)
        with report_failures(settings):
            found = find_reach(settings, reach, office or [])
            password = add_account(settings, Person(name=name, shown_as=shown_as, role=role, reach=found), email)
        typer.echo(say(language, "account.first", name=name, password=password))

    @group.command("list", help=say(language, "account.list"))
    def list_() -> None:
        from tepat.access_tables import print_accounts
        from tepat.admitting import every_account

        settings = Settings()
        with report_failures(settings):
            print_accounts(Console(), language, every_account(settings))


def _add_changing(group: typer.Typer, language: Language) -> None:
    @group.command(help=say(language, "account.close"))
    def close(name: Annotated[str, typer.Argument(help=say(language, "account.name"))]) -> None:
        from tepat.admitting import close_account

        settings = Settings()
        with report_failures(settings):
            close_account(settings, name)
        typer.echo(say(language, "account.closed", name=name))

    @group.command(help=say(language, "account.reset"))
    def reset(name: Annotated[str, typer.Argument(help=say(language, "account.name"))]) -> None:
        from tepat.admitting import reset_account

        settings = Settings()
        with report_failures(settings):
            password = reset_account(settings, name)
        typer.echo(say(language, "account.first", name=name, password=password))

    @group.command("reach", help=say(language, "account.set_reach"))
    def reach_(
        name: Annotated[str, typer.Argument(help=say(language, "account.name"))],
        reach: Annotated[str, typer.Option(help=say(language, "account.reach"))] = "",
        office: Annotated[list[str] | None, typer.Option(help=say(language, "account.office"))] = None,
    ) -> None:
        from tepat.admitting import find_reach, set_reach

        settings = Settings()
        with report_failures(settings):
            set_reach(settings, name, find_reach(settings, reach, office or []))
        typer.echo(say(language, "account.reached", name=name))


def _add_tokens(group: typer.Typer, language: Language) -> None:
    @group.command(help=say(language, "token.add"))
    def add(
        name: Annotated[str, typer.Argument(help=say(language, "token.name"))],
        role: Annotated[Role, typer.Option(help=say(language, "token.role"))] = Role.MACHINE,
        reach: Annotated[str, typer.Option(help=say(language, "account.reach"))] = "",
        office: Annotated[list[str] | None, typer.Option(help=say(language, "account.office"))] = None,
        days: Annotated[int, typer.Option(help=say(language, "token.days"), min=1, max=366)] = 90,
    ) -> None:
        from tepat.admitting import add_token, find_reach

        if role not in LENT:
            typer.echo(say(language, "token.no_role"), err=True)
            raise typer.Exit(2)
        settings = Settings()
        with report_failures(settings):
            token = add_token(settings, name, role, find_reach(settings, reach, office or []), days)
        typer.echo(token)

    @group.command("list", help=say(language, "token.list"))
    def list_() -> None:
        from tepat.access_tables import print_tokens
        from tepat.admitting import every_token

        settings = Settings()
        with report_failures(settings):
            print_tokens(Console(), language, every_token(settings))

    @group.command(help=say(language, "token.revoke"))
    def revoke(id_: Annotated[UUID, typer.Argument(metavar="ID", help=say(language, "token.id"))]) -> None:
        from tepat.admitting import revoke_token

        settings = Settings()
        with report_failures(settings):
            revoke_token(settings, id_)
        typer.echo(say(language, "token.revoked", id=id_))
