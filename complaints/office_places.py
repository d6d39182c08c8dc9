"""Offices that a place determines: a town that only one office of these kinds serves, or a name used without a kind."""

from collections.abc import Iterator

from complaints.directory import Office
from complaints.office_mentions import Mention, Text, offices_serving
from complaints.office_names import LONGEST_NAME, OfficeIndex, phrase_at

PLACE_WORDS = frozenset("di dari ke kota kab kabupaten daerah wilayah asal warga pulau bandara pelabuhan d".split())
SHORTEST_PLAIN = 5


def kinds_spoken_of(text: Text, index: OfficeIndex) -> frozenset[str]:
    """The kinds of office that words of the text speak of, named or not."""
    kinds: set[str] = set()
    for at in range(len(text.words)):
        found = phrase_at(index.contexts, text.words, at)
        if found:
            kinds |= found[1].kinds
    return frozenset(kinds)


def kinds_said(text: Text, index: OfficeIndex) -> frozenset[str]:
    """The kinds of office whose own words stand in the text."""
    kinds: set[str] = set()
    for at in range(len(text.words)):
        found = phrase_at(index.kind_words, text.words, at)
        if found:
            kinds |= found[1].kinds
    return frozenset(kinds)


def popular_names(text: Text, index: OfficeIndex, kinds: frozenset[str]) -> list[Mention]:
    """Names that need no kind before them ("Medaeng"), where the text is about offices of that kind."""
    return [
        Mention(offices=(index.bare[joined],), how="alias", first=first, last=last)
        for first, last, joined in _places(text, index)
        if joined in index.bare and index.bare[joined].kind in kinds
    ]


def served_places(text: Text, index: OfficeIndex, kinds: frozenset[str], how: str) -> list[Mention]:
    """Places in the text and the offices of these kinds that serve them or are named after them."""
    return [
        Mention(offices=offices, how=how, first=first, last=last)
        for first, last, joined in _places(text, index)
        if (offices := offices_at(joined, index, kinds))
    ]


def offices_at(joined: str, index: OfficeIndex, kinds: frozenset[str]) -> tuple[Office, ...]:
    """Offices of these kinds below another office, named after this place or serving it."""
    named = [name.office for name in index.names.get(joined, ()) if name.office.kind in kinds]
    found = {office.id: office for office in (*named, *offices_serving(joined, index, kinds)) if office.parent_id}
    return tuple(found.values())


def _places(text: Text, index: OfficeIndex) -> Iterator[tuple[int, int, str]]:
    """Stretches that are written like a place: longest first, never overlapping."""
    at = 0
    while at < len(text.words):
        end = _place_end(text, index, at) if text.words[at][:2] in index.starts else at
        if end > at and _looks_like_place(text, at, end):
            yield at, end - 1, "".join(text.words[at:end])
        at = max(end, at + 1)


def _place_end(text: Text, index: OfficeIndex, at: int) -> int:
    for end in range(min(at + LONGEST_NAME, len(text.words)), at, -1):
        joined = "".join(text.words[at:end])
        if joined in index.towns or joined in index.names:
            return end
    return at


def _looks_like_place(text: Text, at: int, end: int) -> bool:
    """A capital inside a sentence, or a word such as "di" before it."""
    if at and text.words[at - 1] in PLACE_WORDS:
        return True
    start = text.spans[at][0]
    before = text.raw[:start].rstrip(" ")[-1:]
    capital = text.raw[start].isupper() and not text.raw[start : text.spans[at][1]].isupper()
    return capital and bool(before) and before not in ".!?\n\"'"
