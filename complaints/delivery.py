"""How what is sent on arrives: what travels, when it is tried again or given up, and when a receiver is left alone.

Pure: clocks and chance are handed in.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from complaints.privacy import mask_message
from complaints.report import Message

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
MOST_ATTEMPTS = 72
"""About three days at the longest pause; waiting for a receiver that rests counts none."""
OPENS_AFTER = 5
FIRST_REST = timedelta(seconds=30)
LONGEST_REST = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What travels about one decision. It never holds who wrote the report.

    `key` is the same at every attempt: a receiver that knows it already does nothing more. `attempts` counts this one.
    """

    id: int
    key: UUID
    report_id: int
    public_id: UUID
    source: str
    external_id: str
    kind: str
    target: tuple[str, ...]
    office_id: str | None
    addressee: str
    attempts: int
    may_have_arrived: bool
    decided_at: datetime
    reported_at: datetime
    klasifikasi: str
    anonim: bool
    rahasia: bool
    message: str = field(repr=False)
    judul: str = field(repr=False)
    isi: str = field(repr=False)


def content_of(parcel: Parcel) -> dict[str, Any]:
    """The parcel as receivers read it, as JSON."""
    return {
        "key": str(parcel.key),
        "kind": parcel.kind,
        "target": list(parcel.target),
        "office_id": parcel.office_id,
        "addressee": parcel.addressee,
        "message": parcel.message,
        "decided_at": parcel.decided_at.isoformat(),
        "report": {
            "id": str(parcel.public_id),
            "source": parcel.source,
            "external_id": parcel.external_id,
            "judul": parcel.judul,
            "isi": parcel.isi,
            "klasifikasi": parcel.klasifikasi,
            "reported_at": parcel.reported_at.isoformat(),
            "anonim": parcel.anonim,
            "rahasia": parcel.rahasia,
        },
    }


def without_text(parcel: Parcel) -> Parcel:
    """The parcel without a word of what was written."""
    return replace(parcel, judul="", isi="", message="")


def without_identifiers(parcel: Parcel) -> Parcel:
    """The parcel with a tag in place of every number, name or address that identifies a person."""
    masked = mask_message(Message(judul=parcel.judul, isi=parcel.isi))
    asked = mask_message(Message(judul="", isi=parcel.message)).isi
    return replace(parcel, judul=masked.judul, isi=masked.isi, message=asked)


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """The receiver has it; `receipt` is what it calls it, if it said so."""

    receipt: str = ""


@dataclass(frozen=True, kw_only=True)
class Failed:
    """The receiver does not have it, or did not say. `detail` is such as HTTP 500, never a text.

    `is_final`: trying again would fail the same way. `may_have_arrived`: there was no answer. `blames_receiver`: others
    would fail too. `wait`: how long the receiver asks to be left alone.
    """

    code: str
    detail: str = ""
    is_final: bool = False
    may_have_arrived: bool = False
    blames_receiver: bool = False
    wait: timedelta | None = None


Outcome = Delivered | Failed


def next_attempt(attempts: int, failed: Failed, now: datetime, jitter: float) -> datetime | None:
    """When to try again after this many attempts; None: give up, a person must look.

    Pauses double up to LONGEST_PAUSE; `jitter` (0 to 1) takes away up to half, so that many do not come back at once.
    """
    if failed.is_final or attempts >= MOST_ATTEMPTS:
        return None
    pause = _doubled(FIRST_PAUSE, attempts - 1, LONGEST_PAUSE) * (1 - jitter / 2)
    return now + max(pause, failed.wait or timedelta())


@dataclass(frozen=True, kw_only=True)
class Breaker:
    """The circuit breaker of a receiver: how often it failed in a row, and until when nothing is tried.

    Closed where `open_until` is None, open before that moment, half open from then on: one attempt decides.
    """

    failures: int = 0
    open_until: datetime | None = None

    def admits(self, most: int, now: datetime) -> int:
        """How many may be tried now, at most `most`."""
        if self.open_until is None:
            return most
        return 0 if now < self.open_until else min(1, most)

    def is_open(self, now: datetime) -> bool:
        """Whether nothing may be tried just now."""
        return self.admits(1, now) == 0

    def after(self, outcome: Outcome, now: datetime, jitter: float) -> "Breaker":
        """The breaker after this attempt: an answer closes it, OPENS_AFTER failures in a row open it for ever longer.

        What is wrong with the message alone says that the receiver is well.
        """
        if isinstance(outcome, Delivered) or not outcome.blames_receiver:
            return Breaker()
        failures = self.failures + 1
        rest = _doubled(FIRST_REST, failures - OPENS_AFTER, LONGEST_REST) * (1 - jitter / 2)
        until = now + rest if failures >= OPENS_AFTER else None
        asked = now + outcome.wait if outcome.wait else None
        return Breaker(failures=failures, open_until=max((one for one in (until, asked) if one), default=None))


def _doubled(first: timedelta, times: int, most: timedelta) -> timedelta:
    factor: int = 2 ** min(max(0, times), 30)
    return min(most, first * factor)
