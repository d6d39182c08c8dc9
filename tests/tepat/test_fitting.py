"""Every table of the command line, as it is read in a terminal of 80 columns and in a file."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import UUID

import pytest
from rich.cells import cell_len
from rich.console import Console

from classifier.evaluate import Evaluation, LevelScore
from classifier.registry import ModelSummary
from complaints.directory import shipped_taxonomy
from complaints.guides import Confusion
from complaints.promotion import Difference as Measured
from complaints.promotion import Measure
from complaints.receivers import Receiver, ReceiverKind
from complaints.rerouting import Consequence, Difference
from database.accounts import Account
from database.deliveries import Standing
from database.quarantine import Quarantined
from database.reroute_parts import Compared
from database.runs import Run
from database.snapshots import Snapshot
from database.tokens import Token
from database.trainings import Training
from database.watch import Brake
from tepat.access_tables import print_accounts, print_tokens
from tepat.doctor import Finding
from tepat.fitting import show_table
from tepat.keeping import Guide
from tepat.learning_tables import print_snapshots, print_training
from tepat.receiving import print_receivers
from tepat.rerouting import difference_table, move_table
from tepat.tables import (
    print_brakes,
    print_evaluation,
    print_findings,
    print_guides,
    print_models,
    print_quarantine,
)
from tepat.triage_table import standing_table, triage_table
from tepat.wording import LANGUAGES, Language

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
IDS_ONLY = {"tokens", "accounts", "quarantine", "findings"}
ID = UUID("0191f6a4-5a1e-4c11-9f3d-2f1f5f3f7a10")
PATH = ("IMIPAS", "pemasyarakatan", "IMIPAS-ITJEN")
PRISON = ["PAS-LAPAS-001", "PAS-LAPAS-002", "PAS-LAPAS-003"]
COUNTS = [
    {"path": ["KUM", "hukum", "KUM-AHU", "kum-fidusia"], "acted": True, "depth": 3, "count": 12_345},
    {"path": list(shipped_taxonomy().path_of_leaf["luar-dukcapil"]), "acted": False, "depth": 0, "count": 81},
]


def run_of(seconds: float) -> Run:
    counts = dict.fromkeys(("found", "stored", "changed", "known", "quarantined", "decided"), 3)
    finished = AT + timedelta(seconds=seconds)
    return Run(
        id=ID, requested="command", files=[], started_at=AT, finished_at=finished, state="done", automation=None,
        notes=[], **counts,
    )  # fmt: skip


def training_of(differences: list[dict[str, object]]) -> Training:
    judgement = {"labels": 12_345, "effective": 1_210.4, "unseen": 0.021, "differences": differences}
    return Training(
        id=ID, requested_by="person:dewi", state="kept", requested_at=AT, finished_at=AT, step="settle", step_done=1,
        step_total=1, snapshot="ab" * 32, champion="tfidf-0123456789", challenger="tfidf-9876543210",
        judgement=judgement, why="Label terlalu sedikit.", settled_by=None,
    )  # fmt: skip


DIFFERENCE = vars(
    Measured(
        branch=PATH, measure=Measure.SUGGESTED, champion=0.9312, challenger=0.9371, low=-0.0021, high=0.0134,
        is_worse=False, is_better=False,
    )
)  # fmt: skip
TOKEN = Token(
    id=ID, name="jembatan-pengaduan-provinsi", role="mesin", reach_path=list(PATH), reach_offices=PRISON, created_at=AT,
    created_by="person:dewi", expires_at=AT, last_used_at=AT, revoked_at=AT,
)  # fmt: skip
ACCOUNT = Account(
    name="siti.rahmawati.kusumaningrum", shown_as="Siti Rahmawati Kusumaningrum", role="peninjau",
    reach_path=list(PATH), reach_offices=PRISON, state="aktif", email=None, must_change_password=False, created_at=AT,
    created_by="person:dewi",
)  # fmt: skip
ROW = Quarantined(
    id=1_234_567, source_key="lapor", origin="ekspor-lapor-kementerian-november-2026-gabungan.xlsx", row_number=12_345,
    problems=[{"code": "date_unreadable", "field": "Tanggal Laporan Masuk", "values": {"value": "31 Feb 2026"}}],
    raw={}, found_at=AT, replayed_at=None, report_id=None,
)  # fmt: skip
BRAKE = Brake(branch=list(PATH), policy="p", alpha=0.02, audited=12_345, errors=1_234, lower_rate=0.057, pulled_at=AT)
GUIDE = Guide(
    confusion=Confusion(
        leaves=("pas-kunjungan-dan-barang-titipan", "imipas-perilaku-petugas"), corrected=1_234, disagreed=12,
        answers=99, kappa=0.613,
    ),
    words=(("kunjungan", "besuk", "titipan"), ("petugas", "kasar", "pungli")),
)  # fmt: skip
MODEL = ModelSummary(
    version="tfidf-0123456789", rows=12_345, leaves=87, policy="p", automated=0.561,
    accuracy={"ministry": 0.989, "bidang": 0.963, "unit": 0.943, "category": 0.93},
)  # fmt: skip
LEVEL = LevelScore(
    level="kementerian", accuracy=0.963, macro_f1=0.951, ece=0.0213, ece_low=0.01, ece_high=0.03, routed=12_345,
    misrouted=1_234,
)  # fmt: skip
EVALUATION = Evaluation(
    rows=12_345, levels=(LEVEL,), automated=0.561, misrouted=0.0041, misroutes=12, outside_suggested=0.12,
    klasifikasi=None, office=None, model="tfidf-0123456789", policy="p",
)  # fmt: skip
RECEIVER = Receiver(name="meja-kanwil-jawa-tengah-dan-diy", kind=ReceiverKind.WEBHOOK, path=PATH, offices=tuple(PRISON))
WAITING = Standing(waiting=12_345, dead=7)
MOVED = Compared(
    by_person=False, difference=Difference.ELSEWHERE, consequence=Consequence.LOOK, before=PATH,
    after=("IMIPAS", "imigrasi", "IMI"),
)  # fmt: skip
SNAPSHOT = Snapshot(
    name="ab" * 32, made_at=AT, made_by="flow:retrain", until=AT, base="cd" * 32, base_rows=12_345, own_rows=1_234
)
FINDING = Finding(
    name="TEPAT_HOME", seen="/srv/pengaduan/tepat-alamat/data/produksi/instansi/pusat",
    remedy=("Kosongkan ruang disk (perlu 2 GiB).", "Free some disk space (2 GiB needed)."),
)  # fmt: skip

Print = Callable[[Console, Language], None]
TABLES: dict[str, tuple[Print, list[str]]] = {
    "tokens": (lambda to, lang: print_tokens(to, lang, [TOKEN]), [str(ID), TOKEN.name]),
    "accounts": (lambda to, lang: print_accounts(to, lang, [ACCOUNT]), [ACCOUNT.name, "peninjau"]),
    "quarantine": (lambda to, lang: print_quarantine(to, lang, [ROW]), ["1234567", "12345", "31 Feb 2026"]),
    "brakes": (lambda to, lang: print_brakes(to, lang, [BRAKE]), ["/".join(PATH)]),
    "guides": (lambda to, lang: print_guides(to, lang, [GUIDE]), [*GUIDE.confusion.leaves]),
    "models": (lambda to, lang: print_models(to, lang, [MODEL], MODEL.version), [MODEL.version]),
    "evaluation": (lambda to, lang: print_evaluation(to, lang, EVALUATION), [EVALUATION.model]),
    "receivers": (lambda to, lang: print_receivers(to, lang, [(RECEIVER, WAITING)]), [RECEIVER.name]),
    "training": (lambda to, lang: print_training(to, lang, training_of([DIFFERENCE])), ["tfidf-9876543210"]),
    "snapshots": (lambda to, lang: print_snapshots(to, lang, [SNAPSHOT]), ["ab" * 6]),
    "findings": (lambda to, lang: print_findings(to, lang, [FINDING]), ["TEPAT_HOME"]),
    "differences": (lambda to, lang: show_table(to, difference_table(lang, Counter({MOVED: 12_345}))), []),
    "moves": (lambda to, lang: show_table(to, move_table(lang, Counter({MOVED: 12_345}))), ["/".join(PATH)]),
    "triage": (lambda to, lang: show_table(to, triage_table(lang, shipped_taxonomy(), run_of(7.7), COUNTS)), []),
    "standing": (lambda to, lang: show_table(to, standing_table(lang, shipped_taxonomy(), COUNTS, 3)), []),
}  # fmt: skip


def printed(name: str, language: Language, *, columns: int | None = 80) -> list[str]:
    """The lines of this table in a terminal of so many columns, or in a file (None)."""
    file = StringIO()
    is_terminal = columns is not None
    console = Console(file=file, width=columns or 80, force_terminal=is_terminal, no_color=True, color_system=None)
    TABLES[name][0](console, language)
    return file.getvalue().splitlines()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TABLES)
def test_in_80_columns_nothing_is_cut_and_what_is_copied_stays_whole(name: str, language: Language) -> None:
    lines = printed(name, language)

    assert max(map(cell_len, lines)) <= 80
    assert "…" not in "".join(lines).replace(" … ", "")
    for whole in TABLES[name][1]:
        assert any(whole in line for line in lines), whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_has_every_row_on_one_line_with_all_its_columns(language: Language) -> None:
    (token,) = [line for line in printed("tokens", language, columns=None) if str(ID) in line]
    assert token.count("2026-11-20") == 3
    (row,) = [line for line in printed("quarantine", language, columns=None) if ROW.origin in line]
    assert "2024-01-05" in row


@pytest.mark.parametrize("columns", [80, None])
@pytest.mark.parametrize("name", TABLES)
def test_numbers_are_written_as_the_language_writes_them(name: str, columns: int | None) -> None:
    indonesian, english = ("\n".join(printed(name, language, columns=columns)) for language in LANGUAGES)

    assert not re.search(r"\d\.\d{1,2}(?!\d)", indonesian)
    assert not re.search(r"\d,\d{1,2}(?!\d)", english)
    if name not in IDS_ONLY:
        assert re.search(r"\b12\.345\b|\b1\.234\b", indonesian)
        assert re.search(r"\b12,345\b|\b1,234\b", english)


def test_how_long_a_triage_took_is_told_in_the_language_of_the_table() -> None:
    assert any("Waktu: 7,7 detik" in line for line in printed("triage", "id"))
    assert any("Time: 7.7 s" in line for line in printed("triage", "en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_comparison_that_was_not_made_prints_no_empty_table(language: Language) -> None:
    file = StringIO()
    print_training(Console(file=file), language, training_of([]))
    assert "tfidf-0123456789" not in file.getvalue()
    assert "Label terlalu sedikit." in file.getvalue()
