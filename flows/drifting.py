"""Look for what changed in the stream of reports, and tell of it."""

from datetime import datetime, timedelta

from prefect import flow
from psycopg import Connection

from classifier.confidence import confidence_of
from classifier.masked_words import words_of
from database import drift
from database.alerts import Found, close_faded, raise_alert
from flows.comparing import find_shares, find_unsure, find_words, span_of
from flows.raising import raise_by_labels
from flows.telling import tell_alerts
from flows.workplace import Deciding, NotSetUp, Workplace, now, open_workplace
from tepat.settings import Settings

ACTOR = "flow:drift"
AT_ONCE = 500
FADES = timedelta(days=2)


@flow(name="drift", description=__doc__)
def drifting() -> int:
    """One look; returns how many alerts it opened."""
    with open_workplace(Settings()) as work:
        opened = look_for_drift(work, now())
        tell_alerts(work)
    return opened


def look_for_drift(work: Workplace, at: datetime) -> int:
    """Take up the words of new reports, compare now with the weeks before, and open alerts; returns how many.

    The clock is the newest report's: an export that comes once a day is looked at as it was written.
    """
    with work.pool.connection() as connection:
        until = drift.newest_report(connection, at)
    if until is None:
        return 0
    take_up_words(work, until)
    deciding = _deciding(work)
    raised = raise_by_labels(work, deciding, until) if deciding else 0
    with work.pool.connection() as connection:
        found = find_words(connection, until)
        found += find_in_suggestions(work, connection, deciding, until) if deciding else []
        opened = [raise_alert(connection, one, actor=ACTOR) for one in found]
        close_faded(connection, FADES, actor=ACTOR)
    return raised + sum(one is not None for one in opened)


def _deciding(work: Workplace) -> Deciding | None:
    try:
        return work.deciding()
    except NotSetUp:
        return None


def find_in_suggestions(work: Workplace, connection: Connection, deciding: Deciding, until: datetime) -> list[Found]:
    """Branches and categories whose share moved, and levels of which the model is less sure than it was."""
    span, model = span_of(until), deciding.predictor.version
    levels = confidence_of(work.settings.models / model, deciding.predictor.policy)
    shares = find_shares(connection, span, model, deciding.taxonomy)
    return shares + find_unsure(connection, span, model, levels, deciding.taxonomy)


def take_up_words(work: Workplace, until: datetime) -> None:
    """Keep the masked words of recent reports, some hundreds in a transaction, and forget those of old ones."""
    since = until - drift.HELD
    while True:
        with work.pool.connection() as connection:
            reports = drift.read_unread(connection, since, AT_ONCE)
            drift.keep_words(connection, {one.id: words_of(one.message) for one in reports}, reports)
        if len(reports) < AT_ONCE:
            break
    with work.pool.connection() as connection:
        drift.forget_words(connection, since)
