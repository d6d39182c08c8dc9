"""Ask every account of a unit, Kanwil or UPT, once a quarter, to check up the data of its offices."""

import logging
from dataclasses import replace
from datetime import date

from prefect import flow

from complaints.delivery import Delivered
from complaints.directory import Directory
from complaints.directory.changes import DataStanding
from complaints.directory.checkup import offices_of, standing_since
from complaints.directory.snapshot import open_snapshot
from complaints.directory.succession import widen_reach
from complaints.monev import Span, span_holding
from complaints.timestamps import day_of
from connectors.receivers.invitation import Invitation, Invitations
from database import checkups, confirming, facts
from database.checkups import Askable
from database.confirming import Confirmation
from flows.carrying import mail_server
from flows.workplace import NotSetUp, Workplace, now, open_workplace
from tepat.settings import Settings

ACTOR = "flow:checkup"
logger = logging.getLogger(__name__)


@flow(name="checkup", description=__doc__)
def checkup() -> int:
    """One run, every morning; returns how many were asked. Who could not be reached is tried again the next day."""
    with open_workplace(Settings()) as work:
        server, pages = mail_server(work.settings), work.settings.public_url
        if server is None or not pages:
            logger.warning("nobody is asked: TEPAT_SMTP_HOST, TEPAT_SMTP_FROM or TEPAT_PUBLIC_URL is not set")
            return 0
        return ask_all(work, Invitations(server=server, pages=pages, now=now), day_of(now()))


def ask_all(work: Workplace, invitations: Invitations, today: date) -> int:
    """Write to all who were not asked this quarter and have anything to confirm; returns how many. Raises NotSetUp."""
    quarter, asked = span_holding(today), 0
    for invitation in waiting(work, quarter, today):
        outcome = invitations.send(invitation)
        if not isinstance(outcome, Delivered):
            logger.warning("account %s could not be asked: %s %s", invitation.account, outcome.code, outcome.detail)
            continue
        with work.pool.connection() as connection:
            checkups.note_asked(connection, quarter.code, invitation.account, actor=ACTOR)
        asked += 1
    return asked


def waiting(work: Workplace, quarter: Span, today: date) -> list[Invitation]:
    """The letters to be sent. Raises NotSetUp."""
    with work.pool.connection() as connection:
        found = facts.current_directory(connection)
        if found is None:
            raise NotSetUp
        said = confirming.latest_confirmations(connection)
        askable = checkups.not_asked(connection, quarter.code)
    directory = open_snapshot(found[1])[0].as_of(today)
    letters = [_invitation(one, directory, said, quarter) for one in askable]
    return [letter for letter in letters if letter.offices]


def _invitation(one: Askable, directory: Directory, said: dict[str, Confirmation], quarter: Span) -> Invitation:
    person = replace(one.person, reach=widen_reach(one.person.reach, directory))
    open_ones = [
        office
        for office in offices_of(person, directory)
        if standing_since(quarter.first, office, confirming.word_of(said.get(office.id))) is not DataStanding.CONFIRMED
    ]
    return Invitation(
        account=person.name,
        shown_as=person.shown_as,
        mailbox=one.email,
        quarter=quarter.code,
        offices=len(open_ones),
    )
