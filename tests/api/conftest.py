"""An application over a real database, with a tiny taxonomy and a predictor that reads keywords."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from psycopg import Connection
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient

from api.app import create_app
from api.passwords import Passwords, form_token, hash_of, new_secret
from api.services import Services
from complaints.access import EVERYTHING, Person, Reach, Role
from complaints.acting import act_on
from complaints.alarm import Alarm, judge_urgency
from complaints.conduct import Conduct
from complaints.directory import Directory, Office, Unit
from complaints.prediction import OfficeMatch, Prediction, WordEvidence
from complaints.report import IncomingReport, Message, Report
from complaints.routing import Automation, RoutingPolicy, Threshold, decide
from complaints.taxonomy import Taxonomy, build_taxonomy
from complaints.urgency import UrgencyLevel
from database.accounts import NewAccount, add_account, is_taken
from database.auditing import Drawn
from database.claiming import claim_received
from database.connection import open_pool
from database.intake import store_reports
from database.reports import find_by_id
from database.routed import Routed, Versions
from database.routing import save_routed
from database.sessions import open_session
from database.tokens import NewToken, add_token
from flows.likening import keep_alike

PASSWORD = "empat kata yang panjang"
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
LEVELS = ["ministry", "bidang", "unit", "category"]
LEAVES = [
    "IMIPAS,imigrasi,IMI,imi-paspor",
    "IMIPAS,imigrasi,IMI,imi-visa",
    "IMIPAS,pemasyarakatan,PAS,pas-kunjungan",
    "LUAR,luar,LUAR,luar-pemda",
]


DIRECTORY = Directory(
    offices=(
        Office(
            id="KANIM-CJR",
            kind="Kanim",
            name="Kantor Imigrasi Cianjur",
            aliases=("Kanim Cianjur",),
            city="Kabupaten Cianjur",
            province="Jawa Barat",
            unit_id="IMI",
            parent_id="IMI-KW-32",
        ),
        Office(id="KW-JTG", kind="Kanwil Ditjenpas", name="Kantor Wilayah Jawa Tengah"),
        Office(id="LP-SRG", kind="Lapas", name="Lapas Sragen", parent_id="KW-JTG"),
        Office(id="IMI-KW-32", kind="Kanwil Imigrasi", name="Kanwil Imigrasi Jawa Barat"),
    ),
    units=(
        Unit(id="IMI", ministry="IMIPAS", bidang="imigrasi", level="eselon1", parent_id="", name="Ditjen Imigrasi"),
    ),
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
        directory=lambda: DIRECTORY,
        conduct=Conduct,
        now=lambda: NOW,
        # As cheap as it can be made: what it costs to guess is no matter here.
        passwords=Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)),
        allowed_hosts=("testserver", "localhost"),
    )


@pytest.fixture
def client(client_as: Callable[..., TestClient]) -> TestClient:
    """The browser of an admin who reaches everything."""
    return client_as("admin", Role.ADMIN)


@pytest.fixture
def client_as(services: Services) -> Callable[..., TestClient]:
    """A browser of somebody who is signed in: client_as("sari", Role.REVIEWER, Reach(path=("IMIPAS",))).

    It sends the token of its forms by itself; take X-CSRF-Token out of its headers to be without. A machine sends a
    token of its own. `over` are other services than those of the test, with the same database.
    """

    # Making an application costs more than most requests: one for each of the services, however many people come.
    apps: dict[int, FastAPI] = {}

    def sign_in(
        name: str, role: Role = Role.REVIEWER, reach: Reach = EVERYTHING, *, over: Services = services
    ) -> TestClient:
        if id(over) not in apps:
            apps[id(over)] = create_app(over)
        browser = TestClient(apps[id(over)], raise_server_exceptions=False)
        secret = new_secret()
        with services.pool.connection() as connection:
            if role is Role.MACHINE:
                new = NewToken(name=name, token_hash=hash_of(secret), reach=reach, lifetime=timedelta(days=1))
                add_token(connection, new, actor="test")
                browser.headers["Authorization"] = f"Bearer {secret}"
                return browser
            person = Person(name=name, shown_as=name.title(), role=role, reach=reach)
            if not is_taken(connection, name, by_a_machine=False):
                kept = services.passwords.hash(PASSWORD)
                account = NewAccount(person=person, password_hash=kept, must_change_password=False)
                add_account(connection, account, actor="test")
            open_session(connection, name, hash_of(secret))
        browser.cookies.set(services.cookie, secret, domain="testserver.local")
        browser.headers["X-CSRF-Token"] = form_token(secret)
        return browser

    return sign_in


@pytest.fixture
def stranger(services: Services) -> TestClient:
    """The browser of somebody who is not signed in."""
    return TestClient(create_app(services), raise_server_exceptions=False)


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
