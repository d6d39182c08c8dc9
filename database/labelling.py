"""What people said of reports, from which models learn: kept as it was said, withdrawn where it was undone."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from complaints.errors import AlreadyReviewed, JudgedBlind, NotFound
from complaints.labels import LabelEvent, Source
from database import audit
from database.auditing import is_under_audit
from database.leases import is_before_panel
from database.similar import confirm_likeness


@dataclass(frozen=True, kw_only=True)
class Label:
    """What a person said. `source` is one of complaints.labels.Source; of a return the category is the refused one.

    `sampling_p` is the probability with which an audited report was drawn.
    """

    report_id: int
    version: int
    category: str
    klasifikasi: str
    office_id: str | None
    source: str
    person: str
    agreed: bool
    note: str = field(default="", repr=False)
    model: str
    sampling_p: float | None = None
    decision_id: int | None


def keep_label(connection: Connection, label: Label) -> None:
    """Store it with what is known of how the report came to a person, and show the report beside others that are like
    it where it says where the report belongs."""
    connection.execute(
        """
        INSERT INTO public.labels (report_id, report_version, category, klasifikasi, office_id, source, person, agreed,
                                   note, model, sampling_p, decision_id, is_blind, reach_p)
        VALUES (%(report_id)s, %(version)s, %(category)s, %(klasifikasi)s, %(office_id)s, %(source)s, %(person)s,
                %(agreed)s, %(note)s, %(model)s, %(sampling_p)s, %(decision_id)s, %(source)s IN ('audit', 'opinion'),
                CASE WHEN %(source)s IN ('review', 'audit', 'opinion') THEN reach_of(%(report_id)s, %(version)s) END)
        """,
        vars(label),
    )
    if label.source != "return":
        confirm_likeness(connection, label.report_id)


def label_events(connection: Connection, report_id: int) -> list[LabelEvent]:
    """Everything that was said of the report, oldest first."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            """
            SELECT l.id, l.category, l.klasifikasi, l.office_id, l.source, l.person, l.labelled_at AS at, l.is_blind,
                   l.model, l.withdrawn_at IS NOT NULL AS is_withdrawn, l.report_version <> r.version AS is_outdated,
                   l.sampling_p AS audit_p, l.reach_p, l.note
            FROM labels l JOIN reports r ON r.id = l.report_id WHERE l.report_id = %(id)s ORDER BY l.id
            """,
            {"id": report_id},
        ).fetchall()
    return [LabelEvent(**{**row, "source": Source(row["source"])}) for row in rows]


@dataclass(frozen=True, kw_only=True)
class Said:
    """A label that somebody gives beside the queue: a correction of it, or what an import says.

    `version` is that of the text that they were looking at; an empty klasifikasi is the suggested one.
    """

    public_id: UUID
    version: int
    category: str
    klasifikasi: str = ""
    office_id: str | None = None
    person: str
    source: Source
    note: str = field(default="", repr=False)


def say_label(connection: Connection, said: Said) -> None:
    """One more event; where the report goes is not changed by it.

    Raises NotFound, AlreadyReviewed where the text changed since, JudgedBlind while others judge the report blind.
    """
    with connection.cursor(row_factory=dict_row) as cursor:
        report = cursor.execute(
            """
            SELECT r.id, r.version, d.model, d.path, d.klasifikasi
            FROM reports r LEFT JOIN LATERAL (
                SELECT model, path, klasifikasi FROM decisions
                WHERE report_id = r.id AND report_version = r.version AND outcome <> 'person' ORDER BY id DESC LIMIT 1
            ) AS d ON true
            WHERE r.public_id = %(public_id)s
            """,
            {"public_id": said.public_id},
        ).fetchone()
    if report is None:
        raise NotFound(f"report {said.public_id}")
    if report["version"] != said.version:
        raise AlreadyReviewed(str(said.public_id))
    if is_under_audit(connection, report["id"]) or is_before_panel(connection, said.public_id):
        raise JudgedBlind(str(said.public_id))
    keep_label(connection, _label_of(said, report))
    details = {"source": said.source, "category": said.category, "version": said.version}
    audit.append(connection, f"person:{said.person}", "label.said", [(f"report:{report['id']}", details)])


def _label_of(said: Said, report: dict[str, Any]) -> Label:
    return Label(
        report_id=report["id"],
        version=said.version,
        category=said.category,
        klasifikasi=said.klasifikasi or report["klasifikasi"] or "",
        office_id=said.office_id,
        source=said.source,
        person=said.person,
        agreed=bool(report["path"]) and report["path"][-1] == said.category,
        note=said.note,
        model=report["model"] or "",
        decision_id=None,
    )


def withdraw_labels(connection: Connection, report_id: int, decision_id: int) -> None:
    """What was said with this decision teaches nothing any more; others may still hold."""
    connection.execute(
        """
        UPDATE labels SET withdrawn_at = now()
        WHERE report_id = %(report_id)s AND decision_id = %(decision_id)s AND withdrawn_at IS NULL
        """,
        {"report_id": report_id, "decision_id": decision_id},
    )
    connection.execute(
        """
        UPDATE likenesses SET confirmed = false
        WHERE report_id = %(report_id)s
          AND NOT EXISTS (SELECT FROM labels WHERE labels.report_id = %(report_id)s AND withdrawn_at IS NULL
                          AND source <> 'return')
        """,
        {"report_id": report_id},
    )
