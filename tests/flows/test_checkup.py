"""The check-up asks each account once a quarter, and again the next day where a letter did not leave."""

import smtplib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.message import EmailMessage

import pytest

from complaints.access import Person, Reach, Role
from complaints.conduct import Conduct
from complaints.directory import shipped_directory
from complaints.directory.changes import fingerprint_of
from connectors.receivers.invitation import Invitations
from connectors.receivers.letters import MailServer
from database import confirming
from database.accounts import NewAccount, add_account
from database.connection import connect, open_pool
from flows.checkup import ask_all
from flows.workplace import Workplace
from tepat.services import load_shipped_directory
from tepat.settings import Settings

KANIM, OTHER = "IMI-KANIM-142", "IMI-KANIM-100"
TODAY = datetime.now(UTC).date()
SERVER = MailServer(host="127.0.0.1", port=25, user="", password="", sender="tepat@instansi.example")


class Post:
    """A mail server that keeps what it is given, or is down."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.is_down = False

    def open(self, _: MailServer) -> "Post":
        if self.is_down:
            raise smtplib.SMTPServerDisconnected
        return self

    def send_message(self, letter: EmailMessage) -> None:
        self.letters.append(letter)

    def close(self) -> None: ...

    @property
    def invitations(self) -> Invitations:
        return Invitations(
            server=SERVER, pages="https://tepat.example", now=lambda: datetime.now(UTC), connect=self.open
        )


@pytest.fixture
def work(committed_database: str) -> Iterator[Workplace]:
    load_shipped_directory(committed_database)
    with open_pool(committed_database, size=2) as pool, connect(committed_database) as holder:
        yield Workplace(settings=Settings(_env_file=None), pool=pool, holder=holder, conduct=Conduct())


def account(work: Workplace, name: str, reach: Reach, *, role: Role = Role.REVIEWER, email: str | None = "") -> None:
    person = Person(name=name, shown_as=name.title(), role=role, reach=reach)
    mailbox = f"{name}@kantor.example" if email == "" else email
    with work.pool.connection() as connection:
        add_account(connection, NewAccount(person=person, password_hash="x", email=mailbox), actor="test")


def test_each_account_that_has_something_to_confirm_is_asked_once_a_quarter(work: Workplace) -> None:
    account(work, "kanim", Reach(offices=(KANIM, OTHER)))
    account(work, "auditor", Reach(offices=(KANIM,)), role=Role.AUDITOR)
    account(work, "semua", Reach())
    account(work, "tanpa", Reach(offices=(KANIM,)), email=None)
    post = Post()
    assert ask_all(work, post.invitations, TODAY) == 1
    assert ask_all(work, post.invitations, TODAY) == 0
    (letter,) = post.letters
    assert letter["To"] == "kanim@kantor.example"
    assert "Data 2 satuan kerja Anda belum dikonfirmasi" in letter.get_content()
    assert "https://tepat.example/direktori/pemeriksaan" in letter.get_content()


def test_the_next_quarter_asks_again(work: Workplace) -> None:
    account(work, "kanim", Reach(offices=(KANIM,)))
    post = Post()
    assert ask_all(work, post.invitations, date(2026, 9, 30)) == 1
    assert ask_all(work, post.invitations, date(2026, 10, 1)) == 1
    assert len({letter["Message-ID"] for letter in post.letters}) == 2


def test_who_has_confirmed_everything_is_not_asked(work: Workplace) -> None:
    account(work, "kanim", Reach(offices=(KANIM,)))
    seen = confirming.Seen(
        office_id=KANIM, directory="d", fingerprint=fingerprint_of(shipped_directory().office(KANIM))
    )
    with work.pool.connection() as connection:
        confirming.confirm_office(connection, seen, is_right=True, note="", person="kanim")
    assert ask_all(work, Post().invitations, TODAY) == 0


def test_whom_no_letter_reached_is_asked_the_next_day(work: Workplace) -> None:
    account(work, "kanim", Reach(offices=(KANIM,)))
    post = Post()
    post.is_down = True
    assert ask_all(work, post.invitations, TODAY) == 0
    post.is_down = False
    assert ask_all(work, post.invitations, TODAY) == 1
