"""A backup brings everything back, and nothing that was erased since."""

import json
import stat
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pydantic import SecretStr

from classifier.registry import current_version
from complaints.report import IncomingReport, Report, Reporter
from complaints.retention import Erased
from database import audit
from database.connection import connect
from database.dumping import NotEmpty
from database.intake import store_reports
from tepat.copying import BrokenChain, NoBackup, restore_backup, write_backup
from tepat.rights import erase_reports, export_held, find_person
from tepat.services import load_shipped_directory
from tepat.settings import Settings

WHEN = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)


def settings_of(url: str, home: Path) -> Settings:
    return Settings(home=home, _env_file=None).model_copy(update={"database_url": SecretStr(url)})


@pytest.fixture
def here(committed_database: str, tmp_path: Path) -> Settings:
    """An installation with two reports of two people."""
    load_shipped_directory(committed_database)
    items = [
        IncomingReport(
            report=Report(source="lapor", external_id=name, judul="", isi=f"Kisah {name}", reported_at=WHEN),
            reporter=Reporter(name=name, contact=f"{name}@contoh.id"),
        )
        for name in ("Dewi", "Budi")
    ]
    with connect(committed_database) as connection:
        store_reports(connection, items, actor="test", run_id=uuid4())
        connection.execute("UPDATE reports SET status = 'reviewed'")
    return settings_of(committed_database, tmp_path)


def report_of(settings: Settings, contact: str) -> UUID:
    [found] = find_person(settings, contact, "S-1")
    return found


def test_everything_comes_back_and_the_log_is_whole(here: Settings, empty_database: str, tmp_path: Path) -> None:
    made = write_backup(here, tmp_path / "tepat.tar")
    assert stat.S_IMODE((tmp_path / "tepat.tar").stat().st_mode) == 0o600
    there = settings_of(empty_database, tmp_path / "new").model_copy(update={"models": tmp_path / "new" / "models"})
    restored = restore_backup(there, tmp_path / "tepat.tar")
    assert (restored.reports, restored.audit_head) == (2, made.audit_head)
    assert current_version(there.models) == current_version(here.models)
    export_held(there, report_of(there, "dewi@contoh.id"), "S-1", tmp_path / "dewi.json")
    assert json.loads((tmp_path / "dewi.json").read_text())["report"][0]["isi"] == "Kisah Dewi"
    with connect(empty_database) as connection:
        assert audit.verify(connection).broken_at is None


def test_what_was_erased_after_the_backup_stays_erased(here: Settings, empty_database: str, tmp_path: Path) -> None:
    write_backup(here, tmp_path / "tepat.tar")
    assert erase_reports(here, [report_of(here, "dewi@contoh.id")], Erased.TEXT, "S-2") == 1
    there = settings_of(empty_database, here.place)
    restore_backup(there, tmp_path / "tepat.tar")
    assert find_person(there, "dewi@contoh.id", "S-3") == []
    assert len(find_person(there, "budi@contoh.id", "S-3")) == 1
    with connect(empty_database) as connection:
        texts = connection.execute("SELECT isi FROM reports ORDER BY id").fetchall()
    assert texts == [("(teks dihapus)",), ("Kisah Budi",)]


def test_a_database_with_anything_in_it_is_left_alone(here: Settings, tmp_path: Path) -> None:
    write_backup(here, tmp_path / "tepat.tar")
    with pytest.raises(NotEmpty):
        restore_backup(here, tmp_path / "tepat.tar")


def test_a_file_that_is_no_backup_is_refused(empty_database: str, tmp_path: Path) -> None:
    (tmp_path / "tepat.tar").write_text("bukan cadangan")
    with pytest.raises(NoBackup):
        restore_backup(settings_of(empty_database, tmp_path), tmp_path / "tepat.tar")


def test_a_backup_with_another_log_than_its_manifest_says_is_refused(
    here: Settings, empty_database: str, tmp_path: Path
) -> None:
    write_backup(here, tmp_path / "tepat.tar")
    with tarfile.open(tmp_path / "tepat.tar") as tar:
        tar.extractall(tmp_path / "open", filter="data")
    manifest = tmp_path / "open" / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"audit_head": "00"}))
    with tarfile.open(tmp_path / "other.tar", "w") as tar:
        for part in sorted((tmp_path / "open").iterdir()):
            tar.add(part, part.name)
    with pytest.raises(BrokenChain):
        restore_backup(settings_of(empty_database, tmp_path / "new"), tmp_path / "other.tar")
