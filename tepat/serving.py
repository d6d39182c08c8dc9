"""Serves the API and the pages: a process of its own, started by `tepat up` or by any process manager.

`python -m tepat.serving [--socket 3]`: with the number of an open socket several processes answer at one address, and
whichever is free takes the next connection. What they share is in the database.
"""

import argparse
import gc
import socket
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from types import FrameType
from typing import Any

import uvicorn
from psycopg import Connection
from psycopg_pool import ConnectionPool

from api.app import create_app
from api.services import Services
from classifier.calibration import policy_under
from classifier.errors import NoModel
from classifier.predictor import Predictor, load_predictor
from classifier.registry import current_version
from complaints.conduct import Conduct
from complaints.directory import Directory
from complaints.directory.snapshot import open_snapshot
from complaints.guarantee import Terms
from complaints.office_provider import OfficeProvider
from complaints.routing import RoutingPolicy
from complaints.taxonomy import Taxonomy
from complaints.timestamps import day_of
from database import facts
from database.connection import open_pool
from database.models import once_live
from flows.conducting import conduct_in_force
from tepat.services import NotSetUp
from tepat.settings import Settings

LOOK_AGAIN_SECONDS = 5.0


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What was in force at the last look."""

    predictor: Predictor
    policy: RoutingPolicy
    directory: Directory
    directory_version: str
    conduct: Conduct


class InForce:
    """Model, policy, taxonomy, directory and settings as they are in force, taken up within seconds of a change."""

    def __init__(self, settings: Settings, pool: ConnectionPool[Connection]) -> None:
        self._settings = settings
        self._pool = pool
        self._lock = threading.Lock()
        self._looked_at = 0.0
        self._loaded: Loaded | None = None

    def predictor(self) -> Predictor:
        return self._current().predictor

    def policy(self) -> RoutingPolicy:
        return self._current().policy

    def taxonomy(self) -> Taxonomy:
        return self.predictor().taxonomy

    def directory(self) -> Directory:
        return self._current().directory

    def conduct(self) -> Conduct:
        return self._current().conduct

    def policy_under(self, terms: Terms) -> RoutingPolicy | None:
        """The policy that the current model would have under these terms; None where it brings no calibration."""
        predictor = self.predictor()
        return policy_under(self._settings.models / predictor.version, predictor.policy, terms)

    def _current(self) -> Loaded:
        with self._lock:
            if self._loaded is None or time.monotonic() - self._looked_at > LOOK_AGAIN_SECONDS:
                self._loaded = self._look()
                self._looked_at = time.monotonic()
            return self._loaded

    def _look(self) -> Loaded:
        with self._pool.connection() as connection:
            found = facts.current_directory(connection)
            conduct = conduct_in_force(connection, self._settings)
            instead = once_live(connection)
        if found is None:
            raise NotSetUp
        known = self._loaded
        wanted = (self._current_version(), found[0], day_of(datetime.now(UTC)))
        if known is None or wanted != _versions(known):
            # What serves now is the first to serve on where the new one is damaged.
            return self._load(*found, conduct, [*([known.predictor.version] if known else []), *instead])
        if known.conduct == conduct:
            return known
        return replace(known, conduct=conduct, policy=self._policy(known.predictor, conduct))

    def _current_version(self) -> str:
        """The model that should serve, empty where none is named."""
        try:
            return current_version(self._settings.models)
        except NoModel:
            return ""

    def _load(self, version: str, files: Mapping[str, str], conduct: Conduct, instead: Sequence[str]) -> Loaded:
        directory, taxonomy = open_snapshot(files)
        directory = directory.as_of(day_of(datetime.now(UTC)))
        predictor = load_predictor(self._settings.models, directory, taxonomy, instead=instead)
        # All this stays for long: were the collector to look through it, every page of that moment would wait.
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        return Loaded(
            predictor=predictor,
            policy=self._policy(predictor, conduct),
            directory=directory,
            directory_version=version,
            conduct=conduct,
        )

    def _policy(self, predictor: Predictor, conduct: Conduct) -> RoutingPolicy:
        folder = self._settings.models / predictor.version
        return policy_under(folder, predictor.policy, conduct.terms) or predictor.policy


def _versions(loaded: Loaded) -> tuple[str, str, date | None]:
    return loaded.predictor.version, loaded.directory_version, loaded.directory.on


def build_services(settings: Settings, pool: ConnectionPool[Connection]) -> Services:
    """What the API works with, from the settings."""
    in_force = InForce(settings, pool)
    return Services(
        pool=pool,
        predictor=in_force.predictor,
        policy=in_force.policy,
        taxonomy=in_force.taxonomy,
        directory=in_force.directory,
        conduct=in_force.conduct,
        policy_under=in_force.policy_under,
        models=settings.models,
        now=lambda: datetime.now(UTC),
        public_url=settings.public_url,
        allowed_hosts=settings.hosts,
        measures=settings.measures,
        office=_office(settings),
    )


def _office(settings: Settings) -> OfficeProvider | None:
    if not settings.oidc_issuer:
        return None
    return OfficeProvider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
    )


class Server(uvicorn.Server):
    """Ends the streams of the application as soon as it is told to stop, rather than wait for who follows them."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        app: Any = self.config.app
        app.state.counter.close()
        super().handle_exit(sig, frame)


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--socket", type=int, help="an open socket to listen on, by its file descriptor")
    inherited: int | None = parser.parse_args().socket
    settings = Settings()
    with open_pool(settings.database_url.get_secret_value()) as pool:
        config = uvicorn.Config(
            create_app(build_services(settings, pool)),
            host=settings.api_host,
            port=settings.api_port,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=3,
            server_header=False,
        )
        Server(config).run(None if inherited is None else [socket.socket(fileno=inherited)])


if __name__ == "__main__":
    main()
