"""What LAPOR! says of the reports that came from it, fetched report by report: it documents no list of what changed."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from psycopg import Connection

from complaints.directory.snapshot import open_snapshot
from complaints.lapor_answers import Lesson, answers_of, lesson_of, node_of, nodes_by_name
from connectors.lapor_api import LaporApi, LaporRefused
from connectors.receivers.asking import open_client
from database import answering, facts
from database.answering import Followed, Look, Teach
from flows.carrying import lapor_api
from flows.sending import Sending
from tepat.settings import Settings

LOOK_EVERY = timedelta(hours=1)
MOST_LOOKS = 200
"""How many reports a run looks at, so that none takes longer than its turn."""
logger = logging.getLogger(__name__)


def listen(work: Sending, settings: Settings) -> int:
    """Look after reports whose turn it is; returns how many new answers there were. Nothing where no access is set."""
    with open_client() as http:
        api = lapor_api(settings, http)
        return listen_to(work, api) if api else 0


def listen_to(work: Sending, api: LaporApi) -> int:
    """Look after reports whose turn it is, until LAPOR! must be left alone."""
    with work.pool.connection() as connection:
        turn = answering.to_look_after(connection, work.now() - LOOK_EVERY, MOST_LOOKS)
        teach = teacher(connection) if turn else None
    heard = 0
    try:
        ours = api.institutions().get(api.account.institution, "") if turn else ""
        for followed in turn:
            assert teach is not None
            heard += _look_after(work, api, followed, ours, teach)
    except LaporRefused as refused:
        logger.warning("LAPOR! did not answer: %s", refused)
    return heard


def _look_after(work: Sending, api: LaporApi, followed: Followed, ours: str, teach: Teach) -> int:
    """Ask first, with no transaction open, then store. Raises LaporRefused where others would be refused too."""
    try:
        standing = api.standing(followed.external_id)
        answers = answers_of(standing.log, list(api.follow_ups(followed.external_id)), ours)
        look = Look(at=work.now(), status=standing.status, answers=answers)
    except LaporRefused as refused:
        if refused.failed.blames_receiver and refused.failed.detail != "HTTP 404":
            raise
        # LAPOR! does not know this number: nothing was said, and it is not asked again at once.
        look = Look(at=work.now())
    with work.pool.connection() as connection:
        return answering.take_answers(connection, followed, look, teach)


def teacher(connection: Connection) -> Teach:
    """What a changed disposition teaches, by the directory that is in force."""
    found = facts.current_directory(connection)
    if found is None:
        return lambda path, institution: None
    directory, taxonomy = open_snapshot(found[1])
    nodes = nodes_by_name(directory, taxonomy)

    def teach(path: Sequence[str], institution: str) -> Lesson | None:
        return lesson_of(path, node_of(institution, nodes), taxonomy)

    return teach
