"""Names that a program sent and nobody knows: which one was probably meant, and which there are."""

from collections.abc import Sequence
from difflib import get_close_matches

from complaints.errors import Problem


def unknown_field(field: str, name: str, known: Sequence[str]) -> Problem:
    """A name that is not among the known ones, and which of these it may have been meant to be."""
    by_small = {one.lower(): one for one in known}
    meant = get_close_matches(name.lower(), by_small, n=1)
    values = {"meant": by_small[meant[0]]} if meant else {}
    return Problem(code="unknown_field", field=field, values={**values, "known": ", ".join(known)})
