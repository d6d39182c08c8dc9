"""Lists for the terminal: accounts and tokens. Neither a password nor a token is ever among them."""

from collections.abc import Sequence
from datetime import datetime

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from database.accounts import Account
from database.tokens import Token
from tepat.fitting import show_table
from tepat.wording import Language, say


def print_accounts(console: Console, language: Language, accounts: Sequence[Account]) -> None:
    """A row per account: name, role, reach and state."""
    table = _table(language, "account.columns")
    for one in accounts:
        reach = _reach(language, one.reach_path, one.reach_offices)
        table.add_row(one.name, escape(one.shown_as), one.role, escape(reach), one.state)
    show_table(console, table)


def print_tokens(console: Console, language: Language, tokens: Sequence[Token]) -> None:
    """A row per token: its program, reach, and until when it is good."""
    table = _table(language, "token.columns")
    for one in tokens:
        reach = _reach(language, one.reach_path, one.reach_offices)
        moments = [_day(moment) for moment in (one.expires_at, one.last_used_at, one.revoked_at)]
        table.add_row(str(one.id), one.name, one.role, escape(reach), *moments)
    show_table(console, table)


def _table(language: Language, key: str) -> Table:
    table = Table()
    for place, name in enumerate(say(language, key).split(";")):
        # What people copy to name it in another command: broken in two it is none.
        table.add_column(name, no_wrap=place == 0)
    return table


def _reach(language: Language, path: Sequence[str], offices: Sequence[str]) -> str:
    branch = "/".join(path) or say(language, "account.everything")
    return f"{branch}, {say(language, 'account.offices', count=len(offices))}" if offices else branch


def _day(moment: datetime | None) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M") if moment else "–"
