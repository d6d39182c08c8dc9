"""What a flow needs to work: the database, the sources, and what decides."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from psycopg import Connection
from psycopg_pool import ConnectionPool

from classifier.calibration import policy_under
from classifier.policies import policy_to_dict
from classifier.predictor import Predictor, load_predictor
from complaints.conduct import Conduct
from complaints.directory.snapshot import open_snapshot
from complaints.errors import ComplaintError
from complaints.routing import Key, RoutingPolicy
from complaints.taxonomy import Taxonomy
from complaints.timestamps import day_of
from database import facts, models
from database.connection import connect, open_pool
from database.raising import raised_now
from flows.conducting import conduct_in_force
from tepat.settings import Settings


class NotSetUp(ComplaintError):
    """The database holds no directory yet: run `tepat up` or `tepat directory import` once."""


@dataclass(frozen=True, kw_only=True)
class Deciding:
    """What decides, with the versions that are stored with each decision, and where thresholds lie for now."""

    predictor: Predictor
    policy: RoutingPolicy
    taxonomy: Taxonomy
    directory: str
    raised: Mapping[Key, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Workplace:
    """An open workplace. `holder` is a connection of its own for locks that last as long as the process."""

    settings: Settings
    pool: ConnectionPool[Connection]
    holder: Connection
    conduct: Conduct

    def deciding(self, model: str | None = None) -> Deciding:
        """Load model, policy and directory as they are in force now, and note them; or another model, to compare.

        Raises NotSetUp, NoModel or ModelDamaged.
        """
        with self.pool.connection() as connection:
            found, instead = facts.current_directory(connection), models.once_live(connection)
        if found is None:
            raise NotSetUp
        version, files = found
        directory, taxonomy = open_snapshot(files)
        directory = directory.as_of(day_of(now()))
        predictor = load_predictor(self.settings.models, directory, taxonomy, model, instead=instead)
        folder = self.settings.models / predictor.version
        policy = policy_under(folder, predictor.policy, self.conduct.terms) or predictor.policy
        with self.pool.connection() as connection:
            models.note_policy(connection, policy.version, predictor.version, policy_to_dict(policy))
            if model is None:
                models.note_live_model(connection, predictor.version, predictor.card, actor="flow:triage")
            raised = raised_now(connection, policy.version)
        return Deciding(predictor=predictor, policy=policy, taxonomy=taxonomy, directory=version, raised=raised)


@contextmanager
def open_workplace(settings: Settings) -> Iterator[Workplace]:
    """Connect to the database for the length of one flow run."""
    url = settings.database_url.get_secret_value()
    with open_pool(url, size=4) as pool, connect(url) as holder:
        yield Workplace(settings=settings, pool=pool, holder=holder, conduct=conduct_in_force(holder, settings))


def now() -> datetime:
    """The clock of the flows."""
    return datetime.now(UTC)
