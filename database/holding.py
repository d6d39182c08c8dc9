"""Everything that is held about one report, for whoever wrote it and asks (UU 27/2022, art. 5 to 7).

These run with the rights of the data's owner, not of the service: it alone may read who wrote a report.
"""

from collections.abc import Mapping
from typing import Any, LiteralString
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from complaints.errors import NotFound

HELD: Mapping[str, LiteralString] = {
    "report": """
        SELECT public_id, source, external_id, version, judul, isi, klasifikasi, channel, category_hint, provinsi,
               kota, kecamatan, kelurahan, anonim, rahasia, reported_at, received_at, status
        FROM reports WHERE id = %(id)s
        """,
    "reporter": "SELECT name, contact FROM identity.held(%(id)s, %(by)s, %(reference)s)",
    "versions": "SELECT version, content, replaced_at FROM report_versions WHERE report_id = %(id)s ORDER BY version",
    "decisions": """
        SELECT decided_at, decided_by, outcome, acted, depth, path, path_p, office_id, klasifikasi, evidence,
               model, policy, directory, is_current
        FROM decisions WHERE report_id = %(id)s ORDER BY id
        """,
    "labels": """
        SELECT labelled_at, category, klasifikasi, office_id, source, person, note, withdrawn_at
        FROM labels WHERE report_id = %(id)s ORDER BY id
        """,
    "parts": """
        SELECT r.public_id, r.source, r.external_id, r.version, r.judul, r.isi, r.status, p.withdrawn_at
        FROM parts p JOIN reports r ON r.id = p.report_id WHERE p.original_id = %(id)s ORDER BY p.number
        """,
    "copies": """
        SELECT path, office_id, given_by, given_at, withdrawn_at, withdrawn_by
        FROM copies WHERE report_id = %(id)s ORDER BY id
        """,
    "moves": """
        SELECT from_office, to_office, turn, moved_at, undone_at FROM office_moves WHERE report_id = %(id)s ORDER BY id
        """,
    # While a panel is open, nobody is told who answered.
    "panels": "SELECT asked_by, note, asked_at, closed_at FROM panels WHERE report_id = %(id)s ORDER BY id",
    "opinions": """
        SELECT o.given_at, CASE WHEN p.closed_at IS NOT NULL THEN o.person ELSE 'peninjau' END AS person, o.is_blind,
               o.path, o.addressee, o.klasifikasi, o.office_id, o.note
        FROM opinions o JOIN panels p ON p.id = o.panel_id WHERE o.report_id = %(id)s ORDER BY o.id
        """,
    "taken_back": """
        SELECT kind, person, reason, reopened_at FROM reopenings WHERE report_id = %(id)s ORDER BY id
        """,
    "sent": """
        SELECT created_at, sent_at, cancelled_at, kind, target, office_id, addressee, message,
               mended_addressee, mended_message
        FROM outbox WHERE report_id = %(id)s ORDER BY id
        """,
    "answers": """
        SELECT said_at, kind, content, institution, status FROM lapor_answers WHERE report_id = %(id)s ORDER BY id
        """,
    "milestones": "SELECT kind, at, source FROM milestones WHERE report_id = %(id)s ORDER BY at, kind",
    "erased": "SELECT what, why, reference, erased_at FROM erasures WHERE report_id = %(id)s ORDER BY erased_at, what",
    "refused": """
        SELECT found_at, origin, row_number, raw, replayed_at FROM quarantine WHERE report_id = %(id)s ORDER BY id
        """,
    "log": """
        SELECT at, CASE WHEN action = 'report.opinion_given' AND EXISTS (
                   SELECT FROM panels WHERE report_id = %(id)s AND closed_at IS NULL AND asked_at <= at
               ) THEN 'person:peninjau' ELSE actor END AS actor, action, details
        FROM audit_log WHERE subject = 'report:' || %(id)s ORDER BY audit_log.id
        """,
}


def everything_held(owner: Connection, public_id: UUID, *, by: str, reference: str) -> dict[str, Any]:
    """Rows by name: report, reporter, versions, decisions, labels, second opinions, where it went, what was erased,
    who looked (log).

    The export is itself a row of the log, and shows it. Raises NotFound.
    """
    found = owner.execute("SELECT id FROM reports WHERE public_id = %(id)s", {"id": public_id}).fetchone()
    if found is None:
        raise NotFound(f"report {public_id}")
    wanted = {"id": found[0], "by": by, "reference": reference}
    with owner.cursor(row_factory=dict_row) as cursor:
        return {name: cursor.execute(query, wanted).fetchall() for name, query in HELD.items()}


def reports_of(owner: Connection, contact: str, *, by: str, reference: str) -> list[UUID]:
    """The reports of whoever has this telephone number or address, oldest first; the search is a row of the log."""
    rows = owner.execute(
        """
        SELECT r.public_id FROM reports r
        WHERE r.id IN (SELECT identity.reports_of(%(contact)s, %(by)s, %(reference)s)) ORDER BY r.id
        """,
        {"contact": contact, "by": by, "reference": reference},
    ).fetchall()
    return [public_id for (public_id,) in rows]
