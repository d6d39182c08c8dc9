"""Labels that are probably wrong: what is read to find them, and what people make of them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from complaints.errors import NotFound
from complaints.report import Message, Place
from database import audit
from database.panels import ask_panel
from database.reopening import TakenBack, reopen


@dataclass(frozen=True, kw_only=True)
class LabelledReport:
    """A report with the newest label that people gave its text; never a rahasia one."""

    label_id: int
    report_id: int
    category: str
    judul: str
    isi: str
    provinsi: str
    kota: str

    @property
    def message(self) -> Message:
        return Message(judul=self.judul, isi=self.isi, place=Place(provinsi=self.provinsi, kota=self.kota))


@dataclass(frozen=True, kw_only=True)
class LabelDoubt:
    """A label (0..1: how probable it is) and the category that is likelier; see classifier.doubts."""

    label_id: int
    report_id: int
    instead: str
    label_p: float
    instead_p: float
    strength: float


def read_labelled(connection: Connection) -> list[LabelledReport]:
    """Every report that has a label, with the newest one about its text as it reads now."""
    with connection.cursor(row_factory=class_row(LabelledReport)) as cursor:
        return cursor.execute(
            """
            SELECT DISTINCT ON (l.report_id) l.id AS label_id, l.report_id, l.category, r.judul, r.isi, r.provinsi,
                   r.kota
            FROM labels l JOIN reports r ON r.id = l.report_id AND r.version = l.report_version
            WHERE l.withdrawn_at IS NULL AND l.source <> 'return' AND NOT r.rahasia
              AND NOT EXISTS (SELECT FROM erasures e WHERE e.report_id = r.id AND e.what = 'text')
            ORDER BY l.report_id, l.id DESC
            """
        ).fetchall()


def keep_doubts(connection: Connection, doubts: Sequence[LabelDoubt]) -> None:
    """Put these in place of the open ones; what a person settled stays settled."""
    connection.execute(
        "DELETE FROM label_doubts WHERE settled_at IS NULL AND NOT label_id = ANY(%(ids)s)",
        {"ids": [one.label_id for one in doubts]},
    )
    connection.execute(
        """
        INSERT INTO label_doubts (label_id, report_id, instead, label_p, instead_p, strength)
        SELECT label_id, report_id, instead, label_p, instead_p, strength
        FROM jsonb_to_recordset(%(rows)s) AS n(label_id bigint, report_id bigint, instead text,
            label_p double precision, instead_p double precision, strength double precision)
        ON CONFLICT (label_id) DO UPDATE SET instead = excluded.instead, label_p = excluded.label_p,
            instead_p = excluded.instead_p, strength = excluded.strength
        WHERE label_doubts.settled_at IS NULL
        """,
        {"rows": Jsonb([asdict(one) for one in doubts])},
    )


@dataclass(frozen=True, kw_only=True)
class ShownDoubt:
    """A doubted label with its report, as its page shows it."""

    label_id: int
    public_id: UUID
    external_id: str
    judul: str
    isi: str
    category: str
    person: str
    labelled_at: datetime
    instead: str
    label_p: float
    instead_p: float


def list_doubts(connection: Connection, *, limit: int) -> list[ShownDoubt]:
    """The strongest open doubts about labels that still hold, of reports that nobody judges blind just now."""
    with connection.cursor(row_factory=class_row(ShownDoubt)) as cursor:
        return cursor.execute(
            """
            SELECT d.label_id, r.public_id, r.external_id, r.judul, r.isi, l.category, l.person, l.labelled_at,
                   d.instead, d.label_p, d.instead_p
            FROM label_doubts d JOIN labels l ON l.id = d.label_id JOIN reports r ON r.id = d.report_id
            WHERE d.settled_at IS NULL AND l.withdrawn_at IS NULL AND l.report_version = r.version AND NOT r.rahasia
              AND r.status IN ('routed', 'reviewed')
              AND NOT EXISTS (SELECT FROM labels n WHERE n.report_id = l.report_id AND n.id > l.id
                              AND n.withdrawn_at IS NULL)
              AND NOT EXISTS (SELECT FROM review_queue q
                              WHERE q.report_id = r.id AND q.is_blind AND q.done_at IS NULL)
            ORDER BY d.strength DESC, d.label_id LIMIT %(limit)s
            """,
            {"limit": limit},
        ).fetchall()


def stand_by(connection: Connection, label_id: int, person: str) -> None:
    """Somebody read the report again and stands by its label. Raises NotFound where nothing is open any more."""
    _settle(connection, label_id, person, "kept")


def ask_two_others(connection: Connection, label_id: int, person: str, why: str) -> None:
    """Take the decision back and have two others judge the report blind.

    Raises NotFound where nothing is open any more; NothingToReopen, JudgedBlind, AlreadyReviewed or HeldByAnother
    where the report is on its way already.
    """
    public_id = _settle(connection, label_id, person, "asked")
    reopen(connection, TakenBack(public_id=public_id, person=person, reason=why))
    row = connection.execute(
        "SELECT d.id FROM decisions d JOIN reports r ON r.id = d.report_id WHERE r.public_id = %(id)s AND d.is_current",
        {"id": public_id},
    ).fetchone()
    assert row is not None
    ask_panel(connection, public_id, row[0], person, why)


def _settle(connection: Connection, label_id: int, person: str, how: str) -> UUID:
    row = connection.execute(
        """
        UPDATE label_doubts d SET settled_at = now(), settled_by = %(person)s, how = %(how)s
        FROM reports r
        WHERE d.label_id = %(id)s AND d.settled_at IS NULL AND r.id = d.report_id
        RETURNING r.id, r.public_id
        """,
        {"id": label_id, "person": person, "how": how},
    ).fetchone()
    if row is None:
        raise NotFound(f"doubt {label_id}")
    audit.append(connection, f"person:{person}", f"label.{how}", [(f"report:{row[0]}", {"label": label_id})])
    public_id: UUID = row[1]
    return public_id
