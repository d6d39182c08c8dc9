"""An installation of its own with labelled reports, small enough to train on in seconds."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from psycopg import Connection

from classifier.registry import set_current
from classifier.rows import read_rows
from classifier.train import train
from complaints.directory import shipped_taxonomy
from complaints.prediction import Step
from complaints.report import IncomingReport, Report
from complaints.routing import Automation, Decision, Outcome, Reason
from database import trainings
from database.claiming import claim_received
from database.connection import connect
from database.intake import store_reports
from database.reports import find_by_id
from database.review import Verdict, record_verdict
from database.routed import Routed, Versions
from database.routing import save_routed
from database.trainings import Training
from flows import contesting
from flows.retrain import begin
from flows.workplace import open_workplace
from tepat.services import load_shipped_directory
from tepat.settings import ROOT, Settings
from tests.conftest import fresh_database

NO_TEXTS = Path("/dev/null")
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


def settings_over(url: str, models: Path, texts: Path) -> Settings:
    """Settings over this database and a folder of models, with a promise that few labels suffice for."""
    return Settings(
        home=models.parent,
        models=models,
        training_data=texts,
        urgency_texts=NO_TEXTS,
        DATABASE_URL=url,
        alpha=0.1,
        lang="en",
        _env_file=None,
    )


@pytest.fixture
def settings(committed_database: str, few_texts: Path, trained_on_few: Path, tmp_path: Path) -> Settings:
    """An installation of this test's own: the directory, one model, no report."""
    load_shipped_directory(committed_database)
    shutil.copytree(trained_on_few, tmp_path / "models")
    return settings_over(committed_database, tmp_path / "models", few_texts)


@pytest.fixture(scope="session")
def learnt_once(
    server_url: str,
    migrated_template: str,
    few_texts: Path,
    trained_on_few: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, Path, Training]]:
    """A database with 150 reviewed reports whose training is over, its models, and that training."""
    models = tmp_path_factory.mktemp("learnt") / "models"
    shutil.copytree(trained_on_few, models)
    with fresh_database(server_url, template=migrated_template) as url:
        load_shipped_directory(url)
        with connect(url) as connection:
            review_stream(connection, 150)
        done = learn(settings_over(url, models, few_texts))
        yield urlsplit(url).path.lstrip("/"), models, done


@pytest.fixture
def learnt(
    server_url: str, learnt_once: tuple[str, Path, Training], few_texts: Path, tmp_path: Path
) -> Iterator[Settings]:
    """The same in an installation of this test's own: what was learnt is not learnt again."""
    template, models, _ = learnt_once
    shutil.copytree(models, tmp_path / "models")
    with fresh_database(server_url, template=template) as url:
        yield settings_over(url, tmp_path / "models", few_texts)


def learn(settings: Settings) -> Training:
    """One training in this process, step after step, as the flow does it."""
    with open_workplace(settings) as work:
        with work.pool.connection() as connection:
            id_ = trainings.request_training(connection, by="person:dewi")
        assert begin(work, str(id_)) == id_
        contesting.carry_on(work)
        bench = contesting.set_up(work, id_)
        material = contesting.take_snapshot(bench)
        if material is not None:
            challenger = contesting.train_challenger(bench, material)
            contesting.settle(bench, material, contesting.compare(bench, material, challenger), challenger.version)
        with work.pool.connection() as connection:
            return trainings.read_training(connection, id_)


def review_stream(
    connection: Connection,
    count: int,
    *,
    first: int = 0,
    person: str = "sari",
) -> list[UUID]:
    """So many reports, an hour apart, that waited in the queue and were reviewed; their public ids.

    Every second one uses words that the texts of the project do not have.
    """
    return [review_one(connection, number, person) for number in range(first, first + count)]


SLANG = {"imi-paspor": "buku hijau", "imi-izin-tinggal": "kartu bule", "pas-kunjungan": "besuk sel"}


def review_one(connection: Connection, number: int, person: str = "sari") -> UUID:
    leaf = LEAVES[number % 3]
    slang = f"tolong soal {SLANG[leaf]} ini kapan beres {number}"
    report = Report(
        source="lapor",
        external_id=f"R{number}",
        judul="",
        isi=f"{WORDS[leaf]} nomor {number}" if number % 2 else slang,
        reported_at=START + timedelta(hours=number),
    )
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
