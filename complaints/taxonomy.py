"""The tree that a report is routed down: any depth, any names, read from one CSV file."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from complaints.errors import Problem
from complaints.mendable import Mendable

NOT_LEVELS = frozenset({"about", "outside", "office_types"})


class InvalidTaxonomy(Mendable):
    """The taxonomy file breaks a rule; `problems` name the row, the column and the remedy."""


@dataclass(frozen=True, kw_only=True)
class Node:
    """One place in the tree. `path` holds the codes from the top down to it; its last part is the node's own code."""

    path: tuple[str, ...]
    level: str
    name: str
    about: str = ""
    outside: bool = False
    office_types: frozenset[str] = frozenset()

    @property
    def code(self) -> str:
        return self.path[-1]


@dataclass(frozen=True, kw_only=True)
class Taxonomy:
    """Levels from the top down (such as ministry, bidang, unit, category) and the leaves with their paths.

    The same code may stand below two parents (an inspectorate that serves two bidang): a node is its whole path.
    `successors` are, for each code that was a leaf once, the leaves in its place.
    """

    levels: tuple[str, ...]
    nodes: Mapping[tuple[str, ...], Node] = field(repr=False)
    successors: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """Codes of the leaves, sorted: the classes of every model."""
        return tuple(sorted(path[-1] for path in self.nodes if len(path) == len(self.levels)))

    @cached_property
    def path_of_leaf(self) -> Mapping[str, tuple[str, ...]]:
        return {path[-1]: path for path in self.nodes if len(path) == len(self.levels)}

    @cached_property
    def places_of_leaf(self) -> Mapping[str, tuple[int, ...]]:
        """Where the nodes on the path of each leaf stand among `nodes`, from the top down."""
        places = {path: place for place, path in enumerate(self.nodes)}
        return {
            leaf: tuple(places[path[:depth]] for depth in range(1, len(path) + 1))
            for leaf, path in self.path_of_leaf.items()
        }

    @cached_property
    def children(self) -> Mapping[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Paths directly below each path; the empty path is the root."""
        below: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for path in sorted(self.nodes):
            below.setdefault(path[:-1], []).append(path)
        return {path: tuple(paths) for path, paths in below.items()}

    def leaf(self, code: str) -> Node:
        """The leaf with this code. Raises KeyError where there is none."""
        return self.nodes[self.path_of_leaf[code]]

    def resolve(self, code: str) -> tuple[str, ...]:
        """The leaves that this code means today: itself, its successors, or none where it never was a leaf."""
        return (code,) if code in self.path_of_leaf else self.successors.get(code, ())

    def is_outside(self, path: Sequence[str]) -> bool:
        """Whether the node at this path belongs to somebody else, or to nobody."""
        return self.nodes[tuple(path)].outside

    def label(self, path: Sequence[str]) -> str:
        """The name that people read for the node at this path."""
        return self.nodes[tuple(path)].name


def read_taxonomy(path: Path) -> Taxonomy:
    """Read a taxonomy from CSV.

    Each column is a level, from the top down, but for `<level>_name` (what people read), `about` (what belongs there),
    `outside` (`yes` where the leaf is not ours to answer) and `office_types` (kinds of office that handle it, split by
    `;`). Each row is a leaf. Raises InvalidTaxonomy, which names the row and the remedy.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        columns = list(reader.fieldnames or ())
        return build_taxonomy(columns, list(reader), name=path.name)


def build_taxonomy(columns: Sequence[str], rows: Sequence[Mapping[str, str]], *, name: str = "taxonomy") -> Taxonomy:
    """The tree of these rows; see read_taxonomy. Raises InvalidTaxonomy."""
    levels = tuple(column for column in columns if column not in NOT_LEVELS and not column.endswith("_name"))
    if not levels:
        raise InvalidTaxonomy(Problem(code="taxonomy_levels", field=name))
    nodes: dict[tuple[str, ...], Node] = {}
    seen: set[str] = set()
    for number, row in enumerate(rows, start=2):
        codes = tuple((row.get(level) or "").strip() for level in levels)
        if not all(codes):
            empty = levels[codes.index("")]
            raise InvalidTaxonomy(Problem(code="taxonomy_empty", field=name, values={"row": number, "column": empty}))
        if codes[-1] in seen:
            raise InvalidTaxonomy(Problem(code="taxonomy_twice", field=name, values={"row": number, "leaf": codes[-1]}))
        seen.add(codes[-1])
        for node in _nodes_of(codes, levels, row):
            nodes[node.path] = _merge(nodes.get(node.path), node)
    if not nodes:
        raise InvalidTaxonomy(Problem(code="taxonomy_no_rows", field=name))
    return Taxonomy(levels=levels, nodes=nodes)


def write_taxonomy(taxonomy: Taxonomy) -> str:
    """The CSV from which read_taxonomy reads this tree."""
    names = [name for level in taxonomy.levels for name in (level, f"{level}_name")]
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([*names, "about", "outside", "office_types"])
    for leaf in taxonomy.leaves:
        node, path = taxonomy.leaf(leaf), taxonomy.path_of_leaf[leaf]
        cells = [cell for depth, code in enumerate(path, 1) for cell in (code, taxonomy.label(path[:depth]))]
        writer.writerow([*cells, node.about, "yes" if node.outside else "", ";".join(sorted(node.office_types))])
    return target.getvalue()


def flat_taxonomy(labels: Iterable[str], *, level: str = "category") -> Taxonomy:
    """A tree of one level with these leaves. Raises InvalidTaxonomy where there are none."""
    return build_taxonomy([level], [{level: label} for label in sorted(set(labels))])


def _nodes_of(codes: tuple[str, ...], levels: tuple[str, ...], row: Mapping[str, str]) -> Iterable[Node]:
    outside = (row.get("outside") or "").strip().lower() in {"yes", "ya", "1", "true"}
    for depth, level in enumerate(levels, start=1):
        is_leaf = depth == len(levels)
        kinds = (row.get("office_types") or "").split(";") if is_leaf else []
        yield Node(
            path=codes[:depth],
            level=level,
            name=(row.get(f"{level}_name") or codes[depth - 1]).strip(),
            about=(row.get("about") or "").strip() if is_leaf else "",
            outside=outside,
            office_types=frozenset(kind.strip() for kind in kinds if kind.strip()),
        )


def _merge(known: Node | None, new: Node) -> Node:
    """An inner node is outside only where everything below it is."""
    if known is None or known.outside == new.outside:
        return known or new
    return known if not known.outside else new
