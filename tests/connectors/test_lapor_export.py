"""LAPOR! export files as they really are: each row becomes a report or says what is wrong with it."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from complaints.errors import InvalidReport
from complaints.messages import say
from complaints.report import Klasifikasi, Place, Reporter
from connectors.kept_cells import MAX_KEPT
from connectors.lapor_export import LaporExport
from connectors.lapor_row import COLUMNS, read_row
from connectors.replaying import UnknownColumn, read_kept_row
from connectors.source import Batch, RejectedRow, SourceUnavailable

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WIB = timezone(timedelta(hours=7))
GOOD = {
    "Tracking ID": "1001",
    "Tanggal Laporan Masuk": "5 Jan 2024",
    "Waktu Laporan Masuk": "02:13:42",
    "Nama Pelapor": "Sari Contoh",
    "Klasifikasi Laporan": "Permintaan Informasi",
    "Kategori": "Keimigrasian",
    "Judul Laporan": "Paspor",
    "Isi Laporan Awal": "Paspor saya belum jadi",
    "Sumber Laporan": "Website",
    "Provinsi": "Jawa Barat",
    "Kota/Kabupaten": "Cianjur",
}


def row(**changes: object) -> list[object]:
    """A good row; changes are named by the squeezed start of a column: isi_laporan_awal, tracking_id."""
    cells: dict[str, object] = {**dict.fromkeys(COLUMNS, ""), **GOOD}
    for name, value in changes.items():
        column = next(column for column in COLUMNS if column.lower().replace(" ", "_").startswith(name))
        cells[column] = value
    return list(cells.values())


def write_csv(
    path: Path, rows: Sequence[Sequence[object]], *, delimiter: str = ",", encoding: str = "utf-8"
) -> LaporExport:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([COLUMNS, *rows])
    path.write_bytes(text.getvalue().encode(encoding))
    return export(path)


def write_xlsx(path: Path, rows: Sequence[Sequence[object]]) -> LaporExport:
    workbook = Workbook()
    for cells in [COLUMNS, *rows]:
        workbook.active.append(list(cells))
    workbook.save(path)
    return export(path)


def export(path: Path) -> LaporExport:
    return LaporExport(path, now=lambda: NOW)


def read_all(source: LaporExport, *, cursor: str | None = None, size: int = 100) -> Batch:
    batches = list(source.batches(cursor, size))
    rejected = [row for batch in batches for row in batch.rejected]
    for refused in rejected:
        assert all(say(problem, "id") and say(problem, "en") for problem in refused.problems)
        assert "\x00" not in "".join(refused.raw.values())
    return Batch(
        reports=[report for batch in batches for report in batch.reports],
        rejected=rejected,
        cursor=batches[-1].cursor if batches else "",
    )


def ids(batch: Batch) -> list[str]:
    return [incoming.report.external_id for incoming in batch.reports]


def codes(refused: RejectedRow) -> list[str]:
    return [problem.code for problem in refused.problems]


def refusal_of(source: LaporExport) -> str:
    """The one code with which the file as a whole is refused."""
    batch = read_all(source)
    (refused,) = batch.rejected
    assert (refused.row, list(batch.reports)) == (0, [])
    return codes(refused)[0]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_a_row_becomes_a_report_with_its_reporter_apart(tmp_path, write):
    batch = read_all(write(tmp_path / f"ekspor.{write.__name__[6:]}", [row()]))

    (incoming,) = batch.reports
    assert incoming.report.source == "lapor"
    assert incoming.report.external_id == "1001"
    assert incoming.report.isi == "Paspor saya belum jadi"
    assert incoming.report.reported_at == datetime(2024, 1, 5, 2, 13, 42, tzinfo=WIB)
    assert incoming.report.klasifikasi is Klasifikasi.INFORMASI
    assert incoming.report.place == Place(provinsi="Jawa Barat", kota="Cianjur")
    assert incoming.report.channel == "Website"
    assert incoming.report.category_hint == "Keimigrasian"
    assert incoming.reporter == Reporter(name="Sari Contoh")
    assert (list(batch.rejected), batch.cursor) == ([], "2")


@pytest.mark.parametrize(
    ("tipe", "anonim", "rahasia"),
    [
        ("", False, False),
        ("Anonim", True, False),
        ("Rahasia", False, True),
        ("Anonim|Rahasia", True, True),
        (" RAHASIA | anonim", True, True),
    ],
)
def test_tipe_laporan_says_who_stays_unknown(tmp_path, tipe, anonim, rahasia):
    (incoming,) = read_all(write_csv(tmp_path / "a.csv", [row(tipe_laporan=tipe)])).reports

    assert (incoming.report.anonim, incoming.report.rahasia) == (anonim, rahasia)
    assert (incoming.reporter is None) == anonim


@pytest.mark.parametrize("tipe", ["Anonim", "Anonm"])
def test_whoever_is_or_may_be_anonim_is_not_kept_with_a_rejected_row(tmp_path, tipe):
    (refused,) = read_all(write_csv(tmp_path / "a.csv", [row(tipe_laporan=tipe, isi_laporan_awal="")])).rejected

    assert refused.reporter is None
    assert "Sari" not in str(refused)


def test_the_name_of_the_reporter_never_stands_in_the_kept_cells(tmp_path):
    (refused,) = read_all(write_csv(tmp_path / "a.csv", [row(isi_laporan_awal="")])).rejected

    assert refused.reporter == Reporter(name="Sari Contoh")
    assert "Sari" not in str(refused.raw)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_is_read_with_any_usual_delimiter_and_encoding(tmp_path, delimiter, encoding):
    text = "Pelayanan “buruk”; sudah 3 minggu,\nbelum é jadi"
    source = write_csv(tmp_path / "a.csv", [row(isi_laporan_awal=text)], delimiter=delimiter, encoding=encoding)

    assert [incoming.report.isi for incoming in read_all(source).reports] == [text]


def test_columns_are_found_whatever_their_case_space_and_order(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("isi_laporan awal;Lain;TANGGAL  LAPORAN MASUK; tracking id \nPaspor hilang;x;5 Jan 2024;7\n")

    assert ids(read_all(export(path))) == ["7"]


def test_a_title_above_the_header_is_passed_over(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Laporan Januari\n\nTracking ID,Tanggal Laporan Masuk,Isi Laporan Awal\n7,5 Jan 2024,\n")

    (refused,) = read_all(export(path)).rejected

    assert (refused.row, codes(refused)) == (4, ["missing"])


def test_short_rows_and_empty_rows_are_fine(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "Tracking ID,Tanggal Laporan Masuk,Isi Laporan Awal,Judul Laporan\n"
        "1,5 Jan 2024,Tolong\n\n , ,\n2,5 Jan 2024,Tolong\n"
    )

    batch = read_all(export(path))

    assert (ids(batch), list(batch.rejected), batch.cursor) == (["1", "2"], [], "5")


def test_the_final_text_counts_where_the_first_says_nothing(tmp_path):
    source = write_csv(tmp_path / "a.csv", [row(isi_laporan_awal="-", isi_laporan_akhir="Paspor saya hilang")])

    assert read_all(source).reports[0].report.isi == "Paspor saya hilang"


def test_excel_cells_are_read_as_people_see_them(tmp_path):
    cells = row(tracking_id=1234567.0, tanggal_laporan_masuk=datetime(2024, 1, 5), waktu_laporan_masuk=time(2, 13, 42))

    (incoming,) = read_all(write_xlsx(tmp_path / "a.xlsx", [cells])).reports

    assert incoming.report.external_id == "1234567"
    assert incoming.report.reported_at == datetime(2024, 1, 5, 2, 13, 42, tzinfo=WIB)


@pytest.mark.parametrize("shortened", ["1,23457E+12", "1.23E+08"])
def test_a_number_that_excel_shortened_is_no_identifier(tmp_path, shortened):
    (refused,) = read_all(write_csv(tmp_path / "a.csv", [row(tracking_id=shortened)], delimiter=";")).rejected

    assert codes(refused) == ["id_shortened"]


def test_a_number_too_long_for_excel_is_no_identifier(tmp_path):
    (refused,) = read_all(write_xlsx(tmp_path / "a.xlsx", [row(tracking_id=1.2345678901234567e17)])).rejected

    assert codes(refused) == ["id_shortened"]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"tracking_id": ""}, ["missing"]),
        ({"isi_laporan_awal": ""}, ["missing"]),
        ({"isi_laporan_awal": "😀😀"}, ["no_words"]),
        ({"isi_laporan_awal": "0812 3456"}, ["no_words"]),
        ({"tanggal_laporan_masuk": "kemarin"}, ["date_unreadable"]),
        ({"tanggal_laporan_masuk": "5 Jan 2031"}, ["date_in_future"]),
        ({"waktu_laporan_masuk": "pagi"}, ["time_unreadable"]),
        ({"klasifikasi_laporan": "Keluhan"}, ["klasifikasi_unknown"]),
        ({"tipe_laporan": "Anonm"}, ["tipe_unknown"]),
        ({"tracking_id": "", "isi_laporan_awal": "", "tanggal_laporan_masuk": ""}, ["missing"] * 3),
    ],
)
def test_a_bad_row_goes_to_quarantine_and_the_rest_goes_on(tmp_path, write, changes, expected):
    rows = [row(tracking_id="1"), row(**changes), row(tracking_id="3")]

    batch = read_all(write(tmp_path / f"ekspor.{write.__name__[6:]}", rows))

    assert ids(batch) == ["1", "3"]
    (refused,) = batch.rejected
    assert (refused.origin, refused.row, codes(refused)) == (f"ekspor.{write.__name__[6:]}", 3, expected)


def test_a_text_of_200_000_characters_goes_to_quarantine_with_its_length(tmp_path):
    (refused,) = read_all(write_csv(tmp_path / "a.csv", [row(isi_laporan_awal="ab " * 66_667)])).rejected

    (problem,) = refused.problems
    assert (problem.code, problem.values["length"]) == ("too_long", 200_000)


def test_a_cell_of_50_megabytes_goes_to_quarantine_cut_and_the_rest_goes_on(tmp_path):
    rows = [row(tracking_id="1"), row(isi_laporan_awal="x" * 50_000_000), row(tracking_id="3")]

    batch = read_all(write_csv(tmp_path / "a.csv", rows))

    assert ids(batch) == ["1", "3"]
    (refused,) = batch.rejected
    assert refused.problems[0].values["length"] == 50_000_000
    kept = refused.raw["Isi Laporan Awal"]
    assert kept.startswith("x" * MAX_KEPT)
    assert kept.endswith("… [dipotong, aslinya 50000000 karakter]")
    assert refused.raw["Tracking ID"] == "1001"


def test_a_cell_beyond_every_limit_costs_its_row_only(tmp_path, monkeypatch):
    monkeypatch.setattr("connectors.csv_file.MAX_CELL", 1000)
    before = csv.field_size_limit(1000)
    try:
        batch = read_all(write_csv(tmp_path / "a.csv", [row(isi_laporan_awal="x" * 2000), row(tracking_id="3")]))
    finally:
        csv.field_size_limit(before)

    assert (codes(batch.rejected[0]), batch.rejected[0].row, ids(batch)) == (["row_unreadable"], 2, ["3"])


def test_null_bytes_leave_a_report_that_can_be_stored(tmp_path):
    batch = read_all(
        write_csv(tmp_path / "a.csv", [row(isi_laporan_awal="Pas\x00por hilang"), row(tracking_id="\x00")])
    )

    assert batch.reports[0].report.isi == "Paspor hilang"
    assert batch.rejected[0].raw["Tracking ID"] == "\ufffd"


def test_mojibake_markup_and_entities_are_mended(tmp_path):
    text = "<p>Pelayanan â€œburukâ€\x9d &amp; lambat<br>di Kanim</p>"

    assert (
        read_all(write_csv(tmp_path / "a.csv", [row(isi_laporan_awal=text)])).reports[0].report.isi
        == "Pelayanan “buruk” & lambat\ndi Kanim"
    )


def test_one_wrong_byte_does_not_spoil_a_file_in_utf_8(tmp_path):
    path = tmp_path / "a.csv"
    write_csv(path, [row(isi_laporan_awal="Pelayanan “buruk” é"), row(judul_laporan="BYTE")])
    path.write_bytes(path.read_bytes().replace(b"BYTE", b"caf\xe9"))

    reports = [incoming.report for incoming in read_all(export(path)).reports]

    assert [(report.isi, report.judul) for report in reports] == [
        ("Pelayanan “buruk” é", "Paspor"),
        ("Paspor saya belum jadi", "café"),
    ]


def test_a_quotation_mark_that_never_closes_is_told_and_not_taken_for_one_report(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "Tracking ID,Tanggal Laporan Masuk,Isi Laporan Awal\n"
        '1,5 Jan 2024,Tolong\n2,5 Jan 2024,"Tolong\n3,5 Jan 2024,Tolong\n'
    )

    batch = read_all(export(path))

    assert ids(batch) == ["1"]
    assert (batch.rejected[0].row, codes(batch.rejected[0])) == (3, ["quote_open"])
    assert batch.rejected[0].problems[0].values == {"lines": 2}


def test_the_same_identifier_twice_is_left_to_the_database(tmp_path):
    assert ids(read_all(write_csv(tmp_path / "a.csv", [row(), row()]))) == ["1001", "1001"]


def test_batches_are_of_the_wanted_size_and_the_cursor_goes_on_behind_each(tmp_path):
    source = write_csv(tmp_path / "a.csv", [row(tracking_id=str(n) if n != 3 else "") for n in range(7)])

    batches = list(source.batches(None, 3))

    assert [(len(batch.reports), len(batch.rejected), batch.cursor) for batch in batches] == [
        (3, 0, "4"),
        (2, 1, "7"),
        (1, 0, "8"),
    ]
    assert ids(read_all(source, cursor="4")) == ["4", "5", "6"]
    assert list(source.batches("8", 3)) == []


def test_a_file_is_known_by_its_content(tmp_path):
    first, renamed = write_csv(tmp_path / "a.csv", [row()]), write_csv(tmp_path / "b.csv", [row()])
    other = write_csv(tmp_path / "c.csv", [row(tracking_id="2")])

    assert first.key == renamed.key != other.key
    assert first.key.startswith("lapor:")


def test_missing_columns_are_listed(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Tracking ID,Judul\n1,Halo\n")

    (refused,) = read_all(export(path)).rejected

    assert refused.row == 0
    assert refused.problems[0].values == {"columns": "Tanggal Laporan Masuk, Isi Laporan Awal"}


def test_names_without_the_column_that_asks_for_anonymity_are_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Tracking ID,Tanggal Laporan Masuk,Isi Laporan Awal,Nama Pelapor\n1,5 Jan 2024,Tolong,Sari\n")

    assert refusal_of(export(path)) == "columns_missing"


def test_a_refused_file_is_refused_once(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"")
    (batch,) = export(tmp_path / "a.csv").batches(None, 10)

    assert list(export(tmp_path / "a.csv").batches(batch.cursor, 10)) == []


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "file_empty"),
        ("a.xlsx", b"", "file_empty"),
        ("a.csv", b"\n \n \n", "file_empty"),
        ("a.csv", b"\xff\xfe", "file_empty"),
        ("a.csv", bytes(range(256)), "columns_missing"),
        ("a.xlsx", b"Tracking ID,Isi", "file_not_xlsx"),
        ("a.xlsx", b"PK\x03\x04half", "file_broken"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1encrypted", "file_locked"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "file_locked"),
        ("a.pdf", b"%PDF-1.7", "file_type"),
        ("noname", b"x", "file_type"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)

    assert refusal_of(export(tmp_path / name)) == code


def test_a_file_that_is_gone_is_unavailable(tmp_path):
    with pytest.raises(SourceUnavailable):
        list(export(tmp_path / "a.csv").batches(None, 10))
    with pytest.raises(SourceUnavailable):
        _ = export(tmp_path / "a.csv").key


def test_a_file_whose_name_is_no_utf_8_has_a_name_that_can_be_stored(tmp_path):
    path = tmp_path / "lapor\udce9.csv"
    path.write_bytes(b"x")

    assert read_all(export(path)).rejected[0].origin == "lapor?.csv"


def repack(path: Path, part: str, change) -> LaporExport:
    """The workbook with one part changed; a part that is not there is added."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return export(path)


SHEET = "xl/worksheets/sheet1.xml"


def test_a_zip_bomb_named_xlsx_is_not_opened(tmp_path):
    write_xlsx(tmp_path / "a.xlsx", [row()])

    assert refusal_of(repack(tmp_path / "a.xlsx", "xl/media/bomb.xml", lambda _: b"0" * 30_000_000)) == "file_bomb"


def test_a_workbook_that_swells_beyond_the_limit_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr("connectors.xlsx_guard.MAX_FILE_MB", 0)

    assert (
        refusal_of(write_xlsx(tmp_path / "a.xlsx", [row(isi_laporan_awal="x y" * 10_000) for _ in range(70)]))
        == "file_bomb"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml"])
def test_a_part_with_a_doctype_is_not_opened(tmp_path, part, encoding):
    write_xlsx(tmp_path / "a.xlsx", [row()])
    secret = tmp_path / "secret.txt"
    secret.write_text("rahasia")
    doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'

    def add(xml: bytes) -> bytes:
        text = xml.decode().partition("?>")[2] if xml.startswith(b"<?xml") else xml.decode()
        return f'<?xml version="1.0" encoding="{encoding}"?><!-- {"-x" * 50_000} -->{doctype}{text}'.encode(encoding)

    assert refusal_of(repack(tmp_path / "a.xlsx", part, add)) == "file_doctype"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"])
def test_a_workbook_with_broken_xml_is_refused(tmp_path, part):
    write_xlsx(tmp_path / "a.xlsx", [row()])

    assert refusal_of(repack(tmp_path / "a.xlsx", part, lambda xml: xml[: len(xml) // 2])) == "file_broken"


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as package:
        package.writestr("halo.txt", "halo")

    assert refusal_of(export(tmp_path / "a.xlsx")) == "file_broken"


def test_rows_before_the_damage_are_kept_and_the_damage_is_told(tmp_path):
    write_xlsx(tmp_path / "a.xlsx", [row(tracking_id=str(n)) for n in range(5)])
    source = repack(tmp_path / "a.xlsx", SHEET, lambda xml: xml.replace(b'<row r="5"', b'<row r="5" <'))

    batch = read_all(source)

    assert ids(batch) == ["0", "1", "2"]
    assert (batch.rejected[0].row, codes(batch.rejected[0])) == (0, ["file_stopped"])
    assert batch.rejected[0].problems[0].values == {"row": 4}
    assert list(source.batches(batch.cursor, 10)) == []


def test_a_sheet_that_lies_about_its_size_is_read_as_it_stands(tmp_path):
    write_xlsx(tmp_path / "a.xlsx", [row()])

    for size in (b'ref="A1:A1"', b'ref="A1:XFD1048576"'):
        source = repack(tmp_path / "a.xlsx", SHEET, lambda xml, size=size: xml.replace(b'ref="A1:U2"', size))
        assert ids(read_all(source)) == ["1001"]


def test_a_row_number_beyond_every_sheet_ends_the_reading(tmp_path):
    write_xlsx(tmp_path / "a.xlsx", [row(), row()])
    source = repack(tmp_path / "a.xlsx", SHEET, lambda xml: xml.replace(b'<row r="3"', b'<row r="2000000000"'))

    assert ids(read_all(source)) == ["1001"]


def test_the_sheet_with_the_columns_is_found(tmp_path):
    workbook = Workbook()
    workbook.active.append(["Sampul"])
    sheet = workbook.create_sheet("Data")
    sheet.append(COLUMNS)
    sheet.append(row())
    workbook.save(tmp_path / "a.xlsx")

    assert ids(read_all(export(tmp_path / "a.xlsx"))) == ["1001"]


def test_a_workbook_named_csv_is_read_as_what_it_is(tmp_path):
    write_xlsx(tmp_path / "a.xlsx", [row()])

    assert ids(read_all(export((tmp_path / "a.xlsx").rename(tmp_path / "a.csv")))) == ["1001"]


def test_a_mended_row_is_accepted_when_it_is_replayed(tmp_path):
    (refused,) = read_all(write_csv(tmp_path / "a.csv", [row(tanggal_laporan_masuk="kemarin")])).rejected

    incoming = read_kept_row("lapor:x", refused.raw, {"tanggal laporan masuk": "5 Jan 2024"}, now=NOW)

    assert incoming == read_row({**refused.raw, "Tanggal Laporan Masuk": "5 Jan 2024"}, None, now=NOW)
    assert incoming.report.external_id == "1001"


def test_a_replayed_row_that_was_cut_is_refused_until_its_text_is_whole(tmp_path):
    (refused,) = read_all(write_csv(tmp_path / "a.csv", [row(isi_laporan_awal="ab " * 50_000)])).rejected

    with pytest.raises(InvalidReport) as again:
        read_kept_row("lapor:x", refused.raw, {}, now=NOW)

    assert [(problem.code, problem.values) for problem in again.value.problems] == [("cell_cut", {"length": 150_000})]
    assert read_kept_row("lapor:x", refused.raw, {"Isi Laporan Awal": "Ringkasnya"}, now=NOW).report.isi == "Ringkasnya"


@pytest.mark.parametrize("column", ["Isi", "Nama Pelapor"])
def test_a_column_that_cannot_be_mended_is_named(column):
    with pytest.raises(UnknownColumn, match="Tracking ID"):
        read_kept_row("lapor:x", {}, {column: "x"}, now=NOW)


HEADER = "Tracking ID;Tanggal Laporan Masuk;Isi Laporan Awal\n"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=200), st.text(max_size=60).map(lambda text: (HEADER + text).encode("utf-8", "replace"))
    )
)
def test_no_bytes_crash_the_reader(tmp_path, content):
    path = tmp_path / "any.csv"
    path.write_bytes(content)

    batch = read_all(export(path))

    assert not batch.cursor or list(export(path).batches(batch.cursor, 10)) == []
