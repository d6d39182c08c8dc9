"""What people call an office and where it lies, in tables that are built once and looked up by joined words.

Words are joined without spaces, so that "Kebon Waru" and "Kebonwaru", "Pare-Pare" and "Parepare" are one name.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from complaints.directory import Directory, Office, Region, WordUse
from complaints.office_typos import Spellings, spellings_of
from complaints.office_words import CLASS_WORDS, RANKS, PhraseTable, phrase_at, phrases_of, subtypes_of, words_of

LONGEST_NAME = 5
STARTS_AT_MOST = 4
GATE_WORDS = frozenset({"bandara", "pelabuhan", "plbn"})
REGION_WORDS = frozenset({"kabupaten", "kota", "administrasi", "kab", "provinsi"})


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficeName:
    """One way to name an office: `how` is name or alias, `subtype` the narrowing that this way of naming says, `kind`
    the kind by which it is called so: of an old name, or of whom it succeeded, perhaps another than its own."""

    office: Office
    subtype: str
    how: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class OfficeIndex:
    """The tables of one directory.

    `kind_words`, `subtypes` and `contexts` go from the first word to phrases, longest first; `names` from the joined
    name without kind, class and subtype to the offices so named; `bare` likewise for names that are used without a
    kind; `towns` from the joined name of a region to its codes; `serving` from kind and region code to offices;
    `spellings` for names that are misspelt.
    """

    kind_words: PhraseTable
    contexts: PhraseTable
    subtypes: Mapping[str, frozenset[tuple[str, str]]]
    names: Mapping[str, Sequence[OfficeName]]
    bare: Mapping[str, Office]
    towns: Mapping[str, frozenset[str]]
    region_names: frozenset[str]
    serving: Mapping[tuple[str, str], frozenset[str]]
    offices: Mapping[str, Office]
    starts: frozenset[str]
    spellings: Spellings


def build_index(directory: Directory) -> OfficeIndex:
    """The tables of this directory; takes about a tenth of a second for a thousand offices."""
    kind_words = phrases_of(directory.office_words, {WordUse.NAME, WordUse.OTHER})
    subtypes = subtypes_of(directory.office_words)
    names, bare = _names(directory, kind_words, subtypes)
    towns = _towns(directory)
    serving = _serving(directory)
    return OfficeIndex(
        kind_words=kind_words,
        contexts=phrases_of(directory.office_words, {WordUse.CONTEXT, WordUse.NAME}),
        subtypes=subtypes,
        names=names,
        bare=bare,
        towns=towns,
        region_names=_region_names(directory.regions),
        serving=serving,
        offices=directory.open_by_id,
        starts=frozenset(name[:size] for name in (*names, *towns) for size in range(1, STARTS_AT_MOST + 1)),
        spellings=spellings_of(_names_by_kind(names, towns, serving)),
    )


def _names_by_kind(
    names: Mapping[str, Sequence[OfficeName]],
    towns: Mapping[str, frozenset[str]],
    serving: Mapping[tuple[str, str], frozenset[str]],
) -> Iterator[tuple[str, str]]:
    """Pairs of a kind and a joined name: of its offices, and of the regions that they serve."""
    yield from ((name.kind, joined) for joined, known in names.items() for name in known)
    kinds_at: dict[str, set[str]] = defaultdict(set)
    for kind, code in serving:
        kinds_at[code].add(kind)
    yield from ((kind, joined) for joined, codes in towns.items() for code in codes for kind in kinds_at[code])


def _names(
    directory: Directory, kind_words: PhraseTable, subtypes: Mapping[str, frozenset[tuple[str, str]]]
) -> tuple[dict[str, list[OfficeName]], dict[str, Office]]:
    """Names of whoever is at work, with those of the offices that they succeeded; one of today goes before a former."""
    names: dict[str, list[OfficeName]] = defaultdict(list)
    bare: dict[str, set[str]] = defaultdict(set)
    for office in directory.offices:
        for text in (office.name, *office.aliases):
            core, subtype, has_kind = _core(office, words_of(text), kind_words, subtypes)
            for heir in directory.heirs_of(office.id) if core else ():
                how = "name" if text == office.name else "alias"
                _add(names, core, OfficeName(office=heir, subtype=subtype, how=how, kind=office.kind))
                if not has_kind:
                    bare[core].add(heir.id)
                    gate = words_of(text)
                    if gate[0] in GATE_WORDS and len(gate) > 1:
                        named = OfficeName(office=heir, subtype="", how="alias", kind=office.kind)
                        names["".join(gate[1:])].append(named)
    today = {(core, name.kind) for core, known in names.items() for name in known}
    for core, name, has_kind in _former_names(directory, kind_words, subtypes):
        if (core, name.kind) not in today:
            _add(names, core, name)
            bare[core].update(() if has_kind else (name.office.id,))
    by_id = directory.open_by_id
    return dict(names), {core: by_id[min(ids)] for core, ids in bare.items() if ids and _only_one(names[core])}


def _add(names: Mapping[str, list[OfficeName]], core: str, name: OfficeName) -> None:
    same = ((known.office.id, known.subtype, known.kind) for known in names[core])
    if (name.office.id, name.subtype, name.kind) not in same:
        names[core].append(name)


def _former_names(
    directory: Directory, kind_words: PhraseTable, subtypes: Mapping[str, frozenset[tuple[str, str]]]
) -> Iterator[tuple[str, OfficeName, bool]]:
    """Each former name, joined, with the kinds by which it calls the office: those of its words. What begins with the
    words of somebody else ("Kanwil Kemenkumham ...", which stood for several offices of today) names nobody."""
    for office in directory.offices:
        for text in office.former_names:
            found = phrase_at(kind_words, words_of(text), 0)
            said = found[1].kinds if found else {office.kind}
            for kind in {office.kind} & said or said:
                core, subtype, has_kind = _core(replace(office, kind=kind), words_of(text), kind_words, subtypes)
                for heir in directory.heirs_of(office.id) if core else ():
                    yield core, OfficeName(office=heir, subtype=subtype, how="alias", kind=kind), has_kind


def _only_one(names: Sequence[OfficeName]) -> bool:
    return len({name.office.id for name in names if not name.subtype}) == 1


def _core(
    office: Office,
    words: list[str],
    kind_words: PhraseTable,
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
        if not said and rest[0] not in CLASS_WORDS and rest[0] not in RANKS:
            break
        subtype = said.pop() if said else subtype
        rest.pop(0)
    return "".join(rest), subtype, has_kind


def _towns(directory: Directory) -> dict[str, frozenset[str]]:
    towns: dict[str, set[str]] = defaultdict(set)
    for region in directory.regions:
        for text in (region.name, *region.aliases):
            for name in ("".join(words_of(text)), _short(text)):
                if len(name) > 2:
                    towns[name].add(region.code)
    return {name: frozenset(codes) for name, codes in towns.items()}


def _region_names(regions: Iterable[Region]) -> frozenset[str]:
    """Own names of regions, and all names of those that have regions below them."""
    regions = tuple(regions)
    return frozenset(
        _short(name) for region in regions for name in (region.name, *(() if region.parent_code else region.aliases))
    )


def _short(name: str) -> str:
    """The joined name of a region without its rank: "Kabupaten Bogor" and "Kota Bogor" are both "bogor"."""
    return "".join(word for word in words_of(name) if word not in REGION_WORDS)


def _serving(directory: Directory) -> dict[tuple[str, str], frozenset[str]]:
    """Who serves a region: who serves all of it, else who serves a part; who names no area serves where it lies."""
    whole: dict[tuple[str, str], set[str]] = defaultdict(set)
    part: dict[tuple[str, str], set[str]] = defaultdict(set)
    below = defaultdict(list)
    for region in directory.regions:
        below[region.parent_code].append(region.code)
    for office in directory.open_offices:
        for area in office.served:
            code = area.rstrip("*")
            for served in (code, *below[code]):
                (part if area.endswith("*") else whole)[office.kind, served].add(office.id)
    return {key: frozenset(whole.get(key) or part[key]) for key in (*whole, *part)}
