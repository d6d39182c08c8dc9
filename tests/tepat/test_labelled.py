"""Labelled rows of any instansi, from the files that offices have."""

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook

from classifier.errors import InvalidRows
from classifier.groups import LeftOut
from classifier.rows import Columns
from complaints.taxonomy import InvalidTaxonomy, Taxonomy, build_taxonomy
from tepat.labelled import read_labelled

HEADER = ["keluhan", "dinas", "tanggal"]
ROWS = [
    ["Lampu jalan padam", "Perhubungan", "2024-01-02"],
    ["Got mampet & bau", "Air", "03/01/2024"],
    ["Sampah tidak diangkut", "Kebersihan", "5 Januari 2024"],
]
COLUMNS = Columns(text="keluhan", label="dinas")


@pytest.fixture
def known() -> Taxonomy:
    return build_taxonomy(["bidang", "category"], [{"bidang": "imigrasi", "category": "paspor"}])


def write_csv(folder: Path, rows: list[list[str]], delimiter: str = ";") -> Path:
    path = folder / "laporan.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([HEADER, *rows])
    return path


def write_xlsx(folder: Path, rows: list[list[str]]) -> Path:
    workbook = Workbook()
    workbook.create_sheet("kosong", 0)
    for row in [HEADER, *rows]:
        workbook["Sheet"].append(row)
    workbook.save(folder / "laporan.xlsx")
    return folder / "laporan.xlsx"


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_labels_that_nobody_knows_form_a_tree_of_one_level(write, known: Taxonomy, tmp_path: Path) -> None:
    data = read_labelled(write(tmp_path, ROWS), COLUMNS, known)
    assert data.taxonomy.leaves == ("Air", "Kebersihan", "Perhubungan")
    assert [row.category for row in data.rows] == ["Perhubungan", "Air", "Kebersihan"]
    assert data.left_out is LeftOut.LIKENESS


def test_texts_are_cleaned_as_reports_are(known: Taxonomy, tmp_path: Path) -> None:
    data = read_labelled(write_csv(tmp_path, [["Got <b>mampet</b> &amp; bau", "Air", ""], *ROWS]), COLUMNS, known)
    assert data.rows[0].message.isi == "Got mampet & bau"


def test_with_a_time_column_rows_are_left_out_by_blocks_of_time(known: Taxonomy, tmp_path: Path) -> None:
    columns = Columns(text="keluhan", label="dinas", time="tanggal")
    data = read_labelled(write_csv(tmp_path, ROWS), columns, known)
    assert data.left_out is LeftOut.TIME
    assert len({row.voice for row in data.rows}) == 3


def test_one_known_label_means_that_all_must_be_known(known: Taxonomy, tmp_path: Path) -> None:
    path = write_csv(tmp_path, [["Paspor lama", "paspor", ""], ["Jalan rusak", "pasport", ""]])
    with pytest.raises(InvalidRows, match=r"laporan.csv, row 3: dinas 'pasport' is not in the taxonomy"):
        read_labelled(path, COLUMNS, known)


def test_a_taxonomy_file_rules_over_what_is_known(known: Taxonomy, tmp_path: Path) -> None:
    tree = tmp_path / "tree.csv"
    tree.write_text("kota,dinas\nA,Perhubungan\nA,Air\nB,Kebersihan\n")
    data = read_labelled(write_csv(tmp_path, ROWS), COLUMNS, known, tree)
    assert data.taxonomy.levels == ("kota", "dinas")
    tree.write_text("kota,dinas\nA,\n")
    with pytest.raises(InvalidTaxonomy, match="row 2: column dinas"):
        read_labelled(write_csv(tmp_path, ROWS), COLUMNS, known, tree)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["", "Air", "2024-01-01"], "row 2: field keluhan is empty"),
        (["Got mampet", " ", "2024-01-01"], "row 2: field dinas is empty"),
        (["Got mampet", "Air", "kemarin"], "row 2: field tanggal: 'kemarin' is no date"),
        (["Got mampet", "Air", ""], "row 2: field tanggal is empty"),
    ],
)
def test_a_faulty_row_is_named_with_its_field(row: list[str], said: str, known: Taxonomy, tmp_path: Path) -> None:
    columns = Columns(text="keluhan", label="dinas", time="tanggal")
    with pytest.raises(InvalidRows, match=said):
        read_labelled(write_csv(tmp_path, [row, *ROWS]), columns, known)


def test_a_missing_column_is_named_with_those_that_there_are(known: Taxonomy, tmp_path: Path) -> None:
    with pytest.raises(InvalidRows, match=r"no column isi; there are: keluhan, dinas, tanggal.*--text-column"):
        read_labelled(write_csv(tmp_path, ROWS), Columns(label="dinas"), known)


def test_a_holdout_is_never_learnt_from(known: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    line = '{"isi": "Paspor lama", "category": "paspor", "split": "%s"}\n'
    path.write_text(line % "train" + line % "holdout" + line % "")
    assert [row.split for row in read_labelled(path, Columns(), known).rows] == ["train", ""]
    path.write_text(line % "holdout")
    with pytest.raises(InvalidRows, match="no rows to learn from"):
        read_labelled(path, Columns(), known)
