"""What people can mend is told in their language and with the remedy; everything else stays a traceback."""

import pickle
from pathlib import Path

import pytest
import typer

from complaints.errors import ComplaintError, NotFound, Problem
from complaints.leaf_moves import InvalidMoves, read_moves
from complaints.taxonomy import InvalidTaxonomy, build_taxonomy
from database.erasing import StillWaiting
from tepat.failing import report_failures
from tepat.importing import AuditsWait
from tepat.settings import Settings
from tepat.wording import Language

AUDITS = AuditsWait(Problem(code="audits_wait", field="imi-paspor", values={"count": 3}))


def told(capsys: pytest.CaptureFixture[str], error: Exception, language: Language = "id") -> str:
    with pytest.raises(typer.Exit), report_failures(Settings(lang=language)):
        raise error
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "indonesian", "english"),
    [
        (AUDITS, "3 audit dari imi-paspor masih menunggu. Selesaikan dulu", "have them judged first"),
        (NotFound("account siti"), "Tidak ditemukan: akun siti. Periksa", "Not found: account siti. Check"),
        (StillWaiting("7"), "Laporan 7 masih menunggu putusan. Putuskan dulu", "Report 7 waits for a decision"),
    ],
)
def test_a_refusal_is_told_in_the_language_of_the_settings(
    error: ComplaintError, indonesian: str, english: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert indonesian in told(capsys, error)
    assert english in told(capsys, error, "en")


def test_a_fault_in_a_file_is_told_with_file_row_and_field(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InvalidTaxonomy) as taxonomy:
        build_taxonomy(["bidang", "category"], [{"bidang": "a", "category": ""}], name="taxonomy.csv")
    assert "taxonomy.csv, baris 2: kolom category kosong. Beri" in told(capsys, taxonomy.value)
    with pytest.raises(InvalidMoves) as moves:
        read_moves("from,to,kind\nvisa,paspor,pindah\n")
    assert "moves.csv, baris 2: kind 'pindah' tidak dikenal. Tulis" in told(capsys, moves.value)


def test_a_place_that_cannot_be_used_is_named_with_its_cause(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit), report_failures(Settings(lang="id")):
        (tmp_path / "tidak-ada").read_text()
    assert "tidak-ada tidak dapat dipakai: tidak ada. Periksa" in capsys.readouterr().err
    with pytest.raises(typer.Exit), report_failures(Settings(lang="id")):
        b"caf\xe9".decode()
    assert "bukan teks UTF-8 (bita 3)" in capsys.readouterr().err


@pytest.mark.parametrize("error", [BrokenPipeError(), KeyError("x")])
def test_what_nobody_can_mend_is_not_dressed_up(error: Exception) -> None:
    with pytest.raises(type(error)), report_failures(Settings(lang="id")):
        raise error


def test_what_can_be_mended_crosses_to_another_process_whole() -> None:
    again = pickle.loads(pickle.dumps(AUDITS))
    assert (str(again), again.problems) == (str(AUDITS), AUDITS.problems)
