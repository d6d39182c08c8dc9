"""What is like a report: confirmed ones, and those that may tell the same matter. Never what is rahasia."""

from typing import Any

from psycopg import Connection

from complaints.duplicates import PROPOSED_FROM, Seen, compare
from complaints.report import Message, Place
from complaints.taxonomy import Taxonomy
from database.merging import merged_into
from database.reports import StoredReport
from database.similar import Candidate, find_candidates, find_similar

LEAST_SIMILAR = 0.3
SHOWN = 3


def similar_to(connection: Connection, report: StoredReport, taxonomy: Taxonomy) -> list[dict[str, Any]]:
    """The most similar reports that a person confirmed, with the category they gave and the cosine."""
    return [
        {
            "id": str(one.public_id),
            "external_id": one.external_id,
            "judul": one.judul,
            "category": one.category,
            "category_name": taxonomy.leaf(one.category).name
            if one.category in taxonomy.path_of_leaf
            else one.category,
            "similarity": round(one.similarity, 4),
        }
        for one in find_similar(connection, report.id, least=LEAST_SIMILAR, limit=SHOWN)
    ]


def duplicates_of(connection: Connection, report: StoredReport) -> list[dict[str, Any]]:
    """The reports that are proposed as the same matter, the surest first, with score and how they are the same."""
    mine = Seen(
        message=Message(judul=report.judul, isi=report.isi, place=Place(kota=report.kota)),
        reported_at=report.reported_at,
    )
    compared = [(compare(mine, _seen(one)), one) for one in find_candidates(connection, report.id)]
    proposed = [pair for pair in compared if pair[0].score >= PROPOSED_FROM]
    return [
        {
            "id": str(one.public_id),
            "external_id": one.external_id,
            "judul": one.judul,
            "reported_at": one.reported_at,
            "status": one.status,
            "score": round(duplicate.score, 4),
            "how": duplicate.how.value,
        }
        for duplicate, one in sorted(proposed, key=lambda pair: -pair[0].score)[:SHOWN]
    ]


def merged_view(connection: Connection, report: StoredReport) -> dict[str, Any] | None:
    """The report of which a person said that this one is a duplicate."""
    into = merged_into(connection, report.id)
    if into is None:
        return None
    return {
        "id": str(into.public_id),
        "external_id": into.external_id,
        "judul": into.judul,
        "person": into.person,
        "merged_at": into.merged_at,
    }


def _seen(one: Candidate) -> Seen:
    return Seen(message=Message(judul=one.judul, isi=one.isi, place=Place(kota=one.kota)), reported_at=one.reported_at)
