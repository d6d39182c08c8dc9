"""An application over a real database, with a tiny taxonomy and a predictor that reads keywords."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from psycopg import Connection
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from api.app import create_app
from api.services import Services
from complaints.access import EVERYTHING, Person, Reach, Role
from complaints.acting import act_on
from complaints.alarm import Alarm, judge_urgency
from complaints.prediction import OfficeMatch, Prediction, WordEvidence
from complaints.report import IncomingReport, Message, Report
from complaints.routing import Automation, RoutingPolicy, Threshold, decide
from complaints.taxonomy import Taxonomy, build_taxonomy
from complaints.urgency import UrgencyLevel
from database.auditing import Drawn
from database.claiming import claim_received
from database.connection import open_pool
from database.intake import store_reports
from database.reports import find_by_id
from database.routed import Routed, Versions
from database.routing import save_routed
from flows.likening import keep_alike

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
LEVELS = ["ministry", "bidang", "unit", "category"]
LEAVES = [
    "IMIPAS,imigrasi,IMI,imi-paspor",
    "IMIPAS,imigrasi,IMI,imi-visa",
    "IMIPAS,pemasyarakatan,PAS,pas-kunjungan",
    "LUAR,luar,LUAR,luar-pemda",
]


@dataclass(frozen=True, kw_only=True)
class Office:
    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Directory:
    offices: tuple[Office, ...] = (
        Office(id="KANIM-CJR", name="Kantor Imigrasi Cianjur"),
        Office(id="LP-SRG", name="Lapas Sragen"),
    )


LAPAS = OfficeMatch(id="LAPAS-CJR", name="Lapas Cianjur", how="name", span="lapas cianjur", p=0.9)


class KeywordPredictor:
    """Sure of imi-paspor where the text says paspor, of luar-pemda where it says trotoar; open otherwise."""

    def predict(self, messages: Sequence[Message]) -> list[Prediction]:
        return [self._predict_one(message.text.lower()) for message in messages]

    def _predict_one(self, text: str) -> Prediction:
        likely = "imi-paspor" if "paspor" in text else "luar-pemda" if "trotoar" in text else ""
        rest = 0.01 if likely else 0.25
        leaves = {row.rsplit(",", 1)[1]: rest for row in LEAVES}
        office = OfficeMatch(id="KANIM-CJR", name="Kantor Imigrasi Cianjur", how="name", span="kanim cianjur", p=0.9)
        return Prediction(
            leaves=leaves | ({likely: 0.97} if likely else {}),
            klasifikasi={"tidak-berkadar": 0.8, "aspirasi": 0.2},
            offices=(office,) if "kanim cianjur" in text else (),
            others=(LAPAS,) if "lapas cianjur" in text else (),
            words=(WordEvidence(word="paspor", weight=1.5),) if "paspor" in text else (),
            model="keywords",
            alarm=Alarm(level=UrgencyLevel.DANGER, p=0.87, words=("gelisah",)) if "gelisah" in text else None,
        )


def make_taxonomy() -> Taxonomy:
    rows = [dict(zip(LEVELS, line.split(","), strict=True)) for line in LEAVES]
    marked = [{**row, "outside": "yes" if row["bidang"] == "luar" else ""} for row in rows]
    return build_taxonomy([*LEVELS, "outside"], marked)


def make_policy() -> RoutingPolicy:
    thresholds = tuple(Threshold(level=level, value=0.9) for level in LEVELS)
    return RoutingPolicy(version="p1", alpha=0.02, delta=0.05, thresholds=thresholds, max_depth=4)


@pytest.fixture
def pool(committed_database: str) -> Iterator[ConnectionPool[Connection]]:
    with open_pool(committed_database, size=4) as pool:
        yield pool


@pytest.fixture
def services(pool: ConnectionPool[Connection]) -> Services:
    predictor, taxonomy, policy = KeywordPredictor(), make_taxonomy(), make_policy()
    return Services(
        pool=pool,
        predictor=lambda: predictor,
        policy=lambda: policy,
        taxonomy=lambda: taxonomy,
        directory=Directory,
        automation=Automation.SHADOW,
        now=lambda: NOW,
        allowed_hosts=("testserver", "localhost"),
    )


@pytest.fixture
def client(services: Services) -> TestClient:
    return TestClient(create_app(services), raise_server_exceptions=False)


@pytest.fixture
def client_as(services: Services) -> Callable[..., TestClient]:
    """A browser of somebody who is signed in: client_as("sari", Role.REVIEWER, Reach(path=("IMIPAS",)))."""
    app = create_app(services)

    def sign_in(name: str, role: Role = Role.REVIEWER, reach: Reach = EVERYTHING) -> TestClient:
        person = Person(name=name, shown_as=name.title(), role=role, reach=reach)

        async def signed(scope: Scope, receive: Receive, send: Send) -> None:
            await app({**scope, "person": person}, receive, send)

        return TestClient(signed, raise_server_exceptions=False)

    return sign_in


@pytest.fixture
def guarded(services: Services) -> TestClient:
    """The same application where a token is asked for: `rahasia-token`."""
    return TestClient(create_app(replace(services, api_token="rahasia-token")), raise_server_exceptions=False)


@pytest.fixture
def triage(services: Services) -> Callable[[], int]:
    """Route all that was received, as the flow does; returns how many."""

    def run() -> int:
        taxonomy, policy = services.taxonomy(), services.policy()
        with services.pool.connection() as connection:
            claimed = claim_received(connection, 100)
            predictions = services.predictor().predict([item.message for item in claimed])
            routed = []
            for item, prediction in zip(claimed, predictions, strict=True):
                decision = decide(prediction, policy, taxonomy)
                acted, reason = act_on(decision, services.automation, reviewed_before=item.reviewed_before)
                urgency = judge_urgency(item.message, decision.alarm)
                routed.append(Routed(claimed=item, decision=decision, acted=acted, reason=reason, urgency=urgency))
            keep_alike(connection, claimed)
            versions = Versions(directory="d1", automation=services.automation, run_id=uuid4())
            save_routed(connection, routed, versions)
        return len(claimed)

    return run


@pytest.fixture
def waiting(services: Services, triage: Callable[[], int]) -> Callable[..., str]:
    """A report with these fields that waits for a reviewer; returns its public id."""

    def make(**fields: object) -> str:
        values: dict[str, object] = {
            "source": "lapor",
            "external_id": uuid4().hex[:8],
            "judul": "Antrean paspor",
            "isi": "Jadwal paspor di kanim cianjur tidak muncul",
            "reported_at": NOW,
        }
        report = Report(**(values | fields))
        with services.pool.connection() as connection:
            stored = store_reports(connection, [IncomingReport(report=report)], actor="test", run_id=uuid4())
            public_id = find_by_id(connection, stored.new[0])
        triage()
        return str(public_id)

    return make


@pytest.fixture
def audited(services: Services) -> Callable[[Automation], str]:
    """A report that the policy is sure of, drawn for a blind audit; returns its public id."""

    def make(automation: Automation) -> str:
        fields = {"judul": "Antrean", "isi": "Jadwal paspor di kanim cianjur tidak muncul", "reported_at": NOW}
        report = Report(source="lapor", external_id=uuid4().hex[:8], **fields)
        drawn = Drawn(policy="p1", branch=("IMIPAS", "imigrasi"), alpha=0.02, delta=0.05, p=0.2)
        with services.pool.connection() as connection:
            stored = store_reports(connection, [IncomingReport(report=report)], actor="test", run_id=uuid4())
            (item,) = claim_received(connection, 100)
            (prediction,) = services.predictor().predict([item.message])
            decision = decide(prediction, services.policy(), services.taxonomy())
            acted, reason = act_on(decision, automation, reviewed_before=False)
            routed = Routed(claimed=item, decision=decision, acted=acted, reason=reason, drawn=drawn)
            save_routed(connection, [routed], Versions(directory="d1", automation=automation, run_id=uuid4()))
            return str(find_by_id(connection, stored.new[0]))

    return make
