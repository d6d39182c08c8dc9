"""Labels out and in: what `tepat labels` does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path
from typing import Any
from uuid import UUID

from psycopg import Connection

from complaints.directory.snapshot import open_snapshot
from complaints.errors import JudgedBlind, Problem
from complaints.labels import LabelOfRecord, Source
from complaints.timestamps import day_of
from connectors.label_files import WRITERS
from database import audit, facts
from database.connection import connect
from database.labelling import Said, say_label
from database.training import LabelledReport, labelled_reports, versions_of
from flows.learning import office_of_today
from tepat.label_rows import LabelRow, read_label_rows, refuse
from tepat.services import NotSetUp, open_database
from tepat.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Imported:
    """How many labels are new, and how many say what holds already."""

    new: int
    unchanged: int


def export_labels(settings: Settings, path: Path, form: str) -> int:
    """Write every label of record, masked and without rahasia reports, and say so in the audit log; how many."""
    with open_database(settings) as (url, _), connect(url) as connection, connection.transaction():
        rows = [row_of(one) for one in _as_of_today(connection)]
        WRITERS[form](path, rows)
        subject = (f"labels:{form}", {"rows": len(rows)})
        audit.append(connection, f"person:{getuser()}", "labels.exported", [subject])
    return len(rows)


def _as_of_today(connection: Connection) -> Iterator[LabelledReport]:
    """Every labelled report, with whoever has the work of the office that was said."""
    found = facts.current_directory(connection)
    if found is None:
        yield from labelled_reports(connection)
        return
    directory, taxonomy = open_snapshot(found[1])
    directory = directory.as_of(day_of(datetime.now(UTC)))
    for one in labelled_reports(connection):
        leaves, event = taxonomy.resolve(one.record.category), one.record.event
        if event is not None and len(leaves) == 1:
            event = replace(event, office_id=office_of_today(directory, taxonomy, one, leaves[0]))
        yield replace(one, record=replace(one.record, event=event))


def row_of(one: LabelledReport) -> dict[str, Any]:
    """A labelled report as it leaves: like the rows of training_data/, and never who said what."""
    event = one.record.event
    assert event is not None
    return {
        "id": str(one.public_id),
        "version": one.version,
        "judul": one.message.judul,
        "isi": one.message.isi,
        "provinsi": one.message.place.provinsi,
        "kota": one.message.place.kota,
        "category": event.category,
        "klasifikasi": event.klasifikasi,
        "upt_id": event.office_id or "",
        "rule": one.record.rule.value,
        "people": len(set(one.record.people)),
        "reported_at": one.reported_at.isoformat(),
        "labelled_at": event.at.isoformat(),
    }


def import_labels(settings: Settings, path: Path) -> Imported:
    """Take in what differs from the labels of record (of Label Studio: every annotation), all or nothing.

    Raises LabelsRefused, or what reading the file raises.
    """
    with open_database(settings) as (url, _), connect(url) as connection, connection.transaction():
        found = facts.current_directory(connection)
        if found is None:
            raise NotSetUp
        wanted = read_label_rows(path, open_snapshot(found[1])[1])
        known = versions_of(connection, [one.id for one in wanted])
        refuse(path, [fault for one in wanted for fault in _faults(one, known)])
        held = {one.public_id: one.record for one in labelled_reports(connection, only=[one.id for one in wanted])}
        new = [one for one in wanted if one.is_annotation or not _says_the_same(one, held.get(one.id))]
        refuse(path, list(_store(connection, new, known)))
    return Imported(new=len(new), unchanged=len(wanted) - len(new))


def _says_the_same(one: LabelRow, record: LabelOfRecord | None) -> bool:
    if record is None or record.event is None or record.category != one.category:
        return False
    same_kind = not one.klasifikasi or one.klasifikasi == record.event.klasifikasi
    return same_kind and (not one.office_id or one.office_id == record.event.office_id)


def _store(connection: Connection, new: Sequence[LabelRow], known: dict[UUID, tuple[int, bool]]) -> Iterator[Problem]:
    for one in new:
        said = Said(
            public_id=one.id,
            version=known[one.id][0],
            category=one.category,
            klasifikasi=one.klasifikasi,
            office_id=one.office_id,
            person=getuser(),
            source=Source.IMPORT,
        )
        try:
            say_label(connection, said)
        except JudgedBlind:
            yield Problem(code="label_blind", field="id", place=one.place)


def _faults(one: LabelRow, known: dict[UUID, tuple[int, bool]]) -> Iterator[Problem]:
    if one.id not in known:
        yield Problem(code="label_no_report", field="id", values={"value": str(one.id)}, place=one.place)
        return
    version, is_rahasia = known[one.id]
    if is_rahasia:
        yield Problem(code="label_rahasia", field="id", place=one.place)
    if one.version is not None and one.version != version:
        yield Problem(code="label_stale", field="version", values={"version": version}, place=one.place)
