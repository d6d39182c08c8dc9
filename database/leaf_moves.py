"""What a new tree touches: labels, reports that wait, open audits, and people whose reach names what is gone."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Connection

from complaints.access import Reach
from database import audit
from database.following import leave_queue


@dataclass(frozen=True, kw_only=True)
class OpenAudit:
    """What was sent on by itself and waits for its blind verdict: the path, how deep it was sent, and how many."""

    path: tuple[str, ...]
    depth: int
    count: int


def count_labels(connection: Connection, leaves: Sequence[str]) -> dict[str, int]:
    """How many labels that hold name each of these leaves."""
    rows = connection.execute(
        """
        SELECT category, count(*) FROM labels
        WHERE category = ANY(%(leaves)s) AND withdrawn_at IS NULL AND source <> 'return' GROUP BY category
        """,
        {"leaves": list(leaves)},
    ).fetchall()
    return dict(rows)


def sent_under_audit(connection: Connection, leaves: Sequence[str]) -> list[OpenAudit]:
    """What was sent on to these leaves and is audited just now."""
    rows = connection.execute(
        """
        SELECT d.path, d.depth, count(*)
        FROM audits a JOIN decisions d ON d.id = a.decision_id JOIN reports r ON r.id = a.report_id
        WHERE a.judged_at IS NULL AND d.is_current AND r.status = 'routed'
          AND d.path[cardinality(d.path)] = ANY(%(leaves)s)
        GROUP BY 1, 2 ORDER BY 1, 2
        """,
        {"leaves": list(leaves)},
    ).fetchall()
    return [OpenAudit(path=tuple(path), depth=depth, count=count) for path, depth, count in rows]


def reaches(connection: Connection) -> dict[str, Reach]:
    """What each account and each token that may still be used reaches, but for those that reach everything."""
    rows = connection.execute(
        """
        SELECT name, reach_path, reach_offices FROM accounts
        WHERE state = 'active' AND (reach_path <> '{}' OR reach_offices <> '{}')
        UNION ALL
        SELECT name, reach_path, reach_offices FROM api_tokens
        WHERE revoked_at IS NULL AND expires_at > now() AND (reach_path <> '{}' OR reach_offices <> '{}')
        """
    ).fetchall()
    return {name: Reach(path=tuple(path), offices=tuple(offices)) for name, path, offices in rows}


def decide_again(connection: Connection, leaves: Sequence[str], *, actor: str) -> int:
    """Have the machine decide anew on what waits with a suggestion of one of these leaves; returns how many reports.

    What two people are judging stays theirs.
    """
    rows = connection.execute(
        """
        UPDATE reports r SET status = 'received'
        FROM decisions d
        WHERE d.report_id = r.id AND d.is_current AND d.outcome <> 'person' AND r.status = 'in_review'
          AND d.path[cardinality(d.path)] = ANY(%(leaves)s)
          AND NOT EXISTS (SELECT FROM panels p WHERE p.report_id = r.id AND p.closed_at IS NULL
                          AND p.report_version = r.version)
        RETURNING r.id
        """,
        {"leaves": list(leaves)},
    ).fetchall()
    ids = [id_ for (id_,) in rows]
    leave_queue(connection, ids)
    audit.append(connection, actor, "report.decide_again", [(f"report:{id_}", {}) for id_ in ids])
    return len(ids)
