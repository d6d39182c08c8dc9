"""Receivers, and the circuit breaker of each, which all workers share."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from psycopg import Connection
from psycopg.errors import UniqueViolation
from psycopg.rows import dict_row

from complaints.accounts import NameTaken
from complaints.delivery import Breaker, Delivered, Outcome
from complaints.errors import NotFound
from complaints.receivers import Receiver, ReceiverKind
from database import audit

PROBE = timedelta(minutes=1)
"""How long one worker alone finds out whether a receiver is well again."""


def list_receivers(connection: Connection) -> list[Receiver]:
    """All receivers, by name."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            """
            SELECT name, kind, path, offices, shipments, address, secret_env, takes_rahasia, is_paused, failures,
                   open_until
            FROM receivers ORDER BY name
            """
        ).fetchall()
    return [_receiver(row) for row in rows]


def _receiver(row: dict[str, Any]) -> Receiver:
    breaker = Breaker(failures=row.pop("failures"), open_until=row.pop("open_until"))
    row |= {name: tuple(row[name]) for name in ("path", "offices", "shipments")}
    return Receiver(kind=ReceiverKind(row.pop("kind")), breaker=breaker, **row)


def find_receiver(connection: Connection, name: str) -> Receiver:
    """The receiver of this name. Raises NotFound."""
    found = next((one for one in list_receivers(connection) if one.name == name), None)
    if found is None:
        raise NotFound(f"receiver {name}")
    return found


def add_receiver(connection: Connection, receiver: Receiver, *, actor: str) -> None:
    """From now on it gets what is its own. Raises NameTaken. The log keeps no address."""
    values = {
        "name": receiver.name,
        "kind": receiver.kind,
        "path": list(receiver.path),
        "offices": list(receiver.offices),
        "shipments": list(receiver.shipments),
        "address": receiver.address,
        "secret_env": receiver.secret_env,
        "takes_rahasia": receiver.takes_rahasia,
        "actor": actor,
    }
    try:
        with connection.transaction():
            connection.execute(
                """
                INSERT INTO receivers (name, kind, path, offices, shipments, address, secret_env, takes_rahasia,
                                       added_by)
                VALUES (%(name)s, %(kind)s, %(path)s, %(offices)s, %(shipments)s, %(address)s, %(secret_env)s,
                        %(takes_rahasia)s, %(actor)s)
                """,
                values,
            )
    except UniqueViolation as error:
        raise NameTaken(receiver.name) from error
    shown = {name: values[name] for name in ("kind", "path", "offices", "shipments", "takes_rahasia")}
    audit.append(connection, actor, "receiver.added", [(f"receiver:{receiver.name}", shown)])


def set_paused(connection: Connection, name: str, *, is_paused: bool, actor: str) -> None:
    """Send nothing to it, or send again, what waited first; its breaker is closed. Raises NotFound."""
    found = connection.execute(
        """
        UPDATE receivers SET is_paused = %(is_paused)s, failures = 0, open_until = NULL
        WHERE name = %(name)s RETURNING name
        """,
        {"name": name, "is_paused": is_paused},
    ).fetchone()
    if found is None:
        raise NotFound(f"receiver {name}")
    action = "receiver.paused" if is_paused else "receiver.resumed"
    audit.append(connection, actor, action, [(f"receiver:{name}", {})])


def take_turn(connection: Connection, name: str, most: int, now: datetime) -> int:
    """How many may be sent to it now, at most `most`; of several workers one alone tries whether it is well again."""
    breaker = _hold(connection, name)
    if breaker is None:
        return 0
    admitted = breaker.admits(most, now)
    if admitted and breaker.open_until is not None:
        _keep(connection, name, replace(breaker, open_until=now + PROBE))
    return admitted


def note_outcome(connection: Connection, name: str, outcome: Outcome, now: datetime, jitter: float) -> Breaker:
    """What this outcome makes of the breaker."""
    if isinstance(outcome, Delivered) and _is_well(connection, name):
        return Breaker()
    after = (_hold(connection, name) or Breaker()).after(outcome, now, jitter)
    _keep(connection, name, after)
    return after


def _is_well(connection: Connection, name: str) -> bool:
    """Whether it did not fail last; nobody waits for that, as nearly always it did not."""
    row = connection.execute(
        "SELECT failures = 0 AND open_until IS NULL FROM receivers WHERE name = %(name)s", {"name": name}
    ).fetchone()
    return row == (True,)


def _hold(connection: Connection, name: str) -> Breaker | None:
    """The breaker, held until this short transaction ends; None where the receiver is paused."""
    row = connection.execute(
        "SELECT failures, open_until FROM receivers WHERE name = %(name)s AND NOT is_paused FOR NO KEY UPDATE",
        {"name": name},
    ).fetchone()
    return Breaker(failures=row[0], open_until=row[1]) if row else None


def _keep(connection: Connection, name: str, breaker: Breaker) -> None:
    connection.execute(
        "UPDATE receivers SET failures = %(failures)s, open_until = %(open_until)s WHERE name = %(name)s",
        {"name": name, "failures": breaker.failures, "open_until": breaker.open_until},
    )
