import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.identifiers import IdentifierKind
from complaints.privacy import LONGEST_BODY, find_identifiers, mask, mask_message
from complaints.report import Message, Place

SENTENCES = Path(__file__).parent.parent.parent / "training_data" / "privacy.jsonl"
PIECES = st.lists(
    st.sampled_from(
        [
            *("NIK", "nama saya", "Budi", "siti", "a.n.", "rek", "BCA", "wa", "0812-0000-1234", "9971010203800001"),
            *(
                "paspor",
                "X0000123",
                "B 1234 XYZ",
                "Rp",
                "1.500.000",
                "(021)",
                "7700011",
                "17-08-2025",
                "[NIK]",
                "mobil",
            ),
            *("a@contoh.id", "\n", "+62", "000", "12345678", "kk", ".", ",", "İ", "no"),
        ]
    ),
    max_size=14,
).map(" ".join)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("NIK saya 9971010203800001 ditolak", "NIK saya [NIK] ditolak"),
        ("nomor 3174015708450000 itu punya siapa", "nomor [NIK] itu punya siapa"),
        ("kk 9901020304050001 salah", "kk [KK] salah"),
        ("NPWP 01.234.567.8-901.000", "NPWP [NPWP]"),
        ("npwp 0012345678901000", "npwp [NPWP]"),
        ("WA 0812-0000-1234 ya", "WA [TELEPON] ya"),
        ("telepon (021) 7700011.", "telepon [TELEPON]."),
        ("hubungi +60 12-345 6789", "hubungi [TELEPON]"),
        ("email budi_h@contoh.id ya", "email [EMAIL] ya"),
        ("rek BCA 0001234500 kosong", "rek BCA [REKENING] kosong"),
        ("paspor c0001234 hilang", "paspor [PASPOR] hilang"),
        ("mobil B 1234 XYZ di depan", "mobil [PELAT] di depan"),
        ("nama saya budi hartono mau tanya", "nama saya [NAMA] mau tanya"),
        ("Surat a.n. Dewi Anggraeni, terlampir", "Surat a.n. [NAMA], terlampir"),
        ("Hormat saya,\nWulandari", "Hormat saya,\n[NAMA]"),
        ("NAMA SAYA AGUS SETIAWAN BUKAN ITU", "NAMA SAYA [NAMA] BUKAN ITU"),
    ],
)
def test_what_identifies_a_person_is_masked_by_its_kind(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "PNBP Rp 1.650.000 dibayar 12-01-2025 pukul 08.00 - 15.00",
        "UU Nomor 22 Tahun 2022, putusan 123/Pid.Sus/2024/PN Sby",
        "SK AHU-0012345.AH.01.02.TAHUN 2024",
        "kode billing 820250112345678 dan nomor permohonan 3012000012345678",
        "nomor laporan 081234567",
        "tanggal 08-12-2025 08.15 WIB",
        "visa indeks B211A, blok B 12, kamar D 14",
        "nama saya salah tertulis di paspor",
        "atas nama PT Maju Sentosa dan warga RT 05",
        "antri dari subuh",
        "paspor 48 halaman, paspor 2024",
    ],
)
def test_money_dates_rules_and_file_numbers_stay(text):
    assert mask(text) == text


def test_a_number_is_what_the_nearest_word_before_it_says():
    text = "KK 9901020304050001, NIK 9971010203800001, rek 00012345678, hp 081200001234"
    assert [one.kind for one in find_identifiers(text)] == [
        IdentifierKind.KK,
        IdentifierKind.NIK,
        IdentifierKind.ACCOUNT,
        IdentifierKind.PHONE,
    ]


def test_a_message_keeps_its_place():
    message = Message(judul="NIK 9971010203800001", isi="halo", place=Place(kota="Kota Bogor"))
    assert mask_message(message) == Message(judul="NIK [NIK]", isi="halo", place=Place(kota="Kota Bogor"))


@given(st.one_of(st.text(max_size=80), PIECES))
def test_masking_twice_changes_nothing(text):
    assert mask(mask(text)) == mask(text)


@given(st.one_of(st.text(max_size=80), PIECES))
def test_identifiers_lie_in_the_text_in_order_and_never_overlap(text):
    ends = [place for one in find_identifiers(text) for place in (one.start, one.end)]
    assert ends == sorted(ends)
    assert all(0 <= place <= len(text) for place in ends)
    assert all(one.start < one.end for one in find_identifiers(text))


def test_nine_of_ten_identifiers_of_sentences_that_nothing_was_tuned_on_are_found_exactly():
    rows = [json.loads(line) for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["half"] == "test"]
    labelled = {(row["id"], span["kind"], span["start"], span["end"]) for row in rows for span in row["spans"]}
    found = {(row["id"], one.kind, one.start, one.end) for row in rows for one in find_identifiers(row["text"])}
    assert len(labelled & found) >= 0.9 * len(labelled)
    assert len(labelled & found) >= 0.95 * len(found)


def test_the_labelled_sentences_are_many_and_about_half_hold_no_identifier():
    rows = [json.loads(line) for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 300
    assert 0.4 < sum(not row["spans"] for row in rows) / len(rows) < 0.6
    assert {span["kind"] for row in rows for span in row["spans"]} == set(IdentifierKind)


def test_of_a_very_long_body_only_the_beginning_is_kept_in_the_masked_message():
    message = Message(judul="", isi="nomor saya 081234567890 " + "kata " * 30_000)
    masked = mask_message(message)
    assert masked.isi.startswith("nomor saya [TELEPON]")
    assert len(masked.isi) <= LONGEST_BODY
