"""A copy of all data and models in one file, and back; what was erased since stays erased."""

import json
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from psycopg import Connection

from classifier.registry import current_version, set_current
from complaints.errors import ComplaintError
from database import audit
from database.connection import connect
from database.dumping import count_reports, dump, restore
from database.embedded import start_embedded
from database.erasing import Remembered, all_tombstones, erase_again
from database.migrate import apply_migrations
from tepat.services import open_database
from tepat.settings import Settings

MANIFEST = "manifest.json"
DATABASE = "database.dump"
MODELS = "models"


class NoBackup(ComplaintError):
    """This file is no backup of `tepat backup`, or it is damaged."""


class BrokenChain(ComplaintError):
    """The audit log of this backup does not end as its manifest says: somebody changed the file."""


@dataclass(frozen=True, kw_only=True)
class Backup:
    """What a backup holds. `audit_head` is the hash of the last row of its audit log."""

    made_at: str
    reports: int
    audit_head: str
    model: str


def write_backup(settings: Settings, file: Path) -> Backup:
    """All data and the current model in a file that only its owner may read. Raises DumpFailed."""
    with TemporaryDirectory() as name, open_database(settings) as (url, _):
        folder = Path(name)
        with connect(url) as connection:
            made = _describe(connection, current_version(settings.models))
        dump(url, folder / DATABASE)
        (folder / MANIFEST).write_text(json.dumps(asdict(made)), encoding="utf-8")
        partial = file.with_name(f".{file.name}.partial")
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600)
        with tarfile.open(partial, "w") as tar:
            tar.add(folder / MANIFEST, MANIFEST)
            tar.add(folder / DATABASE, DATABASE)
            tar.add(settings.models / made.model, f"{MODELS}/{made.model}")
        partial.replace(file)
    return made


def restore_backup(settings: Settings, file: Path) -> Backup:
    """Bring data and model back into an empty place, verify the audit log, and erase again what was erased since.

    Raises NoBackup, NotEmpty, DumpFailed or BrokenChain.
    """
    with TemporaryDirectory() as name, _empty_database(settings) as url:
        folder = Path(name)
        made = _unpack(file, folder)
        restore(url, folder / DATABASE)
        apply_migrations(url)
        with connect(url) as connection, connection.transaction():
            if not audit.holds_head(connection, made.audit_head) or audit.verify(connection).broken_at is not None:
                raise BrokenChain
            erase_again(connection, _remembered(settings))
        _bring_model(folder / MODELS / made.model, settings.models)
    return made


def remember_erasures(settings: Settings, connection: Connection) -> None:
    """Keep outside of the database what was erased, so that a backup from before does not bring it back."""
    rows = [asdict(one) for one in all_tombstones(connection)]
    partial = _memory(settings).with_suffix(".partial")
    partial.write_text(json.dumps(rows, default=str), encoding="utf-8")
    partial.replace(_memory(settings))


def _remembered(settings: Settings) -> list[Remembered]:
    memory = _memory(settings)
    rows = json.loads(memory.read_text(encoding="utf-8")) if memory.exists() else []
    return [Remembered(**row) for row in rows]


def _memory(settings: Settings) -> Path:
    return settings.place / "erased.json"


def _describe(connection: Connection, model: str) -> Backup:
    return Backup(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        reports=count_reports(connection),
        audit_head=audit.verify(connection).head,
        model=model,
    )


@contextmanager
def _empty_database(settings: Settings) -> Iterator[str]:
    settings.place.mkdir(parents=True, exist_ok=True)
    url = settings.database_url.get_secret_value()
    embedded = None if url else start_embedded(settings.place / "postgres")
    try:
        yield embedded.url if embedded else url
    finally:
        if embedded:
            embedded.leave()


def _unpack(file: Path, folder: Path) -> Backup:
    try:
        with tarfile.open(file) as tar:
            tar.extractall(folder, filter="data")
        made = Backup(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, tarfile.TarError, ValueError, TypeError) as error:
        raise NoBackup(str(file)) from error
    return made


def _bring_model(kept: Path, folder: Path) -> None:
    """The model that was in force then, in force again. Raises ModelDamaged."""
    if not (folder / kept.name).exists():
        partial = folder / f".{kept.name}.partial"
        shutil.copytree(kept, partial, dirs_exist_ok=True)
        partial.rename(folder / kept.name)
    set_current(folder, kept.name)
