"""What the API works with as it is in force: model, policy, taxonomy, directory and settings."""

import gc
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from psycopg import Connection
from psycopg_pool import ConnectionPool

from classifier.calibration import policy_under
from classifier.errors import NoModel
from classifier.predictor import Predictor, load_predictor
from classifier.registry import current_version
from complaints.conduct import Conduct
from complaints.directory import Directory
from complaints.directory.snapshot import open_snapshot
from complaints.guarantee import Terms
from complaints.routing import RoutingPolicy
from complaints.taxonomy import Taxonomy
from complaints.timestamps import day_of
from database import facts
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
