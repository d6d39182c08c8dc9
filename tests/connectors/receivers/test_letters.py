"""Letters: one for each office, encrypted on the way or not sent, and what each failure means."""

import smtplib
import socketserver
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from complaints.copies import COPY, MESSAGE, WITHDRAWN
from complaints.delivery import Delivered, Failed, Outcome, Parcel
from complaints.receivers import Receiver, ReceiverKind, fit_for
from connectors.receivers.letters import Letters, MailServer, connect

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
SERVER = MailServer(host="127.0.0.1", port=25, user="", password="", sender="tepat@instansi.example")


class Session:
    """A session that keeps what it is given, or fails so."""

    def __init__(self, failing: Exception | None = None) -> None:
        self.failing = failing
        self.letters: list[EmailMessage] = []
        self.closed = False

    def send_message(self, letter: EmailMessage) -> None:
        if self.failing:
            raise self.failing
        self.letters.append(letter)

    def noop(self) -> None:
        pass

    def close(self) -> None:
        self.closed = True


def letters(session: object, pages: str = "https://tepat.example") -> Letters:
    def open_session(_: MailServer) -> object:
        if isinstance(session, Exception):
            raise session
        return session

    return Letters(mailbox="kanim@kantor.example", server=SERVER, pages=pages, now=lambda: NOW, connect=open_session)


def test_all_that_waits_for_an_office_is_one_letter(parcel: Callable[..., Parcel]) -> None:
    session = Session()
    parcels = [parcel(1, office_id="KANIM-BGR"), parcel(2, office_id="KANIM-CJR"), parcel(3, office_id="KANIM-BGR")]

    carried = list(letters(session).carry(parcels))

    assert [[one.id for one in together] for together, _ in carried] == [[1, 3], [2]]
    assert {outcome for _, outcome in carried} == {Delivered()}
    first = session.letters[0]
    assert (first["To"], first["Subject"]) == ("kanim@kantor.example", "2 laporan untuk KANIM-BGR")
    text = first.get_content()
    assert text.count("Disposisi · laporan") == 2
    assert f"https://tepat.example/laporan/{parcels[0].public_id}" in text
    assert session.closed


def test_copies_travel_apart_from_what_asks_for_work(parcel: Callable[..., Parcel]) -> None:
    session = Session()
    receiver = Receiver(name="kanim", kind=ReceiverKind.EMAIL)
    parcels = [parcel(1), parcel(2, kind=COPY, message=MESSAGE), parcel(3, kind=WITHDRAWN, isi="tidak lagi terbaca")]

    carried = list(letters(session).carry([fit_for(one, receiver) for one in parcels]))

    assert [[one.id for one in together] for together, _ in carried] == [[1], [2, 3]]
    work, copies = (letter.get_content() for letter in session.letters)
    assert session.letters[1]["Subject"] == "2 tembusan untuk imigrasi"
    assert "menunggu" in work and "menunggu" not in copies
    assert "Tembusan · laporan" in copies and "Tembusan dicabut · laporan" in copies
    assert "Tidak ada yang perlu ditindaklanjuti" in copies and "tidak lagi terbaca" not in copies


def test_the_same_parcels_make_the_same_letter(parcel: Callable[..., Parcel]) -> None:
    made = [
        letters(Session()).letter("X", [parcel(n) for n in order])["Message-ID"] for order in ((1, 2), (2, 1), (1,))
    ]
    assert made[0] == made[1] != made[2]


def test_a_letter_holds_no_text_of_what_is_rahasia_and_no_identifier(parcel: Callable[..., Parcel]) -> None:
    session = Session()
    receiver = Receiver(name="kanim", kind=ReceiverKind.EMAIL, takes_rahasia=True)
    secret = parcel(1, rahasia=True, judul="Judul sensitif", isi="Isi sensitif", message="pesan sensitif")
    plain = parcel(2, isi="Hubungi saya di 081234567890")

    list(letters(session).carry([fit_for(one, receiver) for one in (secret, plain)]))

    text = session.letters[0].get_content()
    assert "sensitif" not in text
    assert "RAHASIA" in text
    assert "081234567890" not in text
    assert "[TELEPON]" in text


def test_nothing_of_a_report_can_become_a_header(parcel: Callable[..., Parcel]) -> None:
    session = Session()
    list(letters(session).carry([parcel(1, addressee="Kantor\r\nBcc: jahat@x.example")]))
    (letter,) = session.letters
    assert letter["Bcc"] is None
    assert letter["Subject"] == "1 laporan untuk Kantor Bcc: jahat@x.example"


REFUSED = smtplib.SMTPRecipientsRefused({"kanim@kantor.example": (550, b"tidak ada")})


@pytest.mark.parametrize(
    ("session", "failed"),
    [
        (ConnectionRefusedError(), Failed(code="unreachable", detail="ConnectionRefusedError", blames_receiver=True)),
        (smtplib.SMTPNotSupportedError(), Failed(code="no_starttls", blames_receiver=True)),
        (
            smtplib.SMTPAuthenticationError(535, b"sandi salah"),
            Failed(code="not_let_in", detail="SMTP 535", blames_receiver=True),
        ),
        (Session(REFUSED), Failed(code="mailbox_refused", blames_receiver=True)),
        (
            Session(smtplib.SMTPDataError(451, b"nanti")),
            Failed(code="mail_refused", detail="SMTP 451", blames_receiver=True),
        ),
        (
            Session(TimeoutError()),
            Failed(code="no_answer", detail="TimeoutError", blames_receiver=True, may_have_arrived=True),
        ),
    ],
)
def test_every_failure_says_what_to_do(parcel: Callable[..., Parcel], session: object, failed: Failed) -> None:
    ((_, outcome),) = letters(session).carry([parcel(1)])
    assert outcome == failed


class Plain(socketserver.StreamRequestHandler):
    """A mail server without encryption."""

    def handle(self) -> None:
        self.wfile.write(b"220 surat\r\n")
        while command := self.rfile.readline():
            if command.upper().startswith(b"QUIT"):
                return
            self.wfile.write(b"250-surat\r\n250 SIZE\r\n" if command.upper().startswith(b"EHLO") else b"250 ok\r\n")


@pytest.fixture
def plain_server() -> Iterator[int]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Plain) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_a_server_without_starttls_gets_no_letter(parcel: Callable[..., Parcel], plain_server: int) -> None:
    server = MailServer(host="127.0.0.1", port=plain_server, user="", password="", sender="a@b.example")
    real = Letters(mailbox="k@k.example", server=server, pages="", now=lambda: NOW, connect=connect)

    outcome: Outcome = real.probe()

    assert outcome == Failed(code="no_starttls", blames_receiver=True)
