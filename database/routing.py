"""Save what was decided: decision, queue or outbox row, and audit row, all or nothing."""

from collections.abc import Sequence
from typing import Any

from psycopg import Connection
from psycopg.types.json import Jsonb

from database import audit, auditing
from database.following import queue_for_people, send_on
from database.planning import plan_routed
from database.routed import Routed, Versions


def save_routed(connection: Connection, routed: Sequence[Routed], versions: Versions) -> None:
    """Save decisions about claimed reports, with everything that follows from them."""
    if not routed:
        return
    _supersede(connection, [item.claimed.id for item in routed])
    decision_ids = _insert_decisions(connection, routed, versions)
    _set_statuses(connection, routed)
    planned = plan_routed(connection, routed)
    send_on(connection, [item for item in routed if item.acted], decision_ids)
    queue_for_people(connection, [item for item in routed if item.stays_open or item.drawn], decision_ids, planned)
    drawn = [(item.claimed.id, decision_ids[item.claimed.id], item.drawn) for item in routed if item.drawn]
    auditing.keep_drawn(connection, drawn)
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
               coalesce(automation, %(automation)s), %(run_id)s
        FROM jsonb_to_recordset(%(rows)s) AS r(
            report_id bigint, report_version integer, decided_by text, outcome text, acted boolean, depth integer,
            path text[], path_p double precision[], reasons text[], office_id text, office_p double precision,
            klasifikasi text, klasifikasi_p double precision, evidence jsonb, model text, policy text,
            automation text)
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
        "automation": item.automation,
    }


def _set_statuses(connection: Connection, routed: Sequence[Routed]) -> None:
    connection.execute(
        """
        UPDATE reports SET status = CASE WHEN id = ANY(%(waiting)s) THEN 'in_review' ELSE 'routed' END
        WHERE id = ANY(%(all)s)
        """,
        {
            "waiting": [item.claimed.id for item in routed if item.stays_open],
            "all": [item.claimed.id for item in routed],
        },
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
        "automation": item.automation or versions.automation,
    } | ({"audit_p": item.drawn.p} if item.drawn else {})
