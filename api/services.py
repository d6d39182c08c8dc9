"""What the API needs from the outside, handed over by whoever starts it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from psycopg import Connection
from psycopg_pool import ConnectionPool

from api.passwords import Passwords
from complaints.conduct import Conduct
from complaints.directory import Directory
from complaints.guarantee import Terms
from complaints.office_provider import OfficeProvider
from complaints.prediction import Prediction
from complaints.report import Message
from complaints.routing import Automation, RoutingPolicy
from complaints.taxonomy import Taxonomy

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class Predicting(Protocol):
    """Whatever says where messages belong."""

    def predict(self, messages: Sequence[Message]) -> list[Prediction]: ...


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How many requests one client may send at once, and how many of them come back every second."""

    burst: int = 300
    per_second: float = 30


@dataclass(frozen=True, kw_only=True)
class Services:
    """What the API works with.

    `pool` hands out connections with the service's rights. The callables give what is in force now and may be slow
    the first time only. `now` is aware of its time zone. `public_url` is where people reach the pages: with https its
    cookies never travel without. Call them before a connection is taken from the pool: they may take one themselves.
    `models` is the folder of all models (None: there is nothing to choose from); `policy_under` says which policy the
    current model would have under other terms (None: it cannot say). `measures` is the folder in
    which several processes count together (None: there is only this one).
    """

    pool: ConnectionPool[Connection]
    predictor: Callable[[], Predicting]
    policy: Callable[[], RoutingPolicy]
    taxonomy: Callable[[], Taxonomy]
    directory: Callable[[], Directory]
    conduct: Callable[[], Conduct]
    now: Callable[[], datetime]
    public_url: str = ""
    passwords: Passwords = field(default_factory=Passwords, repr=False)
    allowed_hosts: Sequence[str] = LOOPBACK
    limit: Limit = Limit()
    office: OfficeProvider | None = None
    models: Path | None = None
    measures: Path | None = None
    policy_under: Callable[[Terms], RoutingPolicy | None] = lambda _: None

    @property
    def automation(self) -> Automation:
        """How far the machine may act by itself where nothing else is said for a branch."""
        return self.conduct().automation

    @property
    def is_secure(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; browsers let nobody but this host set one that begins with __Host-."""
        return "__Host-sesi" if self.is_secure else "sesi"
