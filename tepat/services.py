"""Starts what one machine needs: the database, the Prefect server, the scheduled flows, and the API."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from complaints.directory import SHIPPED_FOLDER
from complaints.directory.snapshot import read_files, version_of
from complaints.errors import ComplaintError
from database import facts
from database.connection import connect
from database.embedded import EmbeddedServer, start_embedded
from database.migrate import apply_migrations
from tepat.children import Child, Children, stop_orphans
from tepat.ports import find_free_port, is_free
from tepat.settings import Settings

QUIET_PREFECT = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_CLI_PROMPT": "false",
}


READY_SECONDS = 90


class AlreadyRunning(ComplaintError):
    """`tepat up` runs already on this data folder."""


class PortTaken(ComplaintError):
    """Another program listens on the port that the pages need."""


class NotSetUp(ComplaintError):
    """The database holds no directory yet: run `tepat up` or `tepat directory import` once."""


class PrefectUnreachable(ComplaintError):
    """The Prefect server of PREFECT_API_URL does not answer."""


class NotReady(ComplaintError):
    """A child process did not become ready in time; its log says why."""


@dataclass(kw_only=True)
class Services:
    """What is running, and where it can be reached."""

    settings: Settings
    database_url: str
    embedded: EmbeddedServer | None
    children: Children
    prefect_url: str = ""
    prefect_is_ours: bool = False

    @property
    def environment(self) -> dict[str, str]:
        """What child processes need to reach the rest."""
        return {
            **QUIET_PREFECT,
            "DATABASE_URL": self.database_url,
            "PREFECT_API_URL": self.prefect_url,
            "PREFECT_HOME": str(self.settings.place / "prefect"),
            "TEPAT_HOME": str(self.settings.place),
            "TEPAT_AUTOMATION": self.settings.automation,
            "PROMETHEUS_MULTIPROC_DIR": str(self.settings.place / "run" / "measures"),
            "PYTHONWARNINGS": "ignore",
        }

    def revive(self, on_death: Callable[[Child], None]) -> None:
        """Start again what died: the embedded database first, since the others need it."""
        if self.embedded and not self.embedded.is_running():
            self.embedded.start_again()
        self.children.revive(on_death)

    def log(self, name: str) -> Path:
        return self.settings.place / "log" / f"{name}.log"

    def start(self, name: str, *command: str, descriptors: Sequence[int] = ()) -> Child:
        """Start a module as a child that lives as long as the command does."""
        return self.children.start(self._child(name, command, descriptors=descriptors))

    def start_once(self, name: str, *command: str) -> Child:
        """Start a module as a child that ends by itself."""
        return self.children.start(self._child(name, command, once=True))

    def _child(
        self, name: str, command: Sequence[str], *, once: bool = False, descriptors: Sequence[int] = ()
    ) -> Child:
        return Child(
            name=name,
            command=[sys.executable, "-m", *command],
            environment=self.environment,
            log=self.log(name),
            once=once,
            descriptors=descriptors,
        )


@contextmanager
def open_database(settings: Settings) -> Iterator[tuple[str, EmbeddedServer | None]]:
    """The database of the settings, or the embedded one, migrated and with the directory loaded."""
    settings.place.mkdir(parents=True, exist_ok=True)
    url = settings.database_url.get_secret_value()
    embedded = None if url else start_embedded(settings.place / "postgres")
    try:
        url = embedded.url if embedded else url
        apply_migrations(url)
        load_shipped_directory(url)
        yield url, embedded
    finally:
        if embedded:
            embedded.leave()


def load_shipped_directory(url: str) -> None:
    """Load the directory that comes along, unless one was loaded or imported before."""
    with connect(url) as connection, connection.transaction():
        if facts.current_directory_version(connection) is None:
            files = read_files(SHIPPED_FOLDER)
            facts.load_directory(connection, version_of(files), files, actor="setup")


@contextmanager
def open_services(settings: Settings) -> Iterator[Services]:
    """Database and Prefect server for one command; everything that was started is stopped at the end."""
    run_folder = settings.place / "run"
    (run_folder / "measures").mkdir(parents=True, exist_ok=True)
    stop_orphans(run_folder)
    with open_database(settings) as (url, embedded):
        children = Children(run_folder)
        services = Services(settings=settings, database_url=url, embedded=embedded, children=children)
        try:
            find_or_start_prefect(services)
            yield services
        finally:
            children.stop()


def find_or_start_prefect(services: Services) -> None:
    """Use the Prefect server of the settings, or the one of a running `tepat up`, or start one as a child."""
    settings = services.settings
    services.prefect_url = settings.prefect_api_url or running_prefect(settings)
    if settings.prefect_api_url and not is_healthy(f"{services.prefect_url}/health"):
        raise PrefectUnreachable
    if services.prefect_url:
        return
    port = settings.prefect_port if is_free(settings.prefect_port) else find_free_port()
    services.prefect_url = f"http://127.0.0.1:{port}/api"
    services.prefect_is_ours = True
    services.start("prefect", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port))


def running_prefect(settings: Settings) -> str:
    """The Prefect server of the `tepat up` that runs on this data folder, or an empty string."""
    place = settings.place / "run" / "prefect.url"
    if not place.exists():
        return ""
    url = place.read_text().strip()
    return url if is_healthy(f"{url}/health") else ""


def is_healthy(url: str) -> bool:
    """Whether this address answers with success just now."""
    try:
        return httpx.get(url, timeout=2.0).is_success
    except httpx.HTTPError:
        return False


def wait_until_ready(services: Services, name: str, url: str) -> None:
    """Wait until the address answers. Raises NotReady, at once where the service has ended."""
    deadline = time.monotonic() + READY_SECONDS
    while not is_healthy(url):
        if time.monotonic() > deadline or services.children.has_ended(name):
            raise NotReady(name, READY_SECONDS, services.log(name))
        time.sleep(0.3)
