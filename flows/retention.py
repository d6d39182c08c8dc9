"""Erase, every night, what is kept no longer than the instansi laid down."""

from prefect import flow

from complaints.retention import check_retention, kept_since
from database.erasing import Asked, due, erase
from flows.workplace import Workplace, now, open_workplace
from tepat.settings import Settings

AT_A_TIME = 500
ASKED = Asked(by="flow:retention", why="retention")


@flow(name="retention", description=__doc__)
def retention() -> dict[str, int]:
    """How many reports lost what. Raises BadRetention."""
    with open_workplace(Settings()) as work:
        return erase_due(work)


def erase_due(work: Workplace) -> dict[str, int]:
    """Erase what is due, some reports a transaction, so that a kill loses little and nothing is held for long."""
    counts: dict[str, int] = {}
    kept = kept_since(check_retention(work.settings.retention), now().date())
    for what, before in kept.items():
        counts[what] = 0
        erased = -1
        while erased:
            with work.pool.connection() as connection:
                erased = erase(connection, due(connection, what, before, AT_A_TIME), what, ASKED)
            counts[what] += erased
    return counts
