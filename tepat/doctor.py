"""What is wrong with this installation, and how to mend it."""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version

import psycopg

from classifier.registry import load_current
from complaints.directory import shipped_directory, shipped_taxonomy
from complaints.errors import ComplaintError
from complaints.messages import say
from complaints.numerals import numeral
from database.health import ServerHealth, examine_server
from tepat.failing import cause_of
from tepat.ports import is_free
from tepat.services import is_healthy, running_prefect
from tepat.settings import Settings
from tepat.wording import LANGUAGES

LEAST_POSTGRES = 150000
LEAST_GIB = 2


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at. `remedy` is empty where all is well. Texts as (Indonesian, English), but for what
    reads the same in both."""

    name: str | tuple[str, str]
    seen: str | tuple[str, str]
    remedy: tuple[str, str] | None = None


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything, one after the other; what cannot be looked at is a finding too."""
    yield _python()
    yield _fastapi()
    yield _disk(settings)
    yield from _database(settings)
    yield _prefect(settings)
    yield _model(settings)
    yield _directory()
    yield _port(settings)


def _python() -> Finding:
    seen = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info >= (3, 11)
    return Finding(name="Python", seen=seen, remedy=None if good else ("Pasang Python 3.11.", "Install Python 3.11."))


def _fastapi() -> Finding:
    seen = version("fastapi")
    good = (0, 139) <= tuple(int(part) for part in seen.split(".")[:2]) < (0, 151)
    remedy = (
        "Versi ini merusak server Prefect: pip install -c constraints.txt fastapi",
        "This version breaks Prefect's server: pip install -c constraints.txt fastapi",
    )
    return Finding(name="FastAPI", seen=seen, remedy=None if good else remedy)


def _disk(settings: Settings) -> Finding:
    try:
        settings.place.mkdir(parents=True, exist_ok=True)
        (settings.place / ".write").touch()
        (settings.place / ".write").unlink()
    except OSError as error:
        text = ("Setel TEPAT_HOME ke folder yang dapat ditulis.", "Set TEPAT_HOME to a folder that can be written.")
        own, english = (f"{settings.place}: {cause_of(error, language)}" for language in LANGUAGES)
        return Finding(name="TEPAT_HOME", seen=(own, english), remedy=text)
    gib = shutil.disk_usage(settings.place).free / 1024**3
    text = ("Kosongkan ruang disk (perlu 2 GiB).", "Free some disk space (2 GiB needed).")
    return Finding(
        name="TEPAT_HOME",
        seen=(f"{settings.place}, {numeral(gib, ',.1f')} GiB", f"{settings.place}, {gib:,.1f} GiB"),
        remedy=None if gib >= LEAST_GIB else text,
    )


def _database(settings: Settings) -> Iterator[Finding]:
    url = settings.database_url.get_secret_value()
    if not url:
        data = settings.place / "postgres" / "PG_VERSION"
        seen = data.read_text().strip() if data.exists() else "-"
        yield Finding(name="PostgreSQL", seen=(f"tertanam, versi data {seen}", f"embedded, data version {seen}"))
        return
    try:
        yield from _server(examine_server(url))
    except psycopg.Error as error:
        yield Finding(
            name="PostgreSQL",
            seen=str(error).strip().splitlines()[0],
            remedy=(
                "Periksa DATABASE_URL, server, dan kata sandinya; atau hapus DATABASE_URL agar yang tertanam dipakai.",
                "Check DATABASE_URL, the server and the password; or unset DATABASE_URL to use the embedded one.",
            ),
        )


def _server(server: ServerHealth) -> Iterator[Finding]:
    old = ("Pakai PostgreSQL 15 atau lebih baru.", "Use PostgreSQL 15 or newer.")
    seen = f"{server.version // 10000}.{server.version % 10000}"
    yield Finding(name="PostgreSQL", seen=seen, remedy=None if server.version >= LEAST_POSTGRES else old)
    lacking = (
        "Pasang pgvector di server itu (Debian: apt install postgresql-NN-pgvector).",
        "Install pgvector on that server (Debian: apt install postgresql-NN-pgvector).",
    )
    yield Finding(name="pgvector", seen=server.vector or "-", remedy=None if server.vector else lacking)
    rights = (
        "Sebagai superuser jalankan sekali: CREATE EXTENSION vector; CREATE ROLE tepat_service NOLOGIN; "
        "CREATE ROLE tepat_person NOLOGIN; GRANT tepat_service, tepat_person TO <pengguna>; "
        "GRANT CREATE ON DATABASE <basis data> TO <pengguna>;",
        "As a superuser run once: CREATE EXTENSION vector; CREATE ROLE tepat_service NOLOGIN; "
        "CREATE ROLE tepat_person NOLOGIN; GRANT tepat_service, tepat_person TO <user>; "
        "GRANT CREATE ON DATABASE <database> TO <user>;",
    )
    yield Finding(
        name=("hak", "rights"), seen="✓" if server.may_set_up else "-", remedy=None if server.may_set_up else rights
    )
    pending = ("Jalankan tepat up atau tepat triage sekali.", "Run tepat up or tepat triage once.")
    yield Finding(
        name=("migrasi", "migrations"),
        seen=(f"{server.pending} belum dijalankan", f"{server.pending} pending"),
        remedy=pending if server.pending else None,
    )


def _prefect(settings: Settings) -> Finding:
    url = settings.prefect_api_url
    if not url:
        own = (f"{version('prefect')}, server sendiri", f"{version('prefect')}, own server")
        return Finding(name="Prefect", seen=running_prefect(settings) or own)
    unreachable = (
        "Periksa PREFECT_API_URL dan server itu; atau hapus PREFECT_API_URL agar server sendiri dinyalakan.",
        "Check PREFECT_API_URL and that server; or unset PREFECT_API_URL to start one of our own.",
    )
    return Finding(name="Prefect", seen=url, remedy=None if is_healthy(f"{url}/health") else unreachable)


def _model(settings: Settings) -> Finding:
    try:
        model = load_current(settings.models)
    except ComplaintError as error:
        remedy = ("Jalankan tepat train, atau pulihkan models/ dari git.", "Run tepat train, or restore models/.")
        return Finding(name="model", seen=_told(error), remedy=remedy)
    unknown = sorted(set(model.classes) - set(shipped_taxonomy().leaves))
    remedy = ("Latih ulang: tepat train.", "Train again: tepat train.")
    return Finding(name="model", seen=model.version, remedy=remedy if unknown else None)


def _directory() -> Finding:
    try:
        directory = shipped_directory()
    except ComplaintError as error:
        remedy = ("Perbaiki berkas yang disebut.", "Mend the file that is named.")
        return Finding(name=("direktori", "directory"), seen=_told(error), remedy=remedy)
    count = len(directory.offices)
    return Finding(name=("direktori", "directory"), seen=(f"{count} satuan kerja", f"{count} offices"))


def _port(settings: Settings) -> Finding:
    url = f"http://127.0.0.1:{settings.api_port}"
    if is_free(settings.api_port, settings.api_host):
        return Finding(name="API", seen=(f"porta {settings.api_port} bebas", f"port {settings.api_port} free"))
    if is_healthy(f"{url}/healthz"):
        return Finding(name="API", seen=(f"{url} menjawab", f"{url} answers"))
    remedy = ("Setel TEPAT_API_PORT ke porta lain.", "Set TEPAT_API_PORT to another port.")
    taken = (
        f"porta {settings.api_port} dipakai program lain",
        f"port {settings.api_port} taken by another program",
    )
    return Finding(name="API", seen=taken, remedy=remedy)


def _told(error: ComplaintError) -> tuple[str, str]:
    """What is wrong with a file, in both languages where it carries its problems."""
    problems = getattr(error, "problems", ())
    own, english = ("\n".join(say(one, language) for one in problems) or str(error) for language in LANGUAGES)
    return own, english
