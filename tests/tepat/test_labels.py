"""Labels out and in again: what leaves is masked, what comes in is checked row by row."""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from openpyxl import load_workbook
from psycopg import Connection

from classifier.rows import read_rows
from complaints.coverage import Coverage
from complaints.directory import shipped_taxonomy
from complaints.labels import Source
from complaints.report import IncomingReport, Report
from complaints.training_set import name_rows
from database.audit import history
from database.connection import connect
from database.intake import store_reports
from database.labelling import Said, label_events, say_label
from database.reports import find_by_id, find_report
from database.snapshots import OwnRow, Snapshot, compare_snapshots, find_snapshot, keep_snapshot
from database.training import labelled_reports
from flows.learning import base_rows, own_rows, project_rows
from tepat.cli import build_app
from tepat.exchanging import export_labels, import_labels
from tepat.label_rows import LabelsRefused
from tepat.retraining import SnapshotDiffers, rebuild_snapshot
from tepat.services import load_shipped_directory
from tepat.settings import Settings
from tepat.speaking import run

TEXT = "Paspor saya belum jadi, NIK 3174012345678901"


@pytest.fixture
def settings(committed_database: str, tmp_path: Path) -> Settings:
    load_shipped_directory(committed_database)
    texts = tmp_path / "reports.jsonl"
    texts.write_text(json.dumps({"isi": "visa saya", "category": "imi-visa", "voice": "a"}))
    return Settings(home=tmp_path, training_data=texts, DATABASE_URL=committed_database, _env_file=None)


@pytest.fixture
def database(settings: Settings) -> Iterator[Connection]:
    with connect(settings.database_url.get_secret_value()) as connection:
        yield connection


Labelled = Callable[..., UUID]


@pytest.fixture
def labelled(database: Connection) -> Labelled:
    """A report that sari said is about passports; returns its public id."""

    def make(category: str = "imi-paspor", **fields: object) -> UUID:
        values = {"judul": "", "isi": TEXT, "reported_at": datetime(2026, 11, 1, tzinfo=UTC)} | fields
        report = Report(source="lapor", external_id=uuid4().hex, **values)
        with database.transaction():
            (id_,) = store_reports(database, [IncomingReport(report=report)], actor="test", run_id=uuid4()).new
            public_id = find_by_id(database, id_)
            said = Said(public_id=public_id, version=1, category=category, person="sari", source=Source.REVIEW)
            say_label(database, said)
        return public_id

    return make


def events(database: Connection, public_id: UUID) -> list[tuple[str, Source]]:
    told = label_events(database, find_report(database, public_id).id)
    return [(event.category, event.source) for event in told]


def write_rows(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows))
    return path


def test_what_leaves_is_masked_and_rahasia_never_leaves(
    settings: Settings, database: Connection, labelled: Labelled, tmp_path: Path
) -> None:
    public_id = labelled()
    labelled(rahasia=True)
    path = tmp_path / "labels.jsonl"
    assert export_labels(settings, path, "jsonl") == 1
    (row,) = [json.loads(line) for line in path.read_text().splitlines()]
    assert row["id"] == str(public_id)
    assert row["isi"] == "Paspor saya belum jadi, NIK [NIK]"
    assert "sari" not in path.read_text()
    (entry,) = history(database, "labels:jsonl")
    assert (entry["action"], entry["details"]) == ("labels.exported", {"rows": 1})


def test_an_export_can_be_trained_on_as_it_is(settings: Settings, labelled: Labelled, tmp_path: Path) -> None:
    labelled()
    export_labels(settings, tmp_path / "labels.jsonl", "jsonl")
    (row,) = read_rows(tmp_path / "labels.jsonl", shipped_taxonomy())
    assert (row.category, row.message.isi) == ("imi-paspor", "Paspor saya belum jadi, NIK [NIK]")


def test_no_spreadsheet_takes_a_text_for_a_formula(settings: Settings, labelled: Labelled, tmp_path: Path) -> None:
    labelled(isi="=HYPERLINK(paspor) saya")
    export_labels(settings, tmp_path / "labels.csv", "csv")
    export_labels(settings, tmp_path / "labels.xlsx", "xlsx")
    with (tmp_path / "labels.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["isi"] == "'=HYPERLINK(paspor) saya"
    cells = [cell for line in load_workbook(tmp_path / "labels.xlsx").active for cell in line]
    assert {cell.data_type for cell in cells if cell.value == "=HYPERLINK(paspor) saya"} == {"s"}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_table_without_labels_has_the_same_header_as_one_with_labels(
    settings: Settings, labelled: Labelled, tmp_path: Path, form: str
) -> None:
    path = tmp_path / f"labels.{form}"

    def lines() -> list[tuple[object, ...]]:
        if form == "csv":
            with path.open(newline="") as file:
                return [tuple(line) for line in csv.reader(file)]
        return list(load_workbook(path).active.iter_rows(values_only=True))

    assert export_labels(settings, path, form) == 0
    (header,) = lines()
    assert {"id", "isi", "category", "labelled_at"} <= set(header)
    labelled()
    export_labels(settings, path, form)
    assert lines()[0] == header
    assert dict(zip(*lines(), strict=True))["category"] == "imi-paspor"


def test_an_export_that_found_nothing_says_so(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", settings.database_url.get_secret_value())
    monkeypatch.setenv("TEPAT_HOME", str(tmp_path))
    path = tmp_path / "labels.csv"
    assert run(build_app("en"), "en", ["labels", "export", str(path), "--format", "csv"]) == 0
    assert capsys.readouterr().out == f"There are no labels to export yet; {path} was written without any.\n"


@pytest.mark.parametrize("form", ["jsonl", "csv", "xlsx", "label-studio"])
def test_what_comes_back_untouched_says_nothing_new(
    settings: Settings, database: Connection, labelled: Labelled, tmp_path: Path, form: str
) -> None:
    public_id = labelled()
    path = tmp_path / f"labels.{'json' if form == 'label-studio' else form}"
    export_labels(settings, path, form)
    if form == "label-studio":
        with pytest.raises(LabelsRefused, match="no labels"):
            import_labels(settings, path)
    else:
        assert import_labels(settings, path).unchanged == 1
    assert events(database, public_id) == [("imi-paspor", Source.REVIEW)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_somebody_changed_in_a_table_lands_as_an_event(
    settings: Settings, database: Connection, labelled: Labelled, tmp_path: Path, form: str
) -> None:
    public_id = labelled()
    path = tmp_path / f"labels.{form}"
    export_labels(settings, path, form)
    if form == "csv":
        path.write_text(path.read_text().replace("imi-paspor", "imi-visa"))
    else:
        book = load_workbook(path)
        for cell in (cell for line in book.active for cell in line if cell.value == "imi-paspor"):
            cell.value = "imi-visa"
        book.save(path)
    done = import_labels(settings, path)
    assert (done.new, done.unchanged) == (1, 0)
    assert events(database, public_id) == [("imi-paspor", Source.REVIEW), ("imi-visa", Source.IMPORT)]


def test_an_annotation_of_label_studio_counts_even_where_it_agrees(
    settings: Settings, database: Connection, labelled: Labelled, tmp_path: Path
) -> None:
    public_id, path = labelled(), tmp_path / "tasks.json"
    export_labels(settings, path, "label-studio")
    (task,) = json.loads(path.read_text())
    task["annotations"] = [
        {"completed_by": 1, "result": task["predictions"][0]["result"]},
        {"was_cancelled": True, "result": []},
    ]
    path.write_text(json.dumps([task]))
    assert import_labels(settings, path).new == 1
    assert events(database, public_id)[-1] == ("imi-paspor", Source.IMPORT)


def test_every_fault_is_named_by_row_field_and_remedy_and_nothing_is_stored(
    settings: Settings, database: Connection, labelled: Labelled, tmp_path: Path
) -> None:
    good, secret = labelled(), labelled(rahasia=True)
    path = write_rows(
        tmp_path / "labels.jsonl",
        {"id": str(good), "category": "imi-visa"},
        {"id": "bukan-id", "category": "imi-visa"},
        {"id": str(uuid4()), "category": "imi-visa"},
        {"id": str(good), "category": ""},
        {"id": str(secret), "category": "imi-visa"},
        {"id": str(good), "category": "imi-visa", "version": 7},
        {"id": str(good), "category": "imi-visa", "klasifikasi": "marah"},
    )
    with pytest.raises(LabelsRefused) as first:
        import_labels(settings, path)
    for told in ("line 2: field id", "line 4: field category is empty", "line 7: field klasifikasi"):
        assert told in str(first.value)
    lines = path.read_text().splitlines()
    write_rows(path, *[json.loads(lines[number]) for number in (0, 2, 4, 5)])
    with pytest.raises(LabelsRefused) as second:
        import_labels(settings, path)
    for told in ("line 2: field id: no report", "line 3: field id: the report is rahasia", "line 4: field version"):
        assert told in str(second.value)
    assert events(database, good) == [("imi-paspor", Source.REVIEW)]


def test_categories_that_are_not_known_are_listed(settings: Settings, labelled: Labelled, tmp_path: Path) -> None:
    id_ = str(labelled())
    rows = [{"id": id_, "category": category} for category in ("baru", "lain", "baru")]
    with pytest.raises(LabelsRefused, match=r"Unknown categories: baru \(2\), lain \(1\)"):
        import_labels(settings, write_rows(tmp_path / "labels.jsonl", *rows))


def test_a_file_without_the_columns_of_an_export_is_told_which(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("isi,unit\npaspor,a\n")
    with pytest.raises(LabelsRefused, match=r"no column category, id; there are: isi, unit. Give the columns id and"):
        import_labels(settings, path)


def test_what_is_no_export_of_label_studio_is_refused(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "tasks.json"
    for content in ("{", "{}", "[1]"):
        path.write_text(content)
        with pytest.raises(LabelsRefused, match="Label Studio"):
            import_labels(settings, path)


def snapshot(settings: Settings, database: Connection) -> Snapshot:
    """What a training would keep of all that is labelled."""
    own = own_rows(labelled_reports(database), Coverage(sampled={}, drawn={}, unseen=0.0))
    base = base_rows(project_rows(settings, shipped_taxonomy()))
    name = name_rows([*base, *(one.row for one in own)])
    moment = datetime(2026, 12, 1, tzinfo=UTC)
    made = Snapshot(
        name=name,
        made_at=moment,
        made_by="flow:retrain",
        until=moment,
        base=name_rows(base),
        base_rows=len(base),
        own_rows=len(own),
    )
    with database.transaction():
        keep_snapshot(database, made, own)
    return made


def test_a_snapshot_that_is_built_again_has_the_same_name(
    settings: Settings, database: Connection, labelled: Labelled, tmp_path: Path
) -> None:
    labelled()
    public_id = labelled("imi-visa")
    made = snapshot(settings, database)
    # A new text of the report and a new label change nothing of what was learnt.
    database.execute("UPDATE labels SET withdrawn_at = now() WHERE category = 'imi-visa'")
    change_text(database, public_id)
    assert rebuild_snapshot(settings, made.name[:10], tmp_path / "out.jsonl") == made.name
    assert "[NIK]" in (tmp_path / "out.jsonl").read_text()
    assert "3174012345678901" not in (tmp_path / "out.jsonl").read_text()


def change_text(database: Connection, public_id: UUID) -> None:
    stored = find_report(database, public_id)
    report = Report(
        source=stored.source,
        external_id=stored.external_id,
        judul="",
        isi="isi yang lain sama sekali",
        reported_at=stored.reported_at,
    )
    with database.transaction():
        store_reports(database, [IncomingReport(report=report)], actor="test", run_id=uuid4())


def test_what_turns_rahasia_or_is_erased_is_in_no_snapshot_that_is_built_again(
    settings: Settings, database: Connection, labelled: Labelled, tmp_path: Path
) -> None:
    secret, erased = labelled(isi="paspor sangat pribadi"), labelled(isi="paspor yang dihapus")
    labelled()
    made = snapshot(settings, database)
    database.execute("UPDATE reports SET rahasia = true WHERE public_id = %s", [secret])
    database.execute("UPDATE reports SET isi = '' WHERE public_id = %s", [erased])
    with pytest.raises(SnapshotDiffers, match="2 own rows are gone"):
        rebuild_snapshot(settings, made.name, tmp_path / "out.jsonl")
    written = (tmp_path / "out.jsonl").read_text()
    assert "pribadi" not in written
    assert "dihapus" not in written
    assert snapshot(settings, database).own_rows == 1


def test_two_snapshots_are_compared(settings: Settings, database: Connection, labelled: Labelled) -> None:
    first_report = labelled()
    one = snapshot(settings, database)
    labelled()
    said = Said(public_id=first_report, version=1, category="imi-visa", person="dewi", source=Source.CORRECTION)
    with database.transaction():
        say_label(database, said)
    found = compare_snapshots(database, one, find_snapshot(database, snapshot(settings, database).name))
    assert (found.added, found.removed, found.rewritten, found.same_base) == (1, 0, 0, True)
    assert list(found.moved) == [("imi-paspor", "imi-visa", 1)]


def test_the_same_rows_in_any_order_have_one_name(settings: Settings, database: Connection, labelled: Labelled) -> None:
    for category in ("imi-paspor", "imi-visa"):
        labelled(category)
    own: list[OwnRow] = own_rows(labelled_reports(database), Coverage(sampled={}, drawn={}, unseen=0.0))
    rows = [one.row for one in own]
    assert name_rows(rows) == name_rows(rows[::-1])
    assert name_rows(rows) != name_rows([rows[0], replace(rows[1], category="imi-paspor")])
