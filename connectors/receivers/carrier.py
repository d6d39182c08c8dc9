"""What every way to a receiver has in common."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from complaints.delivery import Outcome, Parcel

Carried = tuple[Sequence[Parcel], Outcome]
"""Parcels that travelled together, and what became of them."""


class Carrier(Protocol):
    """Brings parcels to one receiver, several in one letter or file where that is its way.

    Nothing travels twice at a receiver that knows the key of what it has.
    """

    def carry(self, parcels: Sequence[Parcel]) -> Iterator[Carried]:
        """Every parcel once, with what became of it as soon as that is known. Lazy: each is tried in its turn."""
        ...

    def probe(self) -> Outcome:
        """Whether the receiver can be reached and lets us in; it gets nothing."""
        ...
