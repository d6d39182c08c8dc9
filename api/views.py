"""A stored report and its decisions, as programs and pages are shown them: never with the reporter."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from psycopg import Connection

from api.alike import duplicates_of, merged_view, similar_to
from api.blinding import blinded, blindness
from api.copy_views import copy_views
from api.deadline_views import deadline_views
from api.part_views import part_views
from complaints.taxonomy import Taxonomy
from complaints.urgency import UrgencyLevel
from database.answering import answers_about
from database.erasing import tombstones_of
from database.reopening import reopenings_of
from database.reports import (
    StoredDecision,
    StoredReport,
    decisions_of,
    earlier_versions,
    find_report,
    history_of,
)
from database.waiting import QueueRow


def complaint_view(connection: Connection, public_id: UUID, taxonomy: Taxonomy) -> dict[str, Any]:
    """The report with its current decision and all that became of it. Raises NotFound.

    `blind` is audit or opinion while people judge it blind, else empty: then nothing that was decided is told.
    """
    return view_of(connection, find_report(connection, public_id), taxonomy)


def view_of(connection: Connection, report: StoredReport, taxonomy: Taxonomy) -> dict[str, Any]:
    """The same of a report that was just read."""
    decisions = decisions_of(connection, report.id)
    shown = [decision_view(decision, taxonomy, masked=report.is_masked) for decision in decisions]
    current = next((view for view in reversed(shown) if view["is_current"]), None)
    if current and current["office"] and report.current_office != current["office"]["id"]:
        # Whoever has the work of the office that it was decided for; nobody where a person must say.
        current["office"] = {"id": report.current_office, "p": None} if report.current_office else None
    view = {
        **report_view(report),
        "blind": blindness(connection, report.id),
        "decision": current,
        "urgency": urgency_view(current["evidence"].get("urgency"), secret=report.is_masked) if current else None,
        "merged_into": merged_view(connection, report),
        **part_views(connection, report.id),
        "copies": copy_views(connection, report.id, taxonomy),
        "reopenings": [vars(one) for one in reopenings_of(connection, report.id)],
        "answers": answers_about(connection, report.id),
        **deadline_views(connection, report.id),
        "history": {
            "decisions": shown,
            "versions": earlier_versions(connection, report.id) if report.version > 1 else [],
            "audit": history_of(connection, report.id),
            "erased": [vars(one) for one in tombstones_of(connection, report.id)],
        },
    }
    if view["blind"]:
        return blinded(view)
    return view | {
        "duplicates": duplicates_of(connection, report),
        "similar": similar_to(connection, report, taxonomy),
    }


def report_view(report: StoredReport) -> dict[str, Any]:
    return {
        "id": str(report.public_id),
        "source": report.source,
        "external_id": report.external_id,
        "version": report.version,
        "status": report.status,
        "judul": report.judul,
        "isi": report.isi,
        "klasifikasi": report.klasifikasi,
        "kanal": report.channel,
        "provinsi": report.provinsi,
        "kota": report.kota,
        "kecamatan": report.kecamatan,
        "kelurahan": report.kelurahan,
        "anonim": report.anonim,
        "rahasia": report.rahasia,
        "is_masked": report.is_masked,
        "is_copy": report.is_copy,
        "dilaporkan_pada": report.reported_at,
        "diterima_pada": report.received_at,
    }


def decision_view(decision: StoredDecision, taxonomy: Taxonomy, *, masked: bool = False) -> dict[str, Any]:
    """The decision with the names of its path; `depth` of its levels were acted on or may be.

    `masked`: without the evidence, which quotes the text, but for the level of urgency.
    """
    return {
        "id": decision.id,
        "report_version": decision.report_version,
        "is_current": decision.is_current,
        "decided_at": decision.decided_at,
        "decided_by": decision.decided_by,
        "outcome": decision.outcome,
        "acted": decision.acted,
        "depth": decision.depth,
        "path": path_view(decision.path, decision.path_p, taxonomy),
        "office": {"id": decision.office_id, "p": decision.office_p} if decision.office_id else None,
        "klasifikasi": {"code": decision.klasifikasi, "p": decision.klasifikasi_p},
        "reasons": decision.reasons,
        "evidence": _without_text(decision.evidence) if masked else decision.evidence,
        "model": decision.model,
        "policy": decision.policy,
        "directory": decision.directory,
        "automation": decision.automation,
        "addressee": decision.addressee,
        "restores": decision.restores,
    }


def _without_text(evidence: Mapping[str, Any]) -> dict[str, Any]:
    urgency = evidence.get("urgency")
    return {"urgency": {"level": urgency["level"], "reasons": []}} if urgency else {}


def path_view(path: Sequence[str], path_p: Sequence[float], taxonomy: Taxonomy) -> list[dict[str, Any]]:
    """Level, code, name and probability of each node; a node that the taxonomy no longer knows keeps its code."""
    steps = []
    for depth, (code, p) in enumerate(zip(path, path_p, strict=True), start=1):
        node = taxonomy.nodes.get(tuple(path[:depth]))
        level = taxonomy.levels[depth - 1] if depth <= len(taxonomy.levels) else ""
        steps.append({"level": level, "code": code, "name": node.name if node else code, "p": round(p, 4)})
    return steps


def urgency_view(urgency: Mapping[str, Any] | None, *, secret: bool = False) -> dict[str, Any] | None:
    """The level, and what made it so; None where nothing did. Of what is rahasia in a list the level alone."""
    if not urgency or urgency["level"] == UrgencyLevel.NONE:
        return None
    return {"level": urgency["level"], "reasons": [] if secret else urgency["reasons"]}


def waiting_view(row: QueueRow, taxonomy: Taxonomy) -> dict[str, Any]:
    """A row of the queue. What is rahasia stays hidden in lists: it is read one by one.

    Of what is judged blind nothing of the suggestion is told.
    """
    return {
        "id": str(row.public_id),
        "judul": None if row.rahasia else row.judul,
        "isi": None if row.rahasia else row.isi,
        "anonim": row.anonim,
        "rahasia": row.rahasia,
        "kota": "" if row.rahasia else row.kota,
        "reported_at": row.reported_at,
        "queued_at": row.queued_at,
        "due_at": row.due_at,
        "kind": row.kind,
        "reason": row.kind if row.is_blind else row.reason,
        "priority": row.priority,
        "path": path_view(row.path, row.path_p, taxonomy),
        "office_id": row.office_id,
        "urgency": urgency_view(row.urgency, secret=row.rahasia),
    }
