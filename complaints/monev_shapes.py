"""The parts of a Monev document: tables, charts, levels, and how a cell is written."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from complaints.directory import Office
from complaints.kanwil import kanwil_by_office
from complaints.monev import Cell, Kind, Measured, summed
from complaints.numerals import numeral
from complaints.taxonomy import Taxonomy

UNIT_LEVELS = 3
NOTHING = "–"
UNDECIDED = "Belum diketahui"
Text = str | int | float | None


class Level(StrEnum):
    """Whose figures a table tells."""

    INSTANSI = "instansi"
    UNIT = "unit"
    KANWIL = "kanwil"
    OFFICE = "kantor"


PER_LEVEL: Mapping[Level, str] = {
    Level.INSTANSI: "per instansi",
    Level.UNIT: "per unit",
    Level.KANWIL: "per Kanwil",
    Level.OFFICE: "per satuan kerja",
}
LEVELS: Mapping[Level, str] = {
    Level.INSTANSI: "Instansi",
    Level.UNIT: "Unit",
    Level.KANWIL: "Kanwil",
    Level.OFFICE: "Satuan kerja",
}


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: its heading, and how its cells are read (None: as text)."""

    name: str
    kind: Kind | None = None


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of plain cells under their columns. None is a figure that there is not; `kinds`, where given, says for each
    row how the cells of columns without a kind are read."""

    key: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Text]]
    kinds: Sequence[Kind] = ()

    def kind_of(self, row: int, column: int) -> Kind | None:
        """How a cell is read; None as text."""
        return self.columns[column].kind or (self.kinds[row] if self.kinds else None)

    def written(self) -> list[list[str]]:
        """All cells as people read them."""
        return [
            [written(cell, self.kind_of(row, column)) for column, cell in enumerate(cells)]
            for row, cells in enumerate(self.rows)
        ]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Groups of bars: for each label a value of each series, whole numbers that are not negative.

    The axis ends at `most`, or at the highest value where that is 0.
    """

    key: str
    title: str
    labels: Sequence[str]
    series: Sequence[tuple[str, Sequence[int]]]
    most: int = 0


@dataclass(frozen=True, kw_only=True)
class Names:
    """What people call nodes, offices, kinds and standings."""

    taxonomy: Taxonomy
    offices: Sequence[Office]
    kinds: Mapping[str, str]
    standings: Mapping[str, str]

    def node(self, path: tuple[str, ...]) -> str:
        """The name of the node at this path, or its code where the taxonomy does not know it any more."""
        return self.taxonomy.label(path) if path in self.taxonomy.nodes else (path[-1] if path else UNDECIDED)

    def category(self, code: str) -> str:
        """The name of the leaf, or its code where the taxonomy does not know it any more."""
        path = self.taxonomy.path_of_leaf.get(code)
        return self.taxonomy.label(path) if path else (UNDECIDED if code == "-" else code)

    def kind(self, code: str) -> str:
        """The name of the klasifikasi."""
        return self.kinds.get(code, UNDECIDED if code == "-" else code)


Group = tuple[str, Counter[str], Counter[str]]
"""A name, its counts now, and before."""


def groups_of(measured: Measured, level: Level, names: Names) -> list[Group]:
    """The places of this level about which anything was counted, the largest first; those of one name told apart."""
    place_of = _place_of(level, names)
    now, before = _grouped(measured.cells, place_of), _grouped(measured.before, place_of)
    places = now.keys() | before.keys()
    known = Counter(place.name for place in places)
    found = [
        (place.name if known[place.name] == 1 else f"{place.name} ({place.beside})",
         now.get(place, Counter()), before.get(place, Counter()))
        for place in places
    ]  # fmt: skip
    return sorted(found, key=lambda group: (-group[1]["in"], group[0]))


@dataclass(frozen=True, kw_only=True)
class _Place:
    """What is summed together; `beside` tells places of one name apart."""

    id: str
    name: str
    beside: str = ""


def _place_of(level: Level, names: Names) -> Callable[[Cell], _Place | None]:
    named = {office.id: office.name for office in names.offices}
    top = kanwil_by_office(names.offices)

    def office(id_: str) -> _Place | None:
        return _Place(id=id_, name=named.get(id_, id_), beside=id_) if id_ else None

    def place(cell: Cell) -> _Place | None:
        instansi = names.node(cell.path[:1])
        match level:
            case Level.INSTANSI:
                return _Place(id="".join(cell.path[:1]), name=instansi)
            case Level.UNIT:
                if len(cell.path) < UNIT_LEVELS:
                    return None
                # An inspectorate that serves two bidang is one unit.
                unit = f"{cell.path[0]}/{cell.path[UNIT_LEVELS - 1]}"
                return _Place(id=unit, name=names.node(cell.path[:UNIT_LEVELS]), beside=instansi)
            case Level.KANWIL:
                return office(top.get(cell.office_id, cell.office_id))
            case Level.OFFICE:
                return office(cell.office_id)

    return place


def _grouped(cells: Iterable[Cell], place_of: Callable[[Cell], _Place | None]) -> dict[_Place, Counter[str]]:
    found: dict[_Place, list[Cell]] = {}
    for cell in cells:
        place = place_of(cell)
        if place is not None:
            found.setdefault(place, []).append(cell)
    return {place: summed(group) for place, group in found.items()}


def written(cell: Text, kind: Kind | None) -> str:
    """The cell as people in Indonesia write it; shares in percent."""
    if cell is None:
        return NOTHING
    if isinstance(cell, str):
        return cell
    match kind:
        case Kind.SHARE:
            return numeral(cell, ".1%")
        case Kind.DAYS | Kind.SCORE:
            return numeral(cell, ".2f")
        case Kind.COUNT | None:
            return numeral(cell, ",.0f")
