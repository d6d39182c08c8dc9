"""What the command line does with receivers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from getpass import getuser
from pathlib import Path

from psycopg import Connection
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from complaints.delivery import Outcome
from complaints.numerals import numeral
from complaints.receivers import Receiver, ReceiverKind, check_receiver
from database import deliveries, receivers
from database.connection import connect
from database.deliveries import Standing
from flows.carrying import open_carrier
from flows.deliver import names_of_paths
from flows.workplace import now
from tepat.admitting import find_reach
from tepat.fitting import show_table
from tepat.services import open_database
from tepat.settings import Settings
from tepat.wording import Language, say

DEMO = "contoh"


def add_receiver(settings: Settings, receiver: Receiver, branch: str, offices: Sequence[str]) -> None:
    """Add it for this branch and these offices with those below them.

    Raises BadReceiver, BadReach or NameTaken.
    """
    check_receiver(receiver)
    reach = find_reach(settings, branch, offices)
    placed = Receiver(**{**vars(receiver), "path": reach.path, "offices": reach.offices})
    with _connected(settings) as connection:
        receivers.add_receiver(connection, placed, actor=_actor())


def every_receiver(settings: Settings) -> list[tuple[Receiver, Standing]]:
    """All receivers, by name, and what waits for each."""
    with _connected(settings) as connection:
        standings = deliveries.count_standings(connection)
        return [
            (one, standings.get(one.name, Standing(waiting=0, dead=0))) for one in receivers.list_receivers(connection)
        ]


def pause_receiver(settings: Settings, name: str, *, is_paused: bool) -> None:
    """Stop sending to it, or go on. Raises NotFound."""
    with _connected(settings) as connection:
        receivers.set_paused(connection, name, is_paused=is_paused, actor=_actor())


def probe_receiver(settings: Settings, name: str) -> Outcome:
    """Whether it can be reached. Raises NotFound."""
    with _connected(settings) as connection:
        receiver, names = receivers.find_receiver(connection, name), names_of_paths(connection)
    with open_carrier(settings, receiver, names) as carrier:
        return carrier.probe()


def add_demo_receiver(url: str, folder: Path) -> None:
    """A folder that gets everything of the example but what is rahasia, where there is no receiver yet."""
    folder.mkdir(parents=True, exist_ok=True)
    demo = Receiver(name=DEMO, kind=ReceiverKind.XLSX, address=str(folder))
    with connect(url) as connection, connection.transaction():
        if not receivers.list_receivers(connection):
            receivers.add_receiver(connection, demo, actor="setup")


def print_receivers(console: Console, language: Language, found: Sequence[tuple[Receiver, Standing]]) -> None:
    """A row each; no secret, and no address of a webhook beyond its name."""
    if not found:
        console.print(say(language, "receiver.empty"))
        return
    table = Table()
    for key in ("called", "way", "reach", "state", "waits", "dead"):
        table.add_column(say(language, f"receiver.{key}"), no_wrap=key in {"called", "waits", "dead"})
    for receiver, standing in found:
        offices = [*receiver.offices[:3], *["…"] * (len(receiver.offices) > 3)]
        place = " ".join(["/".join(receiver.path) or "*", *offices])
        state = say(language, f"receiver.state.{_state(receiver)}")
        counts = (numeral(count, language=language) for count in (standing.waiting, standing.dead))
        table.add_row(receiver.name, receiver.kind.value, escape(place), state, *counts)
    show_table(console, table)


def _state(receiver: Receiver) -> str:
    if receiver.is_paused:
        return "paused"
    return "resting" if receiver.breaker.is_open(now()) else "active"


def _actor() -> str:
    return f"person:{getuser()}"


@contextmanager
def _connected(settings: Settings) -> Iterator[Connection]:
    with open_database(settings) as (url, _), connect(url) as connection, connection.transaction():
        yield connection
