"""How long what tells of a person is kept, and what may be erased. Pure.

Undang-Undang 27/2022 (personal data): art. 8 (erasure on request), art. 16 (2) g (destroyed when its time is over). How
long that is, each instansi lays down itself (jadwal retensi arsip), so nothing is erased by time unless it is set.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from complaints.errors import ComplaintError

LEAST_DAYS = 30


class Erased(StrEnum):
    """What of a report can be erased. The decision, its history and the audit log stay."""

    IDENTITY = "identity"
    """Who wrote it."""
    TEXT = "text"
    """What was written, by the reporter and about it; the identity goes with it."""


class BadRetention(ComplaintError):
    """TEPAT_RETENTION is like {"identity": 730, "text": 1825}: 30 days or more, and the identity no longer."""


def check_retention(days: Mapping[str, int]) -> dict[Erased, int]:
    """The days that each is kept. Raises BadRetention."""
    if set(days) - set(Erased) or any(value < LEAST_DAYS for value in days.values()):
        raise BadRetention
    kept = {Erased(what): value for what, value in days.items()}
    if Erased.TEXT in kept and kept.get(Erased.IDENTITY, 0) > kept[Erased.TEXT]:
        raise BadRetention
    return kept


def kept_since(days: Mapping[Erased, int], today: date) -> dict[Erased, date]:
    """The oldest day whose reports are kept whole, of what is not kept for good."""
    return {what: today - timedelta(days=value) for what, value in days.items()}


def with_what_follows(what: Erased) -> tuple[Erased, ...]:
    """What is erased together: a text that is gone leaves nobody to be named."""
    return (Erased.IDENTITY,) if what is Erased.IDENTITY else (Erased.IDENTITY, Erased.TEXT)
