"""What the audits say of each branch, and the brakes that take a branch off automation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row, dict_row

from complaints.errors import NotFound
from complaints.promises import AuditCount, BranchPromise, judge_all
from complaints.routing import RoutingPolicy
from database import audit
from database.alerts import AlertKind, Found, close_brake, raise_alert


@dataclass(frozen=True, kw_only=True)
class Stream:
    """The verdicts of one branch's audits in their order, under one policy, since its brake was last given back."""

    branch: tuple[str, ...]
    policy: str
    alpha: float
    delta: float
    wrong: list[bool]


@dataclass(frozen=True, kw_only=True)
class Brake:
    """A branch off automation, with what was seen when it was taken off; `branch` holds codes from the top down."""

    branch: list[str]
    policy: str
    alpha: float
    audited: int
    errors: int
    lower_rate: float
    pulled_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReleasedBrake(Brake):
    """A brake that a person gave back, and why."""

    released_at: datetime
    released_by: str
    why: str


def read_streams(connection: Connection, policy: str | None = None) -> list[Stream]:
    """What the audits of each branch say under this policy (None: the one that was audited last)."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            """
            SELECT a.branch, a.policy, min(a.alpha) AS alpha, min(a.delta) AS delta,
                   coalesce(array_agg(a.wrong ORDER BY a.judged_at, a.decision_id)
                            FILTER (WHERE a.judged_at IS NOT NULL), '{}') AS wrong
            FROM audits a
            WHERE a.policy = coalesce(%(policy)s, (SELECT policy FROM audits ORDER BY decision_id DESC LIMIT 1))
              AND a.drawn_at > ALL (SELECT b.released_at FROM brakes b
                                    WHERE b.branch = a.branch AND b.policy = a.policy AND b.released_at IS NOT NULL)
            GROUP BY a.branch, a.policy ORDER BY a.branch
            """,
            {"policy": policy},
        ).fetchall()
    return [Stream(**{**row, "branch": tuple(row["branch"])}) for row in rows]


def count_audits(
    connection: Connection, policy: str | None = None, upto: datetime | None = None
) -> dict[tuple[str, ...], AuditCount]:
    """The audits of each branch of which a part lies within reach, under this policy; see read_streams.

    All audits of the branch count, since the promise is made to all of it. With `upto` as it stood at that moment.
    """
    rows = connection.execute(
        "SELECT branch, audited, wrong, waiting FROM audits_counted(%(policy)s, %(upto)s)",
        {"policy": policy, "upto": upto},
    ).fetchall()
    return {
        tuple(branch): AuditCount(audited=audited, wrong=wrong, waiting=waiting)
        for branch, audited, wrong, waiting in rows
    }


def list_brakes(connection: Connection, policy: str | None = None) -> list[Brake]:
    """The brakes that are pulled, under any policy or for this one.

    A policy that a person chose anew for the same model gives no branch back.
    """
    with connection.cursor(row_factory=class_row(Brake)) as cursor:
        return cursor.execute(
            """
            SELECT branch, policy, alpha, audited, errors, lower_rate, pulled_at FROM brakes
            WHERE released_at IS NULL AND (
                %(policy)s::text IS NULL OR policy = %(policy)s
                OR policy IN (SELECT other.version FROM policies other JOIN policies own ON own.model = other.model
                              WHERE own.version = %(policy)s))
            ORDER BY branch, pulled_at
            """,
            {"policy": policy},
        ).fetchall()


def promises_of(connection: Connection, policy: RoutingPolicy) -> dict[tuple[str, ...], BranchPromise]:
    """How the promise of each branch of the policy stands by the audits and the brakes so far."""
    braked = {tuple(brake.branch) for brake in list_brakes(connection, policy.version)}
    return judge_all(policy, count_audits(connection, policy.version), braked)


def list_released(connection: Connection, *, limit: int) -> list[ReleasedBrake]:
    """The brakes that people gave back, the newest first."""
    with connection.cursor(row_factory=class_row(ReleasedBrake)) as cursor:
        return cursor.execute(
            """
            SELECT branch, policy, alpha, audited, errors, lower_rate, pulled_at, released_at, released_by, why
            FROM brakes WHERE released_at IS NOT NULL ORDER BY released_at DESC, id DESC LIMIT %(limit)s
            """,
            {"limit": limit},
        ).fetchall()


def pull_brake(connection: Connection, stream: Stream, lower_rate: float, *, actor: str) -> bool:
    """Take a branch off automation; False where it already is."""
    values: dict[str, Any] = {
        "policy": stream.policy,
        "alpha": stream.alpha,
        "delta": stream.delta,
        "audited": len(stream.wrong),
        "errors": sum(stream.wrong),
        "lower_rate": lower_rate,
    }
    row = connection.execute(
        """
        INSERT INTO brakes (branch, policy, alpha, delta, audited, errors, lower_rate)
        VALUES (%(branch)s, %(policy)s, %(alpha)s, %(delta)s, %(audited)s, %(errors)s, %(lower_rate)s)
        ON CONFLICT (branch, policy) WHERE released_at IS NULL DO NOTHING RETURNING id
        """,
        {**values, "branch": list(stream.branch)},
    ).fetchone()
    if row is None:
        return False
    found = Found(kind=AlertKind.BRAKE, about=stream.branch or ("*",), figures=values, since=datetime.now(UTC))
    raise_alert(connection, found, actor=actor)
    audit.append(connection, actor, "brake.pulled", [(f"branch:{'/'.join(stream.branch)}", values)])
    return True


def release_brakes(connection: Connection, branch: Sequence[str], *, by: str, why: str) -> None:
    """Give a branch back to automation; its audits count anew from now on. Raises NotFound where no brake is pulled."""
    rows = connection.execute(
        """
        UPDATE brakes SET released_at = clock_timestamp(), released_by = %(by)s, why = %(why)s
        WHERE branch = %(branch)s AND released_at IS NULL RETURNING policy
        """,
        {"branch": list(branch), "by": by, "why": why},
    ).fetchall()
    if not rows:
        raise NotFound(f"brake {'/'.join(branch)}")
    close_brake(connection, branch, by=by, why=why)
    details = {"policies": [policy for (policy,) in rows], "why": why}
    audit.append(connection, f"person:{by}", "brake.released", [(f"branch:{'/'.join(branch)}", details)])
