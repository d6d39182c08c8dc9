"""Who receives what: the nearest receiver that may have it. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import PurePath
from urllib.parse import urlsplit

from complaints.copies import without_work
from complaints.delivery import Breaker, Parcel, without_identifiers, without_text
from complaints.errors import ComplaintError, Problem
from complaints.messages import say
from complaints.review import NOT_OURS, QUESTION

LAPOR_SOURCE = "lapor"
LAPOR_KNOWS = (NOT_OURS, QUESTION)
"""Shipments for which LAPOR! v3 documents a call: reject with not_authority, and a follow-up."""
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
MAILBOX = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
SECRET = re.compile(r"TEPAT_SECRET_[A-Z0-9_]+")
SHIPMENT = re.compile(r"[a-z][a-z-]*")


class ReceiverKind(StrEnum):
    """By which way a receiver is reached."""

    LAPOR = "lapor"
    WEBHOOK = "webhook"
    EMAIL = "email"
    XLSX = "xlsx"
    CSV = "csv"
    API = "api"
    """A program that fetches what is its own: nothing is sent to it."""


class BadReceiver(ComplaintError):
    """Nothing could be sent to such a receiver; `problem` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(say(problem, "en"))


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """Gets what is sent below `path`, to one of `offices` (any where there are none), of kinds `shipments` (all)."""

    name: str
    kind: ReceiverKind
    path: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    shipments: tuple[str, ...] = ()
    address: str = ""
    secret_env: str = ""
    takes_rahasia: bool = False
    is_paused: bool = False
    breaker: Breaker = field(default_factory=Breaker)


@dataclass(frozen=True, kw_only=True)
class Going:
    """All of a shipment that decides who receives it."""

    kind: str
    target: tuple[str, ...]
    office_id: str | None
    source: str
    rahasia: bool


def choose_receiver(going: Going, receivers: Iterable[Receiver]) -> Receiver | None:
    """The nearest of those that may have it: that names the office, lies deepest, names the kind; None without any."""
    fitting = [one for one in receivers if _may_have(one, going)]
    return min(fitting, key=lambda one: (not one.offices, -len(one.path), not one.shipments, one.name), default=None)


def _may_have(receiver: Receiver, going: Going) -> bool:
    return (
        going.target[: len(receiver.path)] == receiver.path
        and (not receiver.offices or going.office_id in receiver.offices)
        and (not receiver.shipments or going.kind in receiver.shipments)
        and (receiver.takes_rahasia or not going.rahasia)
        # Only what came from LAPOR! has a number there.
        and (receiver.kind is not ReceiverKind.LAPOR or going.source == LAPOR_SOURCE)
    )


def first_due(receiver: Receiver, now: datetime) -> datetime:
    """When what is new is sent: at once, but to a mailbox at the next full hour, all in one letter."""
    if receiver.kind is not ReceiverKind.EMAIL:
        return now
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def fit_for(parcel: Parcel, receiver: Receiver) -> Parcel:
    """The parcel as this receiver may see it: a letter never holds the text of what is rahasia, nor an identifier.

    LAPOR! gets no text of a report, only what we say ourselves.
    """
    parcel = without_work(parcel)
    is_letter = receiver.kind is ReceiverKind.EMAIL
    if parcel.rahasia and (is_letter or not receiver.takes_rahasia):
        return without_text(parcel)
    is_masked = is_letter or (parcel.anonim and receiver.kind is not ReceiverKind.LAPOR)
    return without_identifiers(parcel) if is_masked else parcel


def check_receiver(receiver: Receiver) -> None:
    """Raises BadReceiver where nothing could, or may, be sent to it."""
    problem = next(_wrong_with(receiver), None)
    if problem is not None:
        raise BadReceiver(problem)


def _wrong_with(receiver: Receiver) -> Iterator[Problem]:
    name, kind, address = receiver.name, receiver.kind, receiver.address
    unknown = [one for one in receiver.shipments if not SHIPMENT.fullmatch(one)]
    beyond = [one for one in receiver.shipments or ("*",) if one not in LAPOR_KNOWS]
    if not NAME.fullmatch(name):
        yield Problem(code="receiver_name", field=name)
    if unknown:
        yield Problem(code="receiver_shipment", field=name, values={"shipments": ", ".join(unknown)})
    if kind is ReceiverKind.LAPOR and beyond:
        values = {"shipments": ", ".join(beyond), "known": ", ".join(LAPOR_KNOWS)}
        yield Problem(code="lapor_undocumented", field=name, values=values)
    if kind is ReceiverKind.WEBHOOK and not is_safe_url(address):
        yield Problem(code="receiver_url", field=name)
    if kind is ReceiverKind.WEBHOOK and not SECRET.fullmatch(receiver.secret_env):
        yield Problem(code="receiver_secret", field=name)
    if kind is ReceiverKind.EMAIL and not MAILBOX.fullmatch(address):
        yield Problem(code="receiver_mailbox", field=name)
    if kind in {ReceiverKind.XLSX, ReceiverKind.CSV} and not PurePath(address).is_absolute():
        yield Problem(code="receiver_folder", field=name)


def is_safe_url(url: str) -> bool:
    """Whether it is https, or http on this machine, and holds no password."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        # Reading it raises where it is no number.
        _ = parts.port
    except ValueError:
        return False
    is_plain = not (parts.username or parts.password or parts.fragment)
    return bool(host) and is_plain and (parts.scheme == "https" or (parts.scheme == "http" and host in LOCAL))
