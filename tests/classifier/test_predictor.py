from dataclasses import replace
from pathlib import Path

import pytest

from classifier.errors import ModelDoesNotFit
from classifier.predictor import load_predictor
from classifier.registry import set_current
from classifier.train import TrainedModel
from complaints.directory import shipped_directory
from complaints.report import Message
from complaints.taxonomy import Taxonomy, build_taxonomy


@pytest.fixture
def models(trained: TrainedModel) -> Path:
    set_current(trained.folder.parent, trained.version)
    return trained.folder.parent


def with_kinds(**kinds: str) -> Taxonomy:
    rows = [
        {
            "toko": "LUAR" if leaf == "jalan" else "T1",
            "bagian": leaf,
            "barang": leaf,
            "office_types": kinds.get(leaf, ""),
        }
        for leaf in ("jalan", "paku", "roti", "susu")
    ]
    return build_taxonomy(["toko", "bagian", "barang", "office_types"], rows)


def test_offices_are_sought_among_the_kinds_of_the_suggested_leaf(models: Path) -> None:
    directory = shipped_directory()
    lapas = next(office for office in directory.offices if office.kind == "Lapas")
    message = Message(judul="", isi=f"roti basi di {lapas.name}")
    found = [
        load_predictor(models, directory, with_kinds(roti=kind)).predict([message])[0].offices
        for kind in ("Lapas", "Kanwil HAM")
    ]
    assert [one.id for one in found[0]] == [lapas.id]
    assert lapas.id not in {one.id for one in found[1]}


def test_a_taxonomy_that_lacks_a_category_of_the_model_is_refused(models: Path, taxonomy: Taxonomy) -> None:
    smaller = replace(taxonomy, nodes={path: node for path, node in taxonomy.nodes.items() if "susu" not in path})
    with pytest.raises(ModelDoesNotFit, match="susu"):
        load_predictor(models, shipped_directory(), smaller)


def test_a_predictor_says_which_model_and_policy_it_is(models: Path, trained: TrainedModel, taxonomy: Taxonomy) -> None:
    predictor = load_predictor(models, shipped_directory(), taxonomy)
    assert (predictor.version, predictor.policy) == (trained.version, trained.policy)
    assert predictor.card["data"]["rows"] == 80
    assert [one.model for one in predictor.predict([Message(judul="", isi="roti")])] == [trained.version]


def test_a_model_works_on_with_a_tree_whose_leaves_moved(models: Path, taxonomy: Taxonomy) -> None:
    rows = [("T1", "makanan", "pangan"), ("T1", "alat", "paku"), ("LUAR", "luar", "jalan"), ("T1", "alat", "baru")]
    smaller = build_taxonomy(taxonomy.levels, [dict(zip(taxonomy.levels, row, strict=True)) for row in rows])
    moved = replace(smaller, successors={"roti": ("pangan",), "susu": ("pangan",)})
    message = Message(judul="", isi="roti tawar basi di toko")
    (before,) = load_predictor(models, shipped_directory(), taxonomy).predict([message])
    (after,) = load_predictor(models, shipped_directory(), moved).predict([message])
    assert after.leaves["pangan"] == pytest.approx(before.leaves["roti"] + before.leaves["susu"])
    assert "baru" not in after.leaves
    assert after.proven == {"pangan": 2, "baru": 0}
    assert before.proven == {}
