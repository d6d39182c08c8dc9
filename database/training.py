"""Labelled reports to learn from and to judge by: masked, and never a rahasia one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row, dict_row

from complaints.coverage import Came
from complaints.labels import LabelEvent, LabelOfRecord, Source, label_of_record
from complaints.privacy import mask_message
from complaints.report import Message, Place
from complaints.routing import branch_of


@dataclass(frozen=True, kw_only=True)
class LabelledReport:
    """A report with its label of record; the text is masked."""

    id: int
    public_id: UUID
    source: str
    external_id: str
    version: int
    message: Message = field(repr=False)
    reported_at: datetime
    record: LabelOfRecord


@dataclass(frozen=True, kw_only=True)
class _Text:
    id: int
    public_id: UUID
    source: str
    external_id: str
    version: int
    judul: str
    isi: str
    provinsi: str
    kota: str
    reported_at: datetime


def labelled_reports(connection: Connection, *, only: Sequence[UUID] | None = None) -> list[LabelledReport]:
    """Every report of which a label of record holds, by when it was reported (`only` these, where they are named)."""
    with connection.cursor(row_factory=class_row(_Text)) as cursor:
        texts = cursor.execute(
            """
            SELECT id, public_id, source, external_id, version, judul, isi, provinsi, kota, reported_at FROM reports
            WHERE NOT rahasia AND isi <> '' AND EXISTS (SELECT FROM labels WHERE labels.report_id = reports.id)
              AND NOT EXISTS (SELECT FROM erasures e WHERE e.report_id = reports.id AND e.what = 'text')
              -- What holds several matters says nothing of one: its parts do.
              AND NOT EXISTS (SELECT FROM splits s WHERE s.report_id = reports.id AND s.undone_at IS NULL
                              AND s.report_version = reports.version)
              AND (%(only)s::uuid[] IS NULL OR public_id = ANY(%(only)s))
            ORDER BY reported_at, id
            """,
            {"only": None if only is None else list(only)},
        ).fetchall()
    records = records_of(connection, [text.id for text in texts])
    return [_masked(text, records[text.id]) for text in texts if records[text.id].event is not None]


def records_of(connection: Connection, ids: Sequence[int]) -> Mapping[int, LabelOfRecord]:
    """The label of record of each of these reports."""
    events: dict[int, list[LabelEvent]] = {id_: [] for id_ in ids}
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(
            """
            SELECT l.report_id, l.id, l.category, l.klasifikasi, l.office_id, l.source, l.person, l.labelled_at AS at,
                   l.is_blind, l.model, l.withdrawn_at IS NOT NULL AS is_withdrawn,
                   l.report_version <> r.version AS is_outdated, l.sampling_p AS audit_p, l.reach_p
            FROM labels l JOIN reports r ON r.id = l.report_id WHERE l.report_id = ANY(%(ids)s)
            """,
            {"ids": list(ids)},
        )
        for row in cursor:
            events[row.pop("report_id")].append(LabelEvent(**{**row, "source": Source(row["source"])}))
    return {id_: label_of_record(told) for id_, told in events.items()}


def _masked(text: _Text, record: LabelOfRecord) -> LabelledReport:
    place = Place(provinsi=text.provinsi, kota=text.kota)
    return LabelledReport(
        id=text.id,
        public_id=text.public_id,
        source=text.source,
        external_id=text.external_id,
        version=text.version,
        message=mask_message(Message(judul=text.judul, isi=text.isi, place=place)),
        reported_at=text.reported_at,
        record=record,
    )


def stream(
    connection: Connection, labelled: Sequence[int], since: datetime | None, until: datetime | None
) -> list[Came]:
    """Every report of this time (`since` counts, `until` does not) that came to a person by design.

    `labelled` are the ids of those with a label of record.
    """
    rows = connection.execute(
        """
        SELECT r.id, d.path, d.path_p, d.policy, reach_of(r.id, r.version)
        FROM reports r JOIN LATERAL (
            SELECT path, path_p, policy FROM decisions
            WHERE report_id = r.id AND report_version = r.version AND outcome <> 'person' AND restores IS NULL
            ORDER BY id LIMIT 1
        ) AS d ON true
        WHERE NOT r.rahasia AND NOT EXISTS (SELECT FROM erasures e WHERE e.report_id = r.id AND e.what = 'text')
          AND (%(since)s::timestamptz IS NULL OR r.reported_at >= %(since)s)
          AND (%(until)s::timestamptz IS NULL OR r.reported_at < %(until)s)
        """,
        {"since": since, "until": until},
    ).fetchall()
    known = set(labelled)
    return [
        Came(
            id=id_,
            branch=branch_of(path) if path else (),
            sure=path_p[-1] if path_p else 0.0,
            policy=policy,
            reach_p=reach_p,
            is_labelled=id_ in known,
        )
        for id_, path, path_p, policy, reach_p in rows
        if reach_p is not None
    ]


def count_labels_since(connection: Connection, moment: datetime | None) -> int:
    """How many reports got a label after this moment (None: ever)."""
    row = connection.execute(
        """
        SELECT count(DISTINCT report_id) FROM labels JOIN reports ON reports.id = labels.report_id
        WHERE withdrawn_at IS NULL AND labels.source <> 'return' AND NOT rahasia
          AND (%(moment)s::timestamptz IS NULL OR labelled_at > %(moment)s)
        """,
        {"moment": moment},
    ).fetchone()
    return row[0] if row else 0


def versions_of(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, tuple[int, bool]]:
    """Of each of these reports that there is, its version and whether it is rahasia."""
    rows = connection.execute(
        "SELECT public_id, version, rahasia FROM reports WHERE public_id = ANY(%(ids)s)", {"ids": list(ids)}
    ).fetchall()
    return {public_id: (version, rahasia) for public_id, version, rahasia in rows}
