"""Offices that a place determines: a town that only one office of these kinds serves, or a name used without a kind."""

from collections.abc import Iterator, Sequence

from complaints.directory import Office
from complaints.office_mentions import Mention, Text, offices_serving
from complaints.office_names import LONGEST_NAME, STARTS_AT_MOST, OfficeIndex

RANK_WORDS = frozenset(["kota", "kab", "kabupaten", "kecamatan", "pulau", "bandara", "pelabuhan"])
PLACE_WORDS = frozenset(["di", "dari", "daerah", "wilayah", "warga", "d", "ning", "nang", "neng", "teng"]) | RANK_WORDS
ELSEWHERE_WORDS = frozenset(["ke", "asal", "kelahiran", "lahir"])
"""What follows is where somebody goes or comes from, not where the matter lies."""
ORDINARY_WORDS = frozenset(
    [
        "agung",
        "bakti",
        "banjar",
        "batang",
        "batu",
        "besi",
        "bima",
        "buru",
        "duri",
        "geser",
        "karo",
        "kaur",
        "kuningan",
        "kuta",
        "labuhan",
        "mentok",
        "metro",
        "muaro",
        "natal",
        "pajangan",
        "pati",
        "pinang",
        "puncak",
        "raba",
        "rantau",
        "raya",
        "rumbia",
        "solo",
        "sukun",
        "sumber",
        "tanjung",
        "waris",
    ]
)
"""Names of towns that are ordinary words, or other places, as well: they count only behind a word for a place."""
NEVER_PLACES = frozenset({"negara", "indonesia", "barat", "timur", "selatan", "utara", "tengah"})


Place = tuple[int, int, str]
"""The first and the last word of a place in a text, and its joined name."""


def popular_names(found: Sequence[Place], index: OfficeIndex, kinds: frozenset[str]) -> list[Mention]:
    """Names that need no kind before them ("Medaeng"), where the text is about offices of that kind."""
    return [
        Mention(offices=(index.bare[joined],), how="alias", first=first, last=last)
        for first, last, joined in found
        if joined in index.bare and index.bare[joined].kind in kinds
    ]


def served_places(found: Sequence[Place], index: OfficeIndex, kinds: frozenset[str], how: str) -> list[Mention]:
    """Places in the text and the offices of these kinds that serve them or are named after them."""
    return [
        Mention(offices=offices, how=how, first=first, last=last)
        for first, last, joined in found
        if (offices := offices_at(joined, index, kinds))
    ]


def offices_at(joined: str, index: OfficeIndex, kinds: frozenset[str]) -> tuple[Office, ...]:
    """Offices of these kinds named after this place or serving it; none where only an office above others does.

    A name that is no region's own name, but only that of a town in it, belongs to the offices named after it.
    """
    named = (name.office for name in index.names.get(joined, ()))
    found = {office.id: office for office in named if office.kind in kinds and office.served}
    if not found or joined in index.region_names:
        found |= {office.id: office for office in offices_serving(joined, index, kinds)}
    return tuple(found.values()) if any(office.parent_id for office in found.values()) else ()


def places(text: Text, index: OfficeIndex) -> Iterator[Place]:
    """Stretches that name a place or an office: longest first, never overlapping."""
    at = 0
    while at < len(text.words):
        end = _place_end(text, index, at) if text.words[at][:STARTS_AT_MOST] in index.starts else at
        if end > at and _means_place(text, at, end):
            yield at, end - 1, "".join(text.words[at:end])
        at = max(end, at + 1)


def _place_end(text: Text, index: OfficeIndex, at: int) -> int:
    joined, longest = "", at
    for end, word in enumerate(text.words[at : at + LONGEST_NAME], start=at + 1):
        joined += word
        if (joined in index.towns or joined in index.names) and text.is_unbroken(at, end - 1):
            longest = end
    return longest


def _means_place(text: Text, at: int, end: int) -> bool:
    word, before = text.words[at], text.words[at - 1] if at else ""
    if before in ELSEWHERE_WORDS or "".join(text.words[at:end]) in NEVER_PLACES:
        return False
    if end - at > 1 or before in PLACE_WORDS:
        return True
    return word not in ORDINARY_WORDS and len(word) > 3
