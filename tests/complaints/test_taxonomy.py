from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.taxonomy import InvalidTaxonomy, Taxonomy, build_taxonomy, flat_taxonomy, read_taxonomy, write_taxonomy

CODES = st.sampled_from("abc")


@st.composite
def taxonomies(draw: st.DrawFn) -> Taxonomy:
    """Trees of one to five levels, in which the same code may stand below several parents."""
    depth = draw(st.integers(1, 5))
    count = draw(st.integers(1, 8))
    levels = [f"level{number}" for number in range(depth)]
    rows = []
    for leaf in range(count):
        codes = [draw(CODES) for _ in levels[:-1]] + [f"leaf{leaf}"]
        outside = draw(st.sampled_from(["yes", ""]))
        rows.append(dict(zip(levels, codes, strict=True)) | {"outside": outside})
    return build_taxonomy([*levels, "outside"], rows)


@given(taxonomies())
def test_every_node_but_the_top_hangs_below_its_parent(taxonomy):
    for path in taxonomy.nodes:
        assert path in taxonomy.children[path[:-1]]
        assert len(path) == 1 or path[:-1] in taxonomy.nodes


@given(taxonomies())
def test_a_node_is_outside_only_where_every_leaf_below_it_is(taxonomy):
    for path, node in taxonomy.nodes.items():
        below = [taxonomy.leaf(leaf) for leaf in taxonomy.leaves if taxonomy.path_of_leaf[leaf][: len(path)] == path]
        assert node.outside == all(leaf.outside for leaf in below)


def test_the_same_code_below_two_parents_is_two_nodes():
    rows = [{"field": "f", "unit": "u", "leaf": "x"}, {"field": "g", "unit": "u", "leaf": "y"}]
    taxonomy = build_taxonomy(["field", "unit", "leaf"], rows)
    assert {path for path in taxonomy.nodes if path[-1] == "u"} == {("f", "u"), ("g", "u")}


def test_names_and_kinds_of_office_are_read(tmp_path):
    file = tmp_path / "taxonomy.csv"
    file.write_text(
        "top,top_name,leaf,leaf_name,about,office_types\nt,Top,x,The x,all x,Shop; Mill ;\n", encoding="utf-8"
    )
    taxonomy = read_taxonomy(file)
    assert taxonomy.label(("t", "x")) == "The x"
    assert taxonomy.label(("t",)) == "Top"
    assert taxonomy.leaf("x").office_types == {"Shop", "Mill"}


@pytest.mark.parametrize(
    ("columns", "rows", "said"),
    [
        (["about"], [], "no level column"),
        (["leaf"], [], "no rows"),
        (["top", "leaf"], [{"top": "t", "leaf": ""}], "row 2: column leaf is empty"),
        (["leaf"], [{"leaf": "x"}, {"leaf": "x"}], "row 3: leaf x stands twice"),
    ],
)
def test_a_broken_taxonomy_is_refused_with_its_row(columns, rows, said):
    with pytest.raises(InvalidTaxonomy, match=said):
        build_taxonomy(columns, rows)


def test_a_tree_that_was_written_is_read_back_the_same(tmp_path: Path) -> None:
    columns = ["bidang", "bidang_name", "category", "category_name", "about", "outside", "office_types"]
    first = ["imigrasi", "Imigrasi, semua", "paspor", 'Paspor "baru"', "terbit; hilang", "", "Kanim;ULP"]
    other = ["luar", "Luar", "jalan", "Jalan", "", "yes", ""]
    tree = build_taxonomy(columns, [dict(zip(columns, row, strict=True)) for row in (first, other)])
    path = tmp_path / "taxonomy.csv"
    path.write_text(write_taxonomy(tree), encoding="utf-8")
    assert read_taxonomy(path) == tree


def test_labels_alone_make_a_tree_of_one_level() -> None:
    tree = flat_taxonomy(["b", "a", "b"])
    assert (tree.levels, tree.leaves) == (("category",), ("a", "b"))
    with pytest.raises(InvalidTaxonomy):
        flat_taxonomy([])
