"""A letter that asks an account to check up the data of its offices, once a quarter. It names no report."""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import NAMESPACE_URL, uuid5

from complaints.delivery import Outcome
from connectors.receivers.letters import MailServer, connect, hand_over

ADDRESS = "/direktori/pemeriksaan"


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """To whom it goes: the account, its mailbox, the quarter (2026-Q3), and how many of its offices wait."""

    account: str
    shown_as: str
    mailbox: str
    quarter: str
    offices: int


@dataclass(frozen=True, kw_only=True)
class Invitations:
    """Sends them through this server; `pages` is where people reach the pages."""

    server: MailServer
    pages: str
    now: Callable[[], datetime]
    connect: Callable[[MailServer], smtplib.SMTP] = connect

    def send(self, invitation: Invitation) -> Outcome:
        """Hand it over; sent twice it has the same Message-ID."""
        letter = self.letter(invitation)
        return hand_over(self.server, lambda session: session.send_message(letter), self.connect)

    def letter(self, invitation: Invitation) -> EmailMessage:
        letter = EmailMessage()
        letter["From"] = self.server.sender
        letter["To"] = invitation.mailbox
        letter["Subject"] = f"Mohon periksa data {invitation.offices} satuan kerja ({_quarter(invitation.quarter)})"
        letter["Date"] = format_datetime(self.now())
        domain = self.server.sender.rpartition("@")[2].strip(">") or "localhost"
        name = uuid5(NAMESPACE_URL, f"tepat:checkup:{invitation.quarter}:{invitation.account}")
        letter["Message-ID"] = f"<{name}@{domain}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(
            f"Yth. {invitation.shown_as},\n\n"
            f"Data {invitation.offices} satuan kerja Anda belum dikonfirmasi pada {_quarter(invitation.quarter)}. "
            "Laporan masyarakat diantar menurut data itu. Mohon periksa nama, letak, wilayah kerja, dan kantor di "
            "atasnya, lalu benarkan yang sudah sesuai; beri catatan pada yang keliru:\n\n"
            f"{self.pages}{ADDRESS}\n\n"
            "Surat ini dikirim otomatis, sekali tiap triwulan."
        )
        return letter


def _quarter(code: str) -> str:
    return f"triwulan {code[-1]} tahun {code[:4]}"
