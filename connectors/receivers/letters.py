"""Letters by e-mail: one for each office, with all that waits for it. They travel by STARTTLS only."""

import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import NAMESPACE_URL, uuid5

from complaints.copies import COPY, WITHDRAWN, is_copy
from complaints.delivery import Delivered, Failed, Outcome, Parcel
from complaints.review import DISPOSISI, NOT_OURS
from connectors.receivers.carrier import Carried

WIB = timezone(timedelta(hours=7), "WIB")
TIMEOUT_SECONDS = 20
EXCERPT = 400
KINDS = {
    DISPOSISI: "Disposisi",
    NOT_OURS: "Bukan kewenangan",
    COPY: "Tembusan",
    WITHDRAWN: "Tembusan dicabut",
    "notice": "Pemberitahuan",
}


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """Through which server letters leave, and as whom."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    sender: str


def connect(server: MailServer) -> smtplib.SMTP:
    """A session with this server, encrypted and signed in. Raises OSError or SMTPException."""
    session = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    try:
        session.starttls(context=ssl.create_default_context())
        if server.user:
            session.login(server.user, server.password)
    except BaseException:
        session.close()
        raise
    return session


@dataclass(frozen=True, kw_only=True)
class Letters:
    """Writes to one mailbox. The parcels come without identifiers, and without text where rahasia (see fit_for)."""

    mailbox: str
    server: MailServer
    pages: str
    now: Callable[[], datetime]
    connect: Callable[[MailServer], smtplib.SMTP] = connect

    def carry(self, parcels: Sequence[Parcel]) -> Iterator[Carried]:
        # What asks for work and what does not never share a letter.
        for letter in dict.fromkeys(_letter_of(parcel) for parcel in parcels):
            mine = [parcel for parcel in parcels if _letter_of(parcel) == letter]
            yield mine, self._send(self.letter(letter[0], mine))

    def probe(self) -> Outcome:
        return hand_over(self.server, lambda session: session.noop(), self.connect)

    def letter(self, office: str, parcels: Sequence[Parcel]) -> EmailMessage:
        """All of it in one letter; the same parcels make the same Message-ID."""
        letter = EmailMessage()
        letter["From"] = self.server.sender
        letter["To"] = self.mailbox
        are_copies = all(is_copy(parcel.kind) for parcel in parcels)
        letter["Subject"] = f"{len(parcels)} {'tembusan' if are_copies else 'laporan'} untuk {office}"
        letter["Date"] = format_datetime(self.now())
        keys = ",".join(sorted(str(parcel.key) for parcel in parcels))
        domain = self.server.sender.rpartition("@")[2].strip(">") or "localhost"
        letter["Message-ID"] = f"<{uuid5(NAMESPACE_URL, keys)}@{domain}>"
        letter["Auto-Submitted"] = "auto-generated"
        opening, closing = (COPIED, CLOSING_OF_COPIES) if are_copies else (WAITING, CLOSING)
        letter.set_content(
            "\n\n".join([opening.format(office=office), *(self._entry(one) for one in parcels), closing])
        )
        return letter

    def _entry(self, parcel: Parcel) -> str:
        what = KINDS.get(parcel.kind, parcel.kind.replace("-", " ").capitalize())
        lines = [f"{what} · laporan {parcel.external_id}", f"Dilaporkan {_day(parcel.reported_at)}"]
        if parcel.addressee:
            lines.append(f"Kepada: {parcel.addressee}")
        if parcel.rahasia:
            lines.append("RAHASIA: isinya hanya dapat dibaca di halaman laporan oleh yang berhak.")
        lines += [text for text in (parcel.judul, _excerpt(parcel.isi), parcel.message) if text]
        if self.pages:
            lines.append(f"{self.pages}/laporan/{parcel.public_id}")
        lines.append(f"Kunci: {parcel.key}")
        return "\n".join(lines)

    def _send(self, letter: EmailMessage) -> Outcome:
        return hand_over(self.server, lambda session: session.send_message(letter), self.connect)


def hand_over(
    server: MailServer, act: Callable[[smtplib.SMTP], object], connect: Callable[[MailServer], smtplib.SMTP]
) -> Outcome:
    """Do this in a session with the server; what became of it."""
    try:
        session = connect(server)
    except (OSError, smtplib.SMTPException) as error:
        return _not_open(error)
    try:
        act(session)
    except (OSError, smtplib.SMTPException) as error:
        return _not_taken(error)
    finally:
        session.close()
    return Delivered()


def _not_open(error: Exception) -> Failed:
    """Why there is no session: nothing was sent."""
    match error:
        case smtplib.SMTPNotSupportedError():
            return Failed(code="no_starttls", blames_receiver=True)
        case smtplib.SMTPAuthenticationError():
            return Failed(code="not_let_in", detail=f"SMTP {error.smtp_code}", blames_receiver=True)
        case _:
            return Failed(code="unreachable", detail=type(error).__name__, blames_receiver=True)


def _not_taken(error: Exception) -> Failed:
    """Why the letter was not taken, if it was not: without an answer it may have been."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            return Failed(code="mailbox_refused", blames_receiver=True)
        case smtplib.SMTPResponseException():
            return Failed(code="mail_refused", detail=f"SMTP {error.smtp_code}", blames_receiver=True)
        case _:
            name = type(error).__name__
            return Failed(code="no_answer", detail=name, blames_receiver=True, may_have_arrived=True)


CLOSING = "Surat ini dikirim otomatis. Laporan yang bukan kewenangan kantor Anda: kembalikan lewat halaman laporannya."

CLOSING_OF_COPIES = "Surat ini dikirim otomatis. Tidak ada yang perlu ditindaklanjuti oleh kantor Anda."
WAITING = "Laporan berikut menunggu {office}."
COPIED = "Tembusan untuk {office}, sekadar untuk diketahui. Penanggung jawabnya tertulis di halaman laporan."


def _letter_of(parcel: Parcel) -> tuple[str, bool]:
    return _office_of(parcel), is_copy(parcel.kind)


def _office_of(parcel: Parcel) -> str:
    name = parcel.office_id or parcel.addressee or (parcel.target[-1] if parcel.target else "kantor Anda")
    # It becomes part of a header.
    return " ".join(name.split())[:120]


def _excerpt(text: str) -> str:
    squeezed = " ".join(text.split())
    return squeezed if len(squeezed) <= EXCERPT else squeezed[:EXCERPT].rstrip() + " …"


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(WIB):%d-%m-%Y}"
