import csv
from datetime import date
from pathlib import Path

import pytest

from complaints.directory import Directory, Office, read_directory, shipped_directory, shipped_taxonomy
from complaints.directory.snapshot import open_snapshot, read_files, version_of, write_files
from complaints.errors import InvalidDirectory, NotFound
from complaints.taxonomy import read_taxonomy

HEADERS = {
    "units.csv": "id,ministry,bidang,level,parent_id,name,abbreviations,former_name,topics,keywords,valid_from,"
    "valid_to,successor,source",
    "offices.csv": "id,kind,subtype,class,name,bidang,unit_id,parent_id,kab_code,city,province,aliases,former_names,"
    "work_area,status,valid_from,valid_to,successor,source",
    "regions.csv": "code,level,name,parent_code,aliases,source,alias_source",
    "office_kinds.csv": "kind,subtype,words,use",
    "taxonomy.csv": "unit,leaf,outside,office_types",
}


def write_directory(folder: Path, **tables: list[dict[str, str]]) -> Path:
    sound = {
        "units": [{"id": "U"}],
        "offices": [{"id": "A", "kind": "Shop", "name": "Shop A", "unit_id": "U"}],
        "regions": [{"code": "1", "name": "North"}],
        "office_kinds": [{"kind": "Shop", "words": "shop", "use": "name"}],
        "taxonomy": [{"unit": "U", "leaf": "bread", "office_types": "Shop"}],
    }
    folder.mkdir(exist_ok=True)
    for table, rows in (sound | tables).items():
        columns = HEADERS[f"{table}.csv"].split(",")
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows([dict.fromkeys(columns, "") | row for row in rows])
    return folder


def office(**values: str) -> dict[str, str]:
    return {"id": "A", "kind": "Shop", "name": "Shop", "unit_id": "U"} | values


def test_a_sound_directory_is_read(tmp_path):
    rows = [office(aliases="One; Two", work_area="1*", valid_from="2026-01-26")]
    directory = read_directory(write_directory(tmp_path, offices=rows))
    assert directory.office("A").aliases == ("One", "Two")
    assert directory.office("A").served == ("1*",)
    assert directory.office("A").valid_from == date(2026, 1, 26)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([office(parent_id="X")], "offices.csv, row 2: parent_id X does not exist"),
        ([office(successor="X", valid_to="2025-01-01")], "offices.csv, row 2: successor X does not exist"),
        ([office(unit_id="X")], "offices.csv, row 2: unit_id X does not exist"),
        ([office(work_area="1;9*")], "offices.csv, row 2: work_area 9 does not exist"),
        ([office(), office()], "offices.csv, row 3: id 'A' is empty or stands twice"),
        (
            [office(valid_from="2025-02-01", valid_to="2025-01-01")],
            "offices.csv, row 2: valid_to lies before valid_from",
        ),
        ([office(), office(id="B", successor="A")], "offices.csv, row 3: a successor without valid_to"),
        ([office(kind="Shap")], "offices.csv, row 2: kind 'Shap' is in neither office_kinds.csv nor office_types"),
        (
            [office(successor="B", valid_to="2025-01-01"), office(id="B", valid_from="2025-03-01")],
            "offices.csv, row 2: successor B begins on 2025-03-01 only",
        ),
        (
            [office(id="B", parent_id="A"), office(valid_to="2025-01-01"), office(id="C")],
            "offices.csv, row 2: parent_id A ends on 2025-01-01; name the office above B",
        ),
        ([office(valid_from="yesterday")], "offices.csv, row 2: valid_from 'yesterday' is no date"),
        ([office(id="B", parent_id="A"), office(parent_id="B")], "parent_id leads from A back to itself"),
        (
            [
                office(successor="B", valid_to="2025-01-01"),
                office(id="B", successor="A", valid_to="2025-02-01"),
            ],
            "offices.csv, row 2: successor leads from A back to itself",
        ),
    ],
)
def test_a_broken_office_is_refused_with_its_row(tmp_path, rows, said):
    with pytest.raises(InvalidDirectory) as error:
        read_directory(write_directory(tmp_path, offices=rows))
    assert said in str(error.value)


def test_a_leaf_whose_unit_or_office_type_nobody_is_is_refused(tmp_path):
    rows = [{"unit": "V", "leaf": "bread", "office_types": "Mill"}]
    with pytest.raises(InvalidDirectory) as error:
        read_directory(write_directory(tmp_path, taxonomy=rows))
    assert "leaf bread: unit V is not in units.csv" in str(error.value)
    assert "leaf bread: no office is of kind Mill" in str(error.value)


def test_a_word_use_that_nobody_knows_is_refused_with_the_ones_there_are(tmp_path):
    rows = [{"kind": "Shop", "words": "shop", "use": "maybe"}]
    with pytest.raises(InvalidDirectory, match=r"office_kinds.csv, row 2: use 'maybe' is unknown; write one of name"):
        read_directory(write_directory(tmp_path, office_kinds=rows))


def test_all_problems_are_said_at_once(tmp_path):
    rows = [office(parent_id="X"), office(id="B", unit_id="Y")]
    with pytest.raises(InvalidDirectory) as error:
        read_directory(write_directory(tmp_path, offices=rows, units=[{"id": "U", "parent_id": "Z"}]))
    assert len(str(error.value).splitlines()) == 3


def test_a_missing_file_and_a_missing_column_are_said(tmp_path):
    write_directory(tmp_path)
    (tmp_path / "regions.csv").unlink()
    (tmp_path / "office_kinds.csv").write_text("kind,subtype,use\nShop,,name\n")
    with pytest.raises(InvalidDirectory) as error:
        read_directory(tmp_path)
    assert "regions.csv: the file is missing" in str(error.value)
    assert "office_kinds.csv: column 'words' is missing" in str(error.value)


def test_the_version_changes_with_any_file_and_only_then(tmp_path):
    first, again = read_files(write_directory(tmp_path)), read_files(write_directory(tmp_path))
    other = read_files(write_directory(tmp_path, offices=[office(aliases="One")]))
    assert version_of(first) == version_of(again) != version_of(other)


def test_a_snapshot_gives_back_the_files_and_what_is_in_them(tmp_path):
    files = read_files(write_directory(tmp_path / "one"))
    write_files(files, tmp_path / "two")
    assert read_files(tmp_path / "two") == files
    directory, taxonomy = open_snapshot(files)
    assert directory == read_directory(tmp_path / "one")
    assert taxonomy.levels == read_taxonomy(tmp_path / "one" / "taxonomy.csv").levels


def test_a_folder_without_all_the_files_is_refused_by_name(tmp_path):
    (write_directory(tmp_path) / "units.csv").unlink()
    with pytest.raises(InvalidDirectory, match=r"units\.csv"):
        read_files(tmp_path)


def chain() -> Directory:
    return Directory(
        offices=(
            Office(id="A", kind="Shop", name="A", valid_to=date(2025, 1, 31), successors=("B",)),
            Office(id="B", kind="Shop", name="B", valid_to=date(2026, 1, 31), successors=("C",)),
            Office(id="C", kind="Shop", name="C"),
            Office(id="D", kind="Shop", name="D", valid_to=date(2025, 1, 31)),
        )
    )


@pytest.mark.parametrize(
    ("office_id", "on", "now"),
    [
        ("A", date(2025, 1, 31), "A"),
        ("A", date(2025, 2, 1), "B"),
        ("A", date(2026, 2, 1), "C"),
        ("C", date(2030, 1, 1), "C"),
        ("D", date(2030, 1, 1), ""),
        ("X", date(2026, 1, 1), ""),
    ],
)
def test_an_office_is_followed_to_whoever_succeeded_it_by_that_day(office_id, on, now):
    assert "".join(one.id for one in chain().as_of(on).heirs_of(office_id)) == now


def test_an_unknown_office_is_not_found():
    with pytest.raises(NotFound):
        chain().office("X")


def test_the_shipped_directory_holds_all_offices_units_and_regions():
    directory = shipped_directory()
    regional = [office for office in directory.offices if not office.parent_id]
    assert (len(directory.units), len(directory.regions)) == (20, 552)
    assert (len(regional), len(directory.offices)) == (119, 119 + 789)


def test_every_shipped_row_names_its_source():
    directory = shipped_directory()
    assert all(row.source for table in (directory.units, directory.offices, directory.regions) for row in table)


def test_no_shipped_office_is_searched_by_the_name_of_the_ministry_before_the_split():
    names = [name for office in shipped_directory().offices for name in (office.name, *office.aliases)]
    assert not [name for name in names if "kumham" in name.lower()]


def test_the_shipped_taxonomy_has_47_leaves_on_four_levels():
    taxonomy = shipped_taxonomy()
    assert taxonomy.levels == ("ministry", "bidang", "unit", "category")
    assert len(taxonomy.leaves) == 47
    assert sum(taxonomy.leaf(leaf).outside for leaf in taxonomy.leaves) == 12
