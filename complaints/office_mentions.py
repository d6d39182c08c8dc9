"""Offices that a text names: the words for a kind, then perhaps its class, then a name or a town."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from complaints.directory import Office
from complaints.office_names import LONGEST_NAME, OfficeIndex, OfficeName
from complaints.office_typos import closest_name
from complaints.office_words import (
    CLASS_WORDS,
    RANKS,
    SHORT_TOWNS,
    SHORT_WORDS,
    WORD,
    KindWords,
    PhraseTable,
    phrase_at,
)

LINKING_WORDS = frozenset({"di", "yang", "yg", "ada", "itu", "dekat", "cabang"}) | frozenset(
    {"kota", "kab", "kabupaten", "wilayah", "daerah"}
)
LINKED_AT_MOST = 7


@dataclass(frozen=True, kw_only=True)
class Text:
    """A text as words in small letters, with their places in it."""

    raw: str
    words: tuple[str, ...]

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where each word begins and ends; only few texts are asked for that."""
        return tuple(word.span() for word in WORD.finditer(self.raw))

    def stretch(self, first: int, last: int) -> str:
        return self.raw[self.spans[first][0] : self.spans[last][1]]

    def is_unbroken(self, first: int, last: int) -> bool:
        """Whether no sentence ends between these words."""
        return first == last or not any(mark in self.stretch(first, last) for mark in ".!?\n")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """Words `first` to `last` of a text and the offices that they may mean: one decides, several leave it open."""

    offices: tuple[Office, ...]
    how: str
    first: int
    last: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What is known between the words for a kind and the name: "Lapas" "Perempuan kelas IIA di" "Malang"."""

    kinds: frozenset[str]
    subtype: str = ""
    rank: str = ""
    linked: bool = False


def split_words(raw: str) -> Text:
    words = map(str.lower, WORD.findall(raw))
    return Text(raw=raw, words=tuple([SHORT_WORDS.get(word, word) for word in words]))


def named_offices(text: Text, index: OfficeIndex) -> list[Mention]:
    """Everything in the text that stands behind words for a kind, in the order of the text."""
    mentions: list[Mention] = []
    behind = 0
    for at, word in enumerate(text.words):
        found = phrase_at(index.kind_words, text.words, at) if at >= behind and word in index.kind_words else None
        if found is None:
            continue
        mention = _name_behind(text, index, at, *found) if found[1].kinds else None
        mentions += [mention] if mention else []
        behind = mention.last + 1 if mention else found[0]
    return mentions


def _name_behind(text: Text, index: OfficeIndex, first: int, at: int, kind: KindWords) -> Mention | None:
    said = Said(kinds=kind.kinds, subtype=kind.subtype)
    for here in range(at, min(at + LINKED_AT_MOST, len(text.words))):
        for last in range(min(here + LONGEST_NAME, len(text.words)) - 1, here - 1, -1):
            joined = _joined(text, here, last)
            offices, how = _named(joined, index, said)
            if offices:
                longer = _misspelt(text, index, first, here, said, words=2) if last == here else None
                if longer:
                    return longer
                narrowed, end = _narrowed_behind(text, index, joined, last, said)
                return Mention(offices=narrowed or offices, how=how, first=first, last=end)
        step = _between(text.words[here], said, index)
        if step is None:
            return _misspelt(text, index, first, here, said, words=1) or _misspelt(
                text, index, first, here, said, words=2
            )
        said = step
    return None


def _joined(text: Text, here: int, last: int) -> str:
    return "".join(SHORT_TOWNS.get(word, word) for word in text.words[here : last + 1])


def _narrowed_behind(
    text: Text, index: OfficeIndex, joined: str, last: int, said: Said
) -> tuple[tuple[Office, ...], int]:
    """The offices of a subtype that is said behind the name ("lapas Madiun pemuda"), and where that ends."""
    behind = last + 1 + (text.words[last + 1 : last + 2] in {("yang",), ("yg",)})
    if said.subtype or behind >= len(text.words) or not text.is_unbroken(last, behind):
        return (), last
    subtypes = {subtype for kind, subtype in index.subtypes.get(text.words[behind], ()) if kind in said.kinds}
    names = [name for name in index.names.get(joined, ()) if name.kind in said.kinds]
    fitting = tuple(dict.fromkeys(name.office for name in names if name.office.subtype in subtypes))
    return (_of_rank(fitting, said.rank), behind) if fitting else ((), last)


def _misspelt(text: Text, index: OfficeIndex, first: int, here: int, said: Said, *, words: int) -> Mention | None:
    """An office whose name is a slip of the pen away from so many words."""
    last = here + words - 1
    if last >= len(text.words) or not text.words[last].isalpha() or not text.is_unbroken(here - 1, last):
        return None
    name = closest_name(text.words[here : last + 1], said.kinds, index.spellings)
    offices = _named(name, index, said)[0] if name else ()
    return Mention(offices=offices, how="typo", first=first, last=last) if offices else None


def _between(word: str, said: Said, index: OfficeIndex) -> Said | None:
    """What is known after one more word that may stand before the name; None where it may not."""
    subtypes = {subtype for kind, subtype in index.subtypes.get(word, ()) if kind in said.kinds}
    if subtypes:
        return replace(said, subtype=min(subtypes))
    if word in {"a", "b"} and said.rank:
        return replace(said, rank=said.rank + word.upper())
    if word in RANKS:
        return replace(said, rank=RANKS[word])
    if word in LINKING_WORDS:
        return replace(said, linked=True)
    return said if word in CLASS_WORDS else None


def _named(joined: str, index: OfficeIndex, said: Said) -> tuple[tuple[Office, ...], str]:
    """Offices of these kinds with that name, else those that serve the town of that name."""
    names = [name for name in index.names.get(joined, ()) if name.kind in said.kinds]
    fitting = _of_subtype(names, said.subtype)
    if fitting:
        how = "kind_town" if said.linked else "name" if any(name.how == "name" for name in fitting) else "alias"
        return _of_rank([name.office for name in fitting], said.rank), how
    offices = offices_serving(joined, index, said.kinds)
    if said.subtype:
        offices = [office for office in offices if office.subtype == said.subtype]
    return _of_rank(offices, said.rank), "kind_town"


def _of_subtype(names: Sequence[OfficeName], subtype: str) -> Sequence[OfficeName]:
    """Without a subtype in the text, the plain offices come before the narrow ones."""
    if subtype:
        return [name for name in names if subtype in {name.subtype, name.office.subtype}]
    return [name for name in names if not name.subtype] or names


def _of_rank(offices: Iterable[Office], rank: str) -> tuple[Office, ...]:
    distinct = tuple({office.id: office for office in offices}.values())
    ranked = tuple(office for office in distinct if rank and office.class_.split(" ")[0] == rank)
    return ranked or distinct


def offices_serving(joined: str, index: OfficeIndex, kinds: Iterable[str]) -> list[Office]:
    """Offices of these kinds that serve a region of that name, sorted by id; regional offices above them left out."""
    ids = {id_ for code in index.towns.get(joined, ()) for kind in kinds for id_ in index.serving.get((kind, code), ())}
    return [index.offices[id_] for id_ in sorted(ids)]


def kinds_in(text: Text, phrases: PhraseTable) -> frozenset[str]:
    """The kinds of office that phrases of this table speak of in the text."""
    found = (phrase_at(phrases, text.words, at) for at, word in enumerate(text.words) if word in phrases)
    return frozenset(kind for phrase in found if phrase for kind in phrase[1].kinds)
