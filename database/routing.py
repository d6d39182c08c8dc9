"""Save what was decided: decision, queue or outbox row, and audit row, all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb

from complaints.routing import Automation, Decision, Reason
from complaints.urgency import Urgency
from database import audit
from database.claiming import Claimed

# What waits for a person: first what changed under their hands or could not be read, then by how little is known.
PRIORITY = {Reason.FAILED: 30, Reason.CHANGED: 20, Reason.UNSURE: 10, Reason.NO_THRESHOLD: 10, Reason.SHADOW: 5}


@dataclass(frozen=True, kw_only=True)
class Routed:
    """A decision about a claimed report. `acted` says whether it is sent on now."""

    claimed: Claimed
    decision: Decision
    acted: bool
    reason: Reason
    urgency: Urgency = field(default_factory=Urgency)

    @property
    def waits(self) -> bool:
        """Whether a person must see the report: an urgent one is never left to the machine, sent on or not."""
        return self.urgency.is_urgent or not self.acted


@dataclass(frozen=True, kw_only=True)
class Versions:
    """What a decision was made with, so that it can be recomputed."""

    directory: str
    automation: Automation
    run_id: UUID


def save_routed(connection: Connection, routed: Sequence[Routed], versions: Versions) -> None:
    """Save decisions about claimed reports, with everything that follows from them."""
    if not routed:
        return
    _supersede(connection, [item.claimed.id for item in routed])
    decision_ids = _insert_decisions(connection, routed, versions)
    _set_statuses(connection, routed)
    _send(connection, [item for item in routed if item.acted], decision_ids)
    _queue(connection, [item for item in routed if item.waits], decision_ids)
    audit.append(
        connection,
        f"policy:{routed[0].decision.policy}",
        "report.decided",
        [(f"report:{item.claimed.id}", _audit_details(item, decision_ids, versions)) for item in routed],
    )


def _supersede(connection: Connection, report_ids: Sequence[int]) -> None:
    connection.execute(
        "UPDATE decisions SET is_current = false WHERE report_id = ANY(%(ids)s) AND is_current",
        {"ids": list(report_ids)},
    )


def _insert_decisions(connection: Connection, routed: Sequence[Routed], versions: Versions) -> dict[int, int]:
    rows = connection.execute(
        """
        INSERT INTO decisions (report_id, report_version, decided_by, outcome, acted, depth, path, path_p, reasons,
                               office_id, office_p, klasifikasi, klasifikasi_p, evidence, model, policy, directory,
                               automation, run_id)
        SELECT report_id, report_version, decided_by, outcome, acted, depth, path, path_p, reasons,
               office_id, office_p, klasifikasi, klasifikasi_p, evidence, model, policy, %(directory)s,
               %(automation)s, %(run_id)s
        FROM jsonb_to_recordset(%(rows)s) AS r(
            report_id bigint, report_version integer, decided_by text, outcome text, acted boolean, depth integer,
            path text[], path_p double precision[], reasons text[], office_id text, office_p double precision,
            klasifikasi text, klasifikasi_p double precision, evidence jsonb, model text, policy text)
        RETURNING report_id, id
        """,
        {
            "rows": Jsonb([_decision_row(item) for item in routed]),
            "directory": versions.directory,
            "automation": versions.automation,
            "run_id": versions.run_id,
        },
    ).fetchall()
    return dict(rows)


def _decision_row(item: Routed) -> dict[str, Any]:
    decision = item.decision
    return {
        "report_id": item.claimed.id,
        "report_version": item.claimed.version,
        "decided_by": f"policy:{decision.policy}",
        "outcome": decision.outcome,
        "acted": item.acted,
        "depth": decision.depth,
        "path": [step.path[-1] for step in decision.steps],
        "path_p": [step.p for step in decision.steps],
        "reasons": list(decision.reasons),
        "office_id": decision.office.id if decision.office else None,
        "office_p": decision.office.p if decision.office else None,
        "klasifikasi": decision.klasifikasi,
        "klasifikasi_p": decision.klasifikasi_p,
        "evidence": {**decision.evidence, "urgency": item.urgency.view()},
        "model": decision.model,
        "policy": decision.policy,
    }


def _set_statuses(connection: Connection, routed: Sequence[Routed]) -> None:
    connection.execute(
        """
        UPDATE reports SET status = CASE WHEN id = ANY(%(waiting)s) THEN 'in_review' ELSE 'routed' END
        WHERE id = ANY(%(all)s)
        """,
        {"waiting": [item.claimed.id for item in routed if item.waits], "all": [item.claimed.id for item in routed]},
    )


def _queue(connection: Connection, waiting: Sequence[Routed], decision_ids: dict[int, int]) -> None:
    rows = [
        {
            "report_id": item.claimed.id,
            "decision_id": decision_ids[item.claimed.id],
            "reason": Reason.URGENT if item.acted else item.reason,
            "priority": item.urgency.precedence + PRIORITY.get(item.reason, 0),
        }
        for item in waiting
    ]
    connection.execute(
        """
        INSERT INTO review_queue (report_id, decision_id, reason, priority)
        SELECT report_id, decision_id, reason, priority
        FROM jsonb_to_recordset(%(rows)s) AS r(report_id bigint, decision_id bigint, reason text, priority integer)
        ON CONFLICT (report_id) DO UPDATE SET decision_id = excluded.decision_id, reason = excluded.reason,
            priority = excluded.priority, queued_at = now(), done_at = NULL
        """,
        {"rows": Jsonb(rows)},
    )


def _send(connection: Connection, acted: Sequence[Routed], decision_ids: dict[int, int]) -> None:
    rows = [
        {
            "report_id": item.claimed.id,
            "decision_id": decision_ids[item.claimed.id],
            "target": list(item.decision.target),
            "office_id": item.decision.office.id if item.decision.office and item.decision.office_sure else None,
        }
        for item in acted
    ]
    connection.execute(
        """
        WITH left_queue AS (
            UPDATE review_queue SET done_at = now()
            WHERE report_id = ANY(%(ids)s) AND done_at IS NULL
        )
        INSERT INTO outbox (report_id, decision_id, kind, target, office_id)
        SELECT report_id, decision_id, 'disposisi', target, office_id
        FROM jsonb_to_recordset(%(rows)s) AS r(report_id bigint, decision_id bigint, target text[], office_id text)
        """,
        {"rows": Jsonb(rows), "ids": [item.claimed.id for item in acted]},
    )


def _audit_details(item: Routed, decision_ids: dict[int, int], versions: Versions) -> dict[str, Any]:
    decision = item.decision
    return {
        "decision": decision_ids[item.claimed.id],
        "version": item.claimed.version,
        "outcome": decision.outcome,
        "acted": item.acted,
        "target": list(decision.target),
        "reason": item.reason,
        "urgency": item.urgency.level,
        "model": decision.model,
        "policy": decision.policy,
        "directory": versions.directory,
        "automation": versions.automation,
    }
