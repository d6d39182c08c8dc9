"""Leaves that are renamed, merged, split or moved: what becomes of everything that names them."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from complaints.errors import Problem
from complaints.mendable import Mendable
from complaints.taxonomy import Taxonomy

FILE = "moves.csv"
COLUMNS = ("from", "to", "kind")


class InvalidMoves(Mendable):
    """The moves of leaves contradict themselves or the taxonomy; `problems` name row or leaf, and the remedy."""


class MoveKind(StrEnum):
    """What became of a leaf: another code for the same, one leaf made of several, or several made of one."""

    RENAME = "rename"
    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, kw_only=True)
class Move:
    """One row of moves.csv."""

    source: str
    target: str
    kind: MoveKind


def read_moves(text: str, name: str = FILE) -> tuple[Move, ...]:
    """The rows of a CSV with the columns from, to and kind. Raises InvalidMoves."""
    reader = csv.DictReader(io.StringIO(text))
    missing = [column for column in COLUMNS if text.strip() and column not in (reader.fieldnames or ())]
    if missing:
        raise InvalidMoves(Problem(code="moves_columns", field=name, values={"columns": ", ".join(missing)}))
    moves = []
    for number, row in enumerate(reader, start=2):
        cells = [(row[column] or "").strip() for column in COLUMNS]
        if not all(cells):
            empty = COLUMNS[cells.index("")]
            raise InvalidMoves(Problem(code="moves_empty", field=name, values={"row": number, "column": empty}))
        if cells[2] not in set(MoveKind):
            values = {"row": number, "value": cells[2], "known": ", ".join(MoveKind)}
            raise InvalidMoves(Problem(code="moves_kind", field=name, values=values))
        moves.append(Move(source=cells[0], target=cells[1], kind=MoveKind(cells[2])))
    return tuple(dict.fromkeys(moves))


def write_moves(moves: Iterable[Move]) -> str:
    """The CSV from which read_moves reads these."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((move.source, move.target, move.kind) for move in moves)
    return target.getvalue()


def successors_of(moves: Sequence[Move], leaves: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each leaf that is gone the leaves in its place today, however often it moved. Raises InvalidMoves."""
    known, targets = set(leaves), _targets(moves)
    for source, kinds in _kinds(moves).items():
        if source in known:
            raise InvalidMoves(Problem(code="moves_still_leaf", field=FILE, values={"leaf": source}))
        if len(kinds) > 1 or (MoveKind.SPLIT in kinds) != (len(targets[source]) > 1):
            values = {"leaf": source, "targets": ", ".join(targets[source])}
            raise InvalidMoves(Problem(code="moves_targets", field=FILE, values=values))
    return {source: tuple(dict.fromkeys(_follow(source, targets, known, ()))) for source in targets}


def _targets(moves: Sequence[Move]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for move in moves:
        found[move.source] = (*found.get(move.source, ()), move.target)
    return found


def _kinds(moves: Sequence[Move]) -> dict[str, set[MoveKind]]:
    found: dict[str, set[MoveKind]] = {}
    for move in moves:
        found.setdefault(move.source, set()).add(move.kind)
    return found


def _follow(
    leaf: str, targets: Mapping[str, tuple[str, ...]], known: set[str], passed: tuple[str, ...]
) -> Iterable[str]:
    if leaf in known:
        return [leaf]
    if leaf in passed:
        raise InvalidMoves(Problem(code="moves_circle", field=FILE, values={"passed": " > ".join((*passed, leaf))}))
    if leaf not in targets:
        raise InvalidMoves(Problem(code="moves_no_leaf", field=FILE, values={"leaf": leaf}))
    return [end for target in targets[leaf] for end in _follow(target, targets, known, (*passed, leaf))]


@dataclass(frozen=True, kw_only=True)
class LeafPlan:
    """What differs between two trees: new leaves, leaves in another place of the tree (code, path before, path after),
    and leaves that are gone with what is in their place."""

    added: tuple[str, ...]
    moved: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
    gone: Mapping[str, tuple[str, ...]]

    @property
    def changed(self) -> tuple[str, ...]:
        """The leaves of the old tree whose reports and labels are touched, sorted."""
        return tuple(sorted({*self.gone, *(leaf for leaf, _, _ in self.moved)}))

    @property
    def split(self) -> tuple[str, ...]:
        """The leaves whose labels say too little now: several are in their place."""
        return tuple(sorted(leaf for leaf, targets in self.gone.items() if len(targets) > 1))


def plan_moves(old: Taxonomy, new: Taxonomy) -> LeafPlan:
    """What becomes of each leaf. Raises InvalidMoves where a leaf is gone and nobody says what is in its place."""
    lost = sorted(leaf for leaf in old.leaves if not new.resolve(leaf))
    if lost:
        values = {"leaves": ", ".join(lost), "known": ", ".join(MoveKind)}
        raise InvalidMoves(Problem(code="leaves_lost", field=FILE, values=values))
    pairs = [(leaf, old.path_of_leaf[leaf], new.path_of_leaf.get(leaf)) for leaf in old.leaves]
    gone = {leaf: new.resolve(leaf) for leaf, _, path in pairs if path is None}
    known = {*old.leaves, *(target for targets in gone.values() for target in targets)}
    return LeafPlan(
        added=tuple(leaf for leaf in new.leaves if leaf not in known),
        moved=tuple((leaf, before, after) for leaf, before, after in pairs if after is not None and after != before),
        gone=gone,
    )


def proven_depths(learnt: Mapping[str, Sequence[str]], taxonomy: Taxonomy) -> dict[str, int]:
    """For each leaf of the tree how many levels of its path a model that learnt these leaves has proven.

    `learnt` gives the path of each leaf as it was when the model was trained. Only leaves that are less than whole are
    told: new ones (0), and those that were merged, split or moved: as far as old and new path agree, and never the leaf
    itself, unless it was merely renamed.
    """
    alone = Counter(leaf for learnt_leaf in learnt for leaf in taxonomy.resolve(learnt_leaf))
    depths: dict[str, int] = {leaf: 0 for leaf in taxonomy.leaves if leaf not in alone}
    for learnt_leaf, path in learnt.items():
        targets = taxonomy.resolve(learnt_leaf)
        for leaf in targets:
            agreed = _agreed(path[:-1], taxonomy.path_of_leaf[leaf][:-1])
            is_same = agreed == len(path) - 1 and len(targets) == 1 and alone[leaf] == 1
            if not is_same:
                depths[leaf] = min(agreed, depths.get(leaf, agreed))
    return depths


def _agreed(one: Sequence[str], other: Sequence[str]) -> int:
    """How many parts two paths share from the top."""
    same = [left == right for left, right in zip(one, other, strict=False)]
    return same.index(False) if False in same else len(same)


def carry_over(leaves: Mapping[str, float], taxonomy: Taxonomy) -> dict[str, float]:
    """The probabilities of leaves as a model learnt them, on the leaves of today: summed where leaves were merged, in
    equal parts where one was split. What is new has none."""
    if leaves.keys() <= taxonomy.path_of_leaf.keys():
        return dict(leaves)
    carried: dict[str, float] = {}
    for leaf, p in leaves.items():
        targets = taxonomy.resolve(leaf)
        for target in targets:
            carried[target] = carried.get(target, 0.0) + p / len(targets)
    return carried
