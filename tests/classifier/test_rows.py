import json
from dataclasses import replace
from pathlib import Path

import pytest

from classifier.errors import InvalidRows
from classifier.rows import mask_rows, read_rows
from complaints.taxonomy import Taxonomy

SOUND = {"id": "1", "judul": "Roti", "isi": "basi", "category": "roti"}


def write_lines(folder: Path, *lines: object) -> Path:
    path = folder / "rows.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_a_row_holds_what_its_line_says(tmp_path: Path, taxonomy: Taxonomy) -> None:
    line = {**SOUND, "klasifikasi": "aspirasi", "upt_id": "A1", "kota": "Kota Bogor", "voice": "v1", "split": "train"}
    (row,) = read_rows(write_lines(tmp_path, "", line), taxonomy)
    assert (row.message.text, row.message.place.kota) == ("Roti\nbasi", "Kota Bogor")
    assert (row.category, row.klasifikasi, row.office, row.voice) == ("roti", "aspirasi", "A1", "v1")


def test_no_office_and_nobody_said_are_told_apart(tmp_path: Path, taxonomy: Taxonomy) -> None:
    rows = read_rows(write_lines(tmp_path, {**SOUND, "upt_id": ""}, SOUND), taxonomy)
    assert [row.office for row in rows] == ["", None]


def test_only_the_named_split_is_read(tmp_path: Path, taxonomy: Taxonomy) -> None:
    path = write_lines(tmp_path, {**SOUND, "split": "train"}, {**SOUND, "id": "2", "split": "holdout"})
    assert [row.id for row in read_rows(path, taxonomy, split="holdout")] == ["2"]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("{not json", "JSON"),
        ("[1]", "JSON object"),
        ({**SOUND, "category": "tahu"}, "category 'tahu'"),
        ({**SOUND, "category": ""}, "field category"),
        ({**SOUND, "isi": "  "}, "field isi"),
        ({**SOUND, "judul": 7}, "field judul"),
        ({**SOUND, "klasifikasi": "gawat"}, "klasifikasi 'gawat'"),
    ],
)
def test_a_faulty_line_is_named_with_its_field(tmp_path: Path, taxonomy: Taxonomy, line: object, field: str) -> None:
    with pytest.raises(InvalidRows, match=rf"rows.jsonl, line 2: .*{field}"):
        read_rows(write_lines(tmp_path, SOUND, line), taxonomy)


def test_many_faults_are_counted_and_not_all_shown(tmp_path: Path, taxonomy: Taxonomy) -> None:
    with pytest.raises(InvalidRows, match="and 20 more lines"):
        read_rows(write_lines(tmp_path, *["{"] * 30), taxonomy)


@pytest.mark.parametrize("split", ["", "holdout"])
def test_a_file_without_rows_is_refused(tmp_path: Path, taxonomy: Taxonomy, split: str) -> None:
    lines = [{**SOUND, "split": "train"}] if split else []
    with pytest.raises(InvalidRows, match="no rows"):
        read_rows(write_lines(tmp_path, *lines), taxonomy, split=split)


def test_bytes_that_are_no_utf8_are_named(tmp_path: Path, taxonomy: Taxonomy) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'{"isi": "caf\xe9"}\n')
    with pytest.raises(InvalidRows, match="line 1: is no JSON in UTF-8"):
        read_rows(path, taxonomy)


def test_masked_rows_hold_no_identifier_and_are_otherwise_the_same(tmp_path: Path, taxonomy: Taxonomy) -> None:
    line = {**SOUND, "isi": "basi, WA 0812-0000-1234", "upt_id": "A1", "voice": "v1"}
    rows = read_rows(write_lines(tmp_path, line, SOUND), taxonomy)
    masked = mask_rows(rows)
    assert [row.message.isi for row in masked] == ["basi, WA [TELEPON]", "basi"]
    assert (masked[0].office, masked[0].voice, masked[1]) == ("A1", "v1", rows[1])


def test_an_old_name_is_read_as_what_is_in_its_place_and_a_split_one_is_named(
    tmp_path: Path, taxonomy: Taxonomy
) -> None:
    moved = replace(taxonomy, successors={"kue": ("roti",), "pangan": ("roti", "susu")})
    (row,) = read_rows(write_lines(tmp_path, {**SOUND, "category": "kue"}), moved)
    assert row.category == "roti"
    with pytest.raises(InvalidRows, match="'pangan' was split into roti, susu"):
        read_rows(write_lines(tmp_path, {**SOUND, "category": "pangan"}), moved)
