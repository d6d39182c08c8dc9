"""The label of a report as its page shows it: which one holds and why, and all that was said."""

from typing import Any

from psycopg import Connection

from complaints.access import Permission, Person
from complaints.labels import LabelEvent, Source, label_of_record
from complaints.taxonomy import Taxonomy
from database.labelling import label_events

SOURCES = {
    Source.REVIEW: "tinjauan",
    Source.AUDIT: "audit acak",
    Source.OPINION: "pendapat kedua",
    Source.RETURN: "ditolak unit",
    Source.DISPOSITION: "disposisi LAPOR!",
    Source.IMPORT: "impor",
    Source.CORRECTION: "koreksi label",
}


def label_section(connection: Connection, report_id: int, taxonomy: Taxonomy, person: Person) -> dict[str, Any]:
    """What the page says of the report's label."""
    events = label_events(connection, report_id)
    record = label_of_record(events)
    return {
        "name": _name(record.category, taxonomy),
        "category": record.category,
        "record": record,
        "refused": [_name(category, taxonomy) for category in record.refused],
        "events": [_event_view(event, taxonomy) for event in events],
        "can_correct": person.may(Permission.CORRECT_LABELS),
    }


def _event_view(event: LabelEvent, taxonomy: Taxonomy) -> dict[str, Any]:
    return {"event": event, "name": _name(event.category, taxonomy), "source": SOURCES[event.source]}


def _name(category: str, taxonomy: Taxonomy) -> str:
    path = taxonomy.path_of_leaf.get(category)
    return taxonomy.label(path) if path else category
