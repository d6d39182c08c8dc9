"""What people call an office and where it lies, in tables that are built once and looked up by joined words.

Words are joined without spaces, so that "Kebon Waru" and "Kebonwaru", "Pare-Pare" and "Parepare" are one name.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from complaints.directory import Directory, Office, OfficeWord, WordUse

WORD = re.compile(r"[^\W_]+")
LONGEST_NAME = 5
SHARED_BY = 3

CLASS_WORDS = frozenset("kelas klas kls kl tpi non".split())
RANKS = {"1": "I", "2": "II", "3": "III", "1a": "IA", "1b": "IB", "2a": "IIA", "2b": "IIB"} | {
    rank.lower(): rank for rank in ("I", "II", "III", "IA", "IB", "IIA", "IIB")
}
REGION_WORDS = frozenset({"kabupaten", "kota", "administrasi", "kab", "provinsi"})


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficeName:
    """One way to name an office: `how` is name or alias, `subtype` the narrowing that this way of naming says."""

    office: Office
    subtype: str
    how: str


@dataclass(frozen=True, kw_only=True, slots=True)
class KindWords:
    """A phrase that stands before the name of an office: the kinds that it may mean, none for somebody else's."""

    kinds: frozenset[str]
    subtype: str


@dataclass(frozen=True, kw_only=True)
class OfficeIndex:
    """The tables of one directory.

    `kind_words`, `subtypes` and `contexts` go from the first word to phrases, longest first; `names` from the joined
    name without kind, class and subtype to the offices so named; `bare` likewise for names that are used without a
    kind; `towns` from the joined name of a region to its codes; `serving` from kind and region code to offices.
    """

    kind_words: Mapping[str, Sequence[tuple[tuple[str, ...], KindWords]]]
    contexts: Mapping[str, Sequence[tuple[tuple[str, ...], KindWords]]]
    subtypes: Mapping[str, frozenset[tuple[str, str]]]
    names: Mapping[str, Sequence[OfficeName]]
    bare: Mapping[str, Office]
    towns: Mapping[str, frozenset[str]]
    serving: Mapping[tuple[str, str], frozenset[str]]
    offices: Mapping[str, Office]
    starts: frozenset[str]


def words_of(text: str) -> list[str]:
    return WORD.findall(text.lower())


def build_index(directory: Directory) -> OfficeIndex:
    """The tables of this directory; takes about a tenth of a second for a thousand offices."""
    kind_words = _phrases(directory.office_words, {WordUse.NAME, WordUse.OTHER})
    subtypes = _subtypes(directory.office_words)
    names, bare = _names(directory.offices, kind_words, subtypes)
    towns = _towns(directory)
    return OfficeIndex(
        kind_words=kind_words,
        contexts=_phrases(directory.office_words, {WordUse.CONTEXT, WordUse.NAME}),
        subtypes=subtypes,
        names=names,
        bare=bare,
        towns=towns,
        serving=_serving(directory),
        offices=directory.office_by_id,
        starts=frozenset(name[:2] for name in (*names, *towns)),
    )


def _phrases(
    words: Iterable[OfficeWord], uses: set[WordUse]
) -> dict[str, list[tuple[tuple[str, ...], KindWords]]]:
    kinds: dict[tuple[str, ...], set[str]] = defaultdict(set)
    subtype: dict[tuple[str, ...], str] = {}
    for word in words:
        if word.use in uses:
            phrase = tuple(words_of(word.words))
            kinds[phrase].update([word.kind] if word.use != WordUse.OTHER else [])
            subtype[phrase] = word.subtype
    table: dict[str, list[tuple[tuple[str, ...], KindWords]]] = defaultdict(list)
    for phrase in sorted(kinds, key=len, reverse=True):
        table[phrase[0]].append((phrase, KindWords(kinds=frozenset(kinds[phrase]), subtype=subtype[phrase])))
    return dict(table)


def _subtypes(words: Iterable[OfficeWord]) -> dict[str, frozenset[tuple[str, str]]]:
    """From a word to the pairs of kind and subtype that it may mean."""
    table: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for word in words:
        if word.use == WordUse.SUBTYPE:
            table[word.words].add((word.kind, word.subtype))
    return {word: frozenset(pairs) for word, pairs in table.items()}


def phrase_at(
    table: Mapping[str, Sequence[tuple[tuple[str, ...], KindWords]]], words: Sequence[str], at: int
) -> tuple[int, KindWords] | None:
    """The longest phrase of the table that starts there, as the index behind it and what it means."""
    for phrase, meaning in table.get(words[at], ()):
        if tuple(words[at : at + len(phrase)]) == phrase:
            return at + len(phrase), meaning
    return None


def _names(
    offices: Iterable[Office],
    kind_words: Mapping[str, Sequence[tuple[tuple[str, ...], KindWords]]],
    subtypes: Mapping[str, frozenset[tuple[str, str]]],
) -> tuple[dict[str, list[OfficeName]], dict[str, Office]]:
    names: dict[str, list[OfficeName]] = defaultdict(list)
    bare: dict[str, set[str]] = defaultdict(set)
    by_id = {office.id: office for office in offices}
    for office in by_id.values():
        for text in (office.name, *office.aliases):
            core, subtype, has_kind = _core(office, words_of(text), kind_words, subtypes)
            how = "name" if text == office.name else "alias"
            if core and not any(known.office is office and known.subtype == subtype for known in names[core]):
                names[core].append(OfficeName(office=office, subtype=subtype, how=how))
            if core and not has_kind:
                bare[core].add(office.id)
    unique = {core: by_id[min(ids)] for core, ids in bare.items() if _only_one(names[core])}
    return dict(names), unique


def _only_one(names: Sequence[OfficeName]) -> bool:
    return len({name.office.id for name in names if not name.subtype}) == 1


def _core(
    office: Office,
    words: list[str],
    kind_words: Mapping[str, Sequence[tuple[tuple[str, ...], KindWords]]],
    subtypes: Mapping[str, frozenset[tuple[str, str]]],
) -> tuple[str, str, bool]:
    """The joined name without kind, class and subtype; the subtype that was said; whether the kind was said."""
    found = phrase_at(kind_words, words, 0)
    start, has_kind, subtype = 0, False, ""
    if found and office.kind in found[1].kinds:
        start, has_kind, subtype = found[0], True, found[1].subtype
    rest = list(words[start:])
    while has_kind and rest:
        said = {pair[1] for pair in subtypes.get(rest[0], ()) if pair == (office.kind, office.subtype)}
        if not said and rest[0] not in CLASS_WORDS and rest[0] not in RANKS and rest[0] != "khusus":
            break
        subtype = said.pop() if said else subtype
        rest.pop(0)
    return "".join(rest), subtype, has_kind


def _towns(directory: Directory) -> dict[str, frozenset[str]]:
    towns: dict[str, set[str]] = defaultdict(set)
    for region in directory.regions:
        for text in (region.name, *region.aliases):
            words = words_of(text)
            short = [word for word in words if word not in REGION_WORDS]
            for name in ("".join(words), "".join(short)):
                if len(name) > 2:
                    towns[name].add(region.code)
    return {name: frozenset(codes) for name, codes in towns.items()}


def _serving(directory: Directory) -> dict[tuple[str, str], frozenset[str]]:
    """Who serves a region: who serves all of it, else who serves a part; who names no area serves where it lies."""
    whole: dict[tuple[str, str], set[str]] = defaultdict(set)
    part: dict[tuple[str, str], set[str]] = defaultdict(set)
    below = defaultdict(list)
    for region in directory.regions:
        below[region.parent_code].append(region.code)
    for office in directory.offices:
        for area in office.work_area or (office.kab_code,):
            code = area.rstrip("*")
            for served in (code, *below[code]) if code else ():
                (part if area.endswith("*") else whole)[office.kind, served].add(office.id)
    return {key: frozenset(whole.get(key) or part[key]) for key in (*whole, *part)}
