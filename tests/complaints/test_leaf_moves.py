"""A leaf that is renamed, merged, split or moved takes what named it along, or the change is refused."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.directory import SHIPPED_FOLDER
from complaints.directory.snapshot import open_snapshot, read_files, version_of, write_files
from complaints.leaf_moves import (
    InvalidMoves,
    Move,
    MoveKind,
    carry_over,
    plan_moves,
    proven_depths,
    read_moves,
    successors_of,
    write_moves,
)
from complaints.prediction import Prediction
from complaints.routing import Reason, RoutingPolicy, Threshold, decide
from complaints.taxonomy import Taxonomy, build_taxonomy

LEVELS = ("bidang", "unit", "leaf")
OLD = ("A/U/paspor", "A/U/visa", "A/V/kartu", "B/W/lapas")


def tree(*paths: str, moves: str = "") -> Taxonomy:
    built = build_taxonomy(LEVELS, [dict(zip(LEVELS, path.split("/"), strict=True)) for path in paths])
    return replace(built, successors=successors_of(read_moves(f"from,to,kind\n{moves}"), built.leaves))


def learnt(*paths: str) -> dict[str, tuple[str, ...]]:
    return {path.split("/")[-1]: tuple(path.split("/")) for path in paths}


def test_old_names_are_followed_however_often_they_moved() -> None:
    new = tree("A/U/dokumen", "B/W/lapas", moves="paspor,izin,rename\nizin,dokumen,merge\nvisa,dokumen,merge\n")
    assert [new.resolve(code) for code in ("paspor", "izin", "visa", "lapas", "entah")] == [
        ("dokumen",),
        ("dokumen",),
        ("dokumen",),
        ("lapas",),
        (),
    ]


def test_a_plan_says_what_is_new_moved_and_gone() -> None:
    new = tree(
        "A/U/paspor-anak", "A/U/paspor-dewasa", "A/V/visa", "A/V/kartu", "B/W/lapas", "B/W/baru",
        moves="paspor,paspor-anak,split\npaspor,paspor-dewasa,split\n",
    )  # fmt: skip
    plan = plan_moves(tree(*OLD), new)
    assert plan.added == ("baru",)
    assert plan.moved == (("visa", ("A", "U", "visa"), ("A", "V", "visa")),)
    assert plan.gone == {"paspor": ("paspor-anak", "paspor-dewasa")}
    assert (plan.changed, plan.split) == (("paspor", "visa"), ("paspor",))


def test_a_tree_does_not_differ_from_itself() -> None:
    plan = plan_moves(tree(*OLD), tree(*OLD))
    assert (plan.added, plan.changed) == ((), ())


def test_a_leaf_that_is_gone_without_a_word_is_refused_by_name() -> None:
    with pytest.raises(InvalidMoves, match=r"paspor, visa: no leaf any more; .*moves\.csv"):
        plan_moves(tree(*OLD), tree("A/V/kartu", "B/W/lapas"))


@pytest.mark.parametrize(
    ("moves", "told"),
    [
        ("visa,paspor\n", "row 2: column kind is empty"),
        (",paspor,merge\n", "row 2: column from is empty"),
        ("visa,paspor,pindah\n", "row 2: kind 'pindah' is unknown"),
        ("lama,entah,rename\n", "entah is no leaf"),
        ("lama,lebih-lama,rename\nlebih-lama,lama,rename\n", "circle"),
        ("paspor,visa,merge\n", "paspor was moved but is a leaf still"),
        ("lama,paspor,split\n", "a split names two leaves or more"),
        ("lama,paspor,merge\nlama,visa,merge\n", "a split names two leaves or more"),
    ],
)
def test_moves_that_contradict_themselves_or_the_tree_are_refused(moves: str, told: str) -> None:
    with pytest.raises(InvalidMoves, match=told):
        tree(*OLD, moves=moves)


def test_a_file_without_its_columns_is_refused_and_an_empty_one_is_none() -> None:
    with pytest.raises(InvalidMoves, match="column to, kind missing"):
        read_moves("from\nvisa\n")
    assert read_moves("") == ()


@given(st.lists(st.tuples(st.text("ab,\"' \n", min_size=1), st.sampled_from(list(MoveKind)))))
def test_moves_are_read_as_they_were_written(rows: list[tuple[str, MoveKind]]) -> None:
    moves = [Move(source=code.strip(), target="x", kind=kind) for code, kind in rows if code.strip()]
    assert read_moves(write_moves(moves)) == tuple(dict.fromkeys(moves))


@pytest.mark.parametrize(
    ("new", "moves", "expected"),
    [
        (OLD, "", {}),
        (("A/U/paspor-baru", *OLD[1:]), "paspor,paspor-baru,rename\n", {}),
        ((*OLD, "A/U/baru"), "", {"baru": 0}),
        (OLD[1:], "paspor,visa,merge\n", {"visa": 2}),
        (("A/U/p1", "A/U/p2", *OLD[1:]), "paspor,p1,split\npaspor,p2,split\n", {"p1": 2, "p2": 2}),
        (("A/V/paspor", *OLD[1:]), "", {"paspor": 1}),
        (("B/W/paspor", *OLD[1:]), "", {"paspor": 0}),
        (OLD[1:], "paspor,lapas,merge\n", {"lapas": 0}),
    ],
)
def test_a_model_has_proven_what_old_and_new_tree_agree_on(
    new: tuple[str, ...], moves: str, expected: dict[str, int]
) -> None:
    assert proven_depths(learnt(*OLD), tree(*new, moves=moves)) == expected


@given(st.dictionaries(st.sampled_from(["paspor", "visa", "kartu", "lapas"]), st.floats(0, 1)))
def test_probabilities_are_carried_over_without_loss(leaves: dict[str, float]) -> None:
    moves = "paspor,p1,split\npaspor,p2,split\nvisa,kartu,merge\n"
    carried = carry_over(leaves, tree("A/U/p1", "A/U/p2", "A/V/kartu", "B/W/lapas", moves=moves))
    assert sum(carried.values()) == pytest.approx(sum(leaves.values()))
    assert carried.get("p1") == carried.get("p2")


def test_a_leaf_that_changed_is_automated_only_as_deep_as_is_proven() -> None:
    thresholds = tuple(Threshold(level=level, value=0.5) for level in LEVELS)
    policy = RoutingPolicy(version="p", alpha=0.02, delta=0.05, thresholds=thresholds, max_depth=3)

    def depth_and_reason(**proven: int) -> tuple[int, str]:
        decision = decide(Prediction(leaves={"paspor": 0.9, "visa": 0.1}, proven=proven), policy, tree(*OLD))
        return decision.depth, decision.reasons[0]

    assert depth_and_reason() == (3, Reason.SURE)
    assert depth_and_reason(paspor=2) == (2, Reason.SURE)
    assert depth_and_reason(paspor=0) == (0, Reason.RESTRUCTURED)
    assert depth_and_reason(visa=0) == (3, Reason.SURE)


def test_moves_are_part_of_a_directory_and_of_its_version(tmp_path) -> None:
    plain = read_files(SHIPPED_FOLDER)
    moved = {**plain, "moves.csv": "from,to,kind\nlama,imi-paspor,rename\n"}
    write_files(moved, tmp_path)
    assert read_files(tmp_path) == moved
    assert version_of(moved) != version_of(plain)
    assert open_snapshot(moved)[1].resolve("lama") == ("imi-paspor",)
    write_files(plain, tmp_path)
    assert read_files(tmp_path) == plain
