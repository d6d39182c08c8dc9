"""An installation of its own with labelled reports, small enough to train on in seconds."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from psycopg import Connection

from classifier.registry import current_version, set_current
from classifier.rows import read_rows
from classifier.train import train
from complaints.directory import shipped_taxonomy
from complaints.prediction import Step
from complaints.report import IncomingReport, Report
from complaints.routing import Automation, Decision, Outcome, Reason
from database.claiming import claim_received
from database.connection import connect
from database.intake import store_reports
from database.reports import find_by_id
from database.review import Verdict, record_verdict
from database.routed import Routed, Versions
from database.routing import save_routed
from tepat.services import load_shipped_directory
from tepat.settings import ROOT, Settings

RUN = UUID("00000000-0000-4000-8000-000000000002")
START = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
LEAVES = ("imi-paspor", "imi-izin-tinggal", "pas-kunjungan")
WORDS = {
    "imi-paspor": "antrean paspor saya di kanim belum juga muncul padahal sudah bayar",
    "imi-izin-tinggal": "izin tinggal KITAS suami warga negara asing belum selesai diproses",
    "pas-kunjungan": "jam kunjungan keluarga di lapas dibatasi dan petugas meminta uang",
}


@pytest.fixture(scope="session")
def few_texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few texts of the project: training on all of them takes half a minute."""
    lines = (ROOT / "training_data" / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if json.loads(line)["category"] in LEAVES and json.loads(line)["split"] == "train"]
    path = tmp_path_factory.mktemp("texts") / "reports.jsonl"
    path.write_text("\n".join(wanted[::3]), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def trained_on_few(few_texts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model of these texts, current."""
    folder = tmp_path_factory.mktemp("models")
    taxonomy = shipped_taxonomy()
    set_current(folder, train(read_rows(few_texts, taxonomy), taxonomy, folder, jobs=1).version)
    return folder


@pytest.fixture
def settings(committed_database: str, few_texts: Path, trained_on_few: Path, tmp_path: Path) -> Settings:
    """Settings over a database and a folder of models of this test's own."""
    load_shipped_directory(committed_database)
    shutil.copytree(trained_on_few, tmp_path / "models")
    urgency = tmp_path / "urgency.jsonl"
    urgency.write_text("")
    return Settings(
        home=tmp_path,
        models=tmp_path / "models",
        training_data=few_texts,
        urgency_texts=urgency,
        database_url=committed_database,
        DATABASE_URL=committed_database,
        alpha=0.1,
        lang="en",
        _env_file=None,
    )


@pytest.fixture
def database(settings: Settings) -> Iterator[Connection]:
    with connect(settings.database_url.get_secret_value()) as connection:
        yield connection


@pytest.fixture
def champion(settings: Settings) -> str:
    return current_version(settings.models)


@pytest.fixture
def review_many(database: Connection) -> Callable[..., list[UUID]]:
    """So many reports, an hour apart, that waited in the queue and were reviewed as `truth` says; their public ids.

    In this stream people write of passports with a word that the texts of the project do not have.
    """

    def run(count: int, *, first: int = 0, person: str = "sari", truth: Callable[[int], str] = kind_of) -> list[UUID]:
        found = []
        for number in range(first, first + count):
            leaf = truth(number)
            text = (
                f"{WORDS[leaf]} nomor {number}" if number % 2 else f"tolong soal {SLANG[leaf]} ini kapan beres {number}"
            )
            report = Report(
                source="lapor",
                external_id=f"R{number}",
                judul="",
                isi=text,
                reported_at=START + timedelta(hours=number),
            )
            found.append(review_one(database, report, leaf, person))
        return found

    return run


SLANG = {"imi-paspor": "buku hijau", "imi-izin-tinggal": "kartu bule", "pas-kunjungan": "besuk sel"}


def kind_of(number: int) -> str:
    return LEAVES[number % 3]


def review_one(connection: Connection, report: Report, leaf: str, person: str) -> UUID:
    path = shipped_taxonomy().path_of_leaf[leaf]
    with connection.transaction():
        (report_id,) = store_reports(connection, [IncomingReport(report=report)], actor="test", run_id=RUN).new
        claimed = claim_received(connection, 1)
        decision = Decision(
            outcome=Outcome.REVIEW,
            depth=0,
            steps=tuple(Step(path=path[:depth], p=0.6) for depth in range(1, len(path) + 1)),
            reasons=(Reason.UNSURE,),
            klasifikasi="aspirasi",
            policy="p1",
            model="m1",
        )
        routed = Routed(claimed=claimed[0], decision=decision, acted=False, reason=Reason.UNSURE)
        save_routed(connection, [routed], Versions(directory="d1", automation=Automation.SHADOW, run_id=RUN))
        public_id = find_by_id(connection, report_id)
        (shown,) = connection.execute("SELECT id FROM decisions WHERE report_id = %s", [report_id]).fetchone()
        verdict = Verdict(
            public_id=public_id,
            shown=shown,
            path=path,
            outside=False,
            klasifikasi="aspirasi",
            office_id=None,
            person=person,
        )
        record_verdict(connection, verdict)
        return public_id
