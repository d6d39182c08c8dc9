"""By which way each receiver is reached, with what the settings say."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

import httpx

from complaints.delivery import Failed, Outcome, Parcel
from complaints.receivers import Receiver, ReceiverKind, is_safe_url
from connectors.lapor_api import LaporAccount, LaporApi
from connectors.receivers.asking import open_client
from connectors.receivers.carrier import Carried, Carrier
from connectors.receivers.folder import Folder
from connectors.receivers.lapor import Lapor
from connectors.receivers.letters import Letters, MailServer
from connectors.receivers.webhook import Webhook
from flows.workplace import now
from tepat.settings import Settings

Names = Callable[[Sequence[str]], str]


@dataclass(frozen=True, kw_only=True)
class NotSet:
    """A receiver that the settings leave out: nothing is sent, and the reason is said."""

    code: str
    detail: str

    def carry(self, parcels: Sequence[Parcel]) -> Iterator[Carried]:
        yield parcels, self.probe()

    def probe(self) -> Outcome:
        return Failed(code=self.code, detail=self.detail, blames_receiver=True)


@contextmanager
def open_carrier(settings: Settings, receiver: Receiver, names: Names) -> Iterator[Carrier]:
    """The way to this receiver, open while it is used; `names` gives the name of a path for people."""
    with open_client() as http:
        yield _carrier(settings, receiver, names, http)


def _carrier(settings: Settings, receiver: Receiver, names: Names, http: httpx.Client) -> Carrier:
    match receiver.kind:
        case ReceiverKind.LAPOR:
            api = lapor_api(settings, http)
            return Lapor(api=api, names=names) if api else NotSet(code="not_set", detail="TEPAT_LAPOR_*")
        case ReceiverKind.WEBHOOK:
            return _webhook(settings, receiver, http)
        case ReceiverKind.EMAIL:
            return _letters(settings, receiver)
        case ReceiverKind.XLSX | ReceiverKind.CSV:
            return Folder(path=Path(receiver.address), kind=receiver.kind, now=now)
        case ReceiverKind.API:
            return NotSet(code="fetches_itself", detail=receiver.name)
        case _:
            assert_never(receiver.kind)


def _webhook(settings: Settings, receiver: Receiver, http: httpx.Client) -> Carrier:
    secret = settings.secret(receiver.secret_env).get_secret_value()
    if not secret:
        return NotSet(code="not_set", detail=receiver.secret_env)
    return Webhook(url=receiver.address, secret=secret, http=http, now=now)


def _letters(settings: Settings, receiver: Receiver) -> Carrier:
    server = mail_server(settings)
    if server is None:
        return NotSet(code="not_set", detail="TEPAT_SMTP_HOST, TEPAT_SMTP_FROM")
    return Letters(mailbox=receiver.address, server=server, pages=settings.public_url, now=now)


def mail_server(settings: Settings) -> MailServer | None:
    """Through which letters leave; None where it is not set."""
    if not settings.smtp_host or not settings.smtp_from:
        return None
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value(),
        sender=settings.smtp_from,
    )


def lapor_api(settings: Settings, http: httpx.Client) -> LaporApi | None:
    """LAPOR! with the access that is set; None where any part is missing, or the address is not safe."""
    account = LaporAccount(
        url=settings.lapor_url,
        bearer=settings.lapor_bearer.get_secret_value(),
        token=settings.lapor_token.get_secret_value(),
        user=settings.lapor_user,
        institution=settings.lapor_institution,
    )
    is_whole = all(vars(account).values()) and is_safe_url(account.url)
    return LaporApi(account=account, http=http) if is_whole else None
