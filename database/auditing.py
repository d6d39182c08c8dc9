"""Blind audits: which decisions were drawn, and what people said of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """That a decision is audited: the promise that it stands under, and the probability with which it was drawn."""

    policy: str
    branch: tuple[str, ...]
    alpha: float
    delta: float
    p: float


@dataclass(frozen=True, kw_only=True)
class OpenAudit:
    """An audit that waits for its verdict; `path` is what was routed, or would be, down to `depth` levels."""

    decision_id: int
    report_id: int
    version: int
    model: str
    path: list[str]
    depth: int
    acted: bool
    sampling_p: float

    def is_missed_by(self, path: Sequence[str]) -> bool:
        """Whether the report belongs elsewhere than where the policy sends it."""
        return list(path[: self.depth]) != self.path[: self.depth]


def keep_drawn(connection: Connection, drawn: Sequence[tuple[int, int, Drawn]]) -> None:
    """Remember which (report, decision) are audited."""
    rows = [
        {
            "report_id": report_id,
            "decision_id": decision_id,
            "policy": one.policy,
            "branch": list(one.branch),
            "alpha": one.alpha,
            "delta": one.delta,
            "p": one.p,
        }
        for report_id, decision_id, one in drawn
    ]
    connection.execute(
        """
        INSERT INTO audits (decision_id, report_id, policy, branch, alpha, delta, sampling_p)
        SELECT decision_id, report_id, policy, branch, alpha, delta, p
        FROM jsonb_to_recordset(%(rows)s) AS r(decision_id bigint, report_id bigint, policy text, branch text[],
                                               alpha double precision, delta double precision, p double precision)
        """,
        {"rows": Jsonb(rows)},
    )


def is_under_audit(connection: Connection, report_id: int) -> bool:
    """Whether the report's decision in force waits for a blind verdict."""
    row = connection.execute(
        """
        SELECT EXISTS (SELECT FROM audits a JOIN decisions d ON d.id = a.decision_id
                       WHERE a.report_id = %(id)s AND d.is_current AND a.judged_at IS NULL)
        """,
        {"id": report_id},
    ).fetchone()
    return bool(row and row[0])


def hold_open_audit(connection: Connection, public_id: UUID, decision_id: int) -> OpenAudit | None:
    """The open audit of this decision, held until the transaction ends; None where there is none (any more)."""
    with connection.cursor(row_factory=class_row(OpenAudit)) as cursor:
        return cursor.execute(
            """
            SELECT a.decision_id, a.report_id, r.version, d.model, d.path, d.depth, d.acted, a.sampling_p
            FROM audits a JOIN reports r ON r.id = a.report_id JOIN decisions d ON d.id = a.decision_id
            WHERE r.public_id = %(public_id)s AND a.decision_id = %(decision_id)s AND d.is_current
              AND a.judged_at IS NULL AND r.status IN ('routed', 'in_review')
            FOR UPDATE OF a, r
            """,
            {"public_id": public_id, "decision_id": decision_id},
        ).fetchone()


def close_audit(connection: Connection, decision_id: int, *, wrong: bool) -> None:
    """Save the verdict of an audit that this transaction holds, and take the report out of the queue."""
    connection.execute(
        """
        WITH judged AS (
            UPDATE audits SET judged_at = clock_timestamp(), wrong = %(wrong)s WHERE decision_id = %(decision_id)s
            RETURNING report_id
        )
        UPDATE review_queue SET done_at = now() FROM judged WHERE review_queue.report_id = judged.report_id
        """,
        {"decision_id": decision_id, "wrong": wrong},
    )
