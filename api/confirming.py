"""Look-alikes confirmed together, each in a transaction and with a decision of its own."""

from enum import StrEnum
from uuid import UUID

from api.access import acting
from api.services import Services
from complaints.access import Person
from complaints.errors import AlreadyReviewed, ComplaintError, NotFound
from complaints.taxonomy import Taxonomy
from database.look_alikes import LookAlike, find_look_alikes
from database.review import Verdict, record_verdict

LEAST = 0.6
"""The cosine from which two reports are offered as look-alikes."""
MOST = 50


class Left(StrEnum):
    """Why a look-alike was not confirmed: decided or changed since (or no longer alike), held by somebody else or to be
    judged blind, or suggested for a category that is gone."""

    CHANGED = "changed"
    HELD = "held"
    UNKNOWN = "unknown"


def look_alikes_of(services: Services, person: Person, seed: UUID) -> list[LookAlike]:
    """What waits, is alike and has the same suggestion, none of them with a category that is gone."""
    taxonomy = services.taxonomy()
    with acting(services, person) as connection:
        found = find_look_alikes(connection, seed, least=LEAST, limit=MOST)
    return [one for one in found if tuple(one.path) in taxonomy.nodes]


def confirm_alike(services: Services, person: Person, seed: UUID, public_id: UUID, shown: int) -> Left | None:
    """Confirm what was suggested by the decision `shown`, if it still is, and is like the seed; None where it was."""
    taxonomy, offices = services.taxonomy(), {office.id for office in services.directory().open_offices}
    try:
        with acting(services, person) as connection:
            alike = find_look_alikes(connection, seed, least=LEAST, limit=MOST, only=public_id)
            if not alike or alike[0].decision_id != shown:
                return Left.CHANGED
            if tuple(alike[0].path) not in taxonomy.nodes:
                return Left.UNKNOWN
            record_verdict(connection, _verdict(alike[0], person, taxonomy, offices))
    except (AlreadyReviewed, NotFound):
        return Left.CHANGED
    except ComplaintError:
        return Left.HELD
    return None


def _verdict(one: LookAlike, person: Person, taxonomy: Taxonomy, offices: set[str]) -> Verdict:
    outside = taxonomy.is_outside(one.path)
    return Verdict(
        public_id=one.public_id,
        shown=one.decision_id,
        path=one.path,
        outside=outside,
        klasifikasi=one.klasifikasi,
        # The offices of the directory are ours: a report for somebody else goes to none of them.
        office_id=one.office_id if one.office_id in offices and not outside else None,
        person=person.name,
        note="Disetujui bersama laporan yang serupa",
    )
