"""What a directory must hold to: references lead somewhere, no id stands twice, no succession runs in a circle."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta

from complaints.directory.facts import Directory, Office, Unit, WordUse
from complaints.errors import Problem
from complaints.taxonomy import Taxonomy


def problems_of(directory: Directory, taxonomy: Taxonomy) -> list[Problem]:
    """All that is wrong: `field` is the file, rows count from 2, below the header."""
    offices, units = directory.offices, directory.units
    return [
        *_repeated("units.csv", [unit.id for unit in units]),
        *_repeated("offices.csv", [office.id for office in offices]),
        *_repeated("regions.csv", [region.code for region in directory.regions]),
        *_lost_units(units),
        *_lost_offices(directory),
        *_lost_regions(directory),
        *_broken_dates("units.csv", units),
        *_broken_dates("offices.csv", offices),
        *_circles("units.csv", units, {unit.id: unit.parent_id for unit in units}, "parent_id"),
        *_circles("offices.csv", offices, {office.id: office.parent_id for office in offices}, "parent_id"),
        *_circles("units.csv", units, {unit.id: unit.successor for unit in units}, "successor"),
        *_circles_of_successors(offices),
        *_gaps(directory),
        *_words_of_no_kind(directory),
        *_kinds_nobody_knows(directory, taxonomy),
        *_leaves_without_unit(directory, taxonomy),
        *_leaves_without_office(directory, taxonomy),
    ]


def _repeated(file: str, ids: Sequence[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, id_ in enumerate(ids, start=2):
        if not id_ or id_ in seen:
            yield Problem(code="directory_id", field=file, values={"row": number, "value": id_})
        seen.add(id_)


def _lost(file: str, number: int, column: str, value: str, known: Collection[str]) -> Iterator[Problem]:
    if value and value not in known:
        yield Problem(code="directory_lost", field=file, values={"row": number, "column": column, "value": value})


def _lost_units(units: Sequence[Unit]) -> Iterator[Problem]:
    known = {unit.id for unit in units}
    for number, unit in enumerate(units, start=2):
        yield from _lost("units.csv", number, "parent_id", unit.parent_id, known)
        yield from _lost("units.csv", number, "successor", unit.successor, known)


def _lost_offices(directory: Directory) -> Iterator[Problem]:
    known, units = directory.office_by_id, {unit.id for unit in directory.units}
    regions = {region.code for region in directory.regions}
    for number, office in enumerate(directory.offices, start=2):
        yield from _lost("offices.csv", number, "parent_id", office.parent_id, known)
        for successor in office.successors:
            yield from _lost("offices.csv", number, "successor", successor, known)
        yield from _lost("offices.csv", number, "unit_id", office.unit_id, units)
        yield from _lost("offices.csv", number, "kab_code", office.kab_code, regions)
        for code in office.served:
            yield from _lost("offices.csv", number, "work_area", code.rstrip("*"), regions)


def _lost_regions(directory: Directory) -> Iterator[Problem]:
    known = {region.code for region in directory.regions}
    for number, region in enumerate(directory.regions, start=2):
        yield from _lost("regions.csv", number, "parent_code", region.parent_code, known)


def _broken_dates(file: str, rows: Sequence[Unit | Office]) -> Iterator[Problem]:
    for number, row in enumerate(rows, start=2):
        if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
            yield Problem(code="directory_days", field=file, values={"row": number})
        succeeded = row.successors if isinstance(row, Office) else row.successor
        if succeeded and row.valid_to is None:
            yield Problem(code="directory_last_day", field=file, values={"row": number, "value": row.id})


def _circles(file: str, rows: Sequence[Unit | Office], next_of: Mapping[str, str], column: str) -> Iterator[Problem]:
    for number, row in enumerate(rows, start=2):
        seen: set[str] = set()
        here = next_of.get(row.id, "")
        while here and here != row.id and here not in seen:
            seen.add(here)
            here = next_of.get(here, "")
        if here and here == row.id:
            yield Problem(
                code="directory_circle", field=file, values={"row": number, "column": column, "value": row.id}
            )


def _circles_of_successors(offices: Sequence[Office]) -> Iterator[Problem]:
    successors = {office.id: office.successors for office in offices}
    for number, office in enumerate(offices, start=2):
        reached, waiting = set[str](), list(office.successors)
        while waiting:
            here = waiting.pop()
            if here not in reached:
                reached.add(here)
                waiting += successors.get(here, ())
        if office.id in reached:
            values: dict[str, str | int] = {"row": number, "column": "successor", "value": office.id}
            yield Problem(code="directory_circle", field="offices.csv", values=values)


def _gaps(directory: Directory) -> Iterator[Problem]:
    """Successors that are not at work on the day after, and offices below one that is gone with nobody in its place."""
    known = directory.office_by_id
    days: dict[date, Directory] = {}
    for number, office in enumerate(directory.offices, start=2):
        for id_ in office.successors if office.valid_to else ():
            begins = known[id_].valid_from if id_ in known else None
            if begins and office.valid_to and begins > office.valid_to + timedelta(days=1):
                yield Problem(
                    code="directory_gap",
                    field="offices.csv",
                    values={"row": number, "value": id_, "day": begins.isoformat(), "office": office.id},
                )
        above = known.get(office.parent_id)
        if above is None or above.valid_to is None:
            continue
        after = above.valid_to + timedelta(days=1)
        then = days.setdefault(after, directory.as_of(after))
        if office.is_open(after) and not then.open_by_id[office.id].parent_id:
            yield Problem(
                code="directory_above",
                field="offices.csv",
                values={"row": number, "value": above.id, "day": above.valid_to.isoformat(), "office": office.id},
            )


def _kinds_nobody_knows(directory: Directory, taxonomy: Taxonomy) -> Iterator[Problem]:
    """A kind that no word calls and no category names is a slip of the pen; of what is closed nobody asks."""
    handling = (taxonomy.leaf(leaf).office_types for leaf in taxonomy.leaves)
    known = {word.kind for word in directory.office_words}.union(*handling)
    for number, office in enumerate(directory.offices, start=2):
        if office.kind not in known and office.valid_to is None:
            yield Problem(code="directory_kind", field="offices.csv", values={"row": number, "value": office.kind})


def _words_of_no_kind(directory: Directory) -> Iterator[Problem]:
    kinds = {office.kind for office in directory.offices}
    for number, word in enumerate(directory.office_words, start=2):
        if word.use != WordUse.OTHER:
            yield from _lost("office_kinds.csv", number, "kind", word.kind, kinds)


def _leaves_without_unit(directory: Directory, taxonomy: Taxonomy) -> Iterator[Problem]:
    if "unit" not in taxonomy.levels:
        return
    depth, known = taxonomy.levels.index("unit"), {unit.id for unit in directory.units}
    for leaf in taxonomy.leaves:
        unit = taxonomy.path_of_leaf[leaf][depth]
        if not taxonomy.leaf(leaf).outside and unit not in known:
            yield Problem(code="directory_leaf_unit", field="taxonomy.csv", values={"leaf": leaf, "value": unit})


def _leaves_without_office(directory: Directory, taxonomy: Taxonomy) -> Iterator[Problem]:
    kinds = {office.kind for office in directory.offices}
    for leaf in taxonomy.leaves:
        for kind in sorted(taxonomy.leaf(leaf).office_types - kinds):
            yield Problem(code="directory_leaf_kind", field="taxonomy.csv", values={"leaf": leaf, "value": kind})
