"""Small reports and decisions, made by the product's own rules."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest
from psycopg import Connection

from complaints.prediction import OfficeMatch, Step
from complaints.report import IncomingReport, Report, Reporter
from complaints.routing import Automation, Decision, Outcome, Reason
from complaints.urgency import Urgency, UrgencyLevel
from database.auditing import Drawn
from database.claiming import Claimed, claim_received
from database.intake import Stored, store_reports
from database.routed import Routed, Versions
from database.routing import save_routed

RUN = UUID("00000000-0000-4000-8000-000000000001")
WHEN = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
PATH = ("IMIPAS", "imigrasi", "IMI", "imi-paspor")


@pytest.fixture
def make_report() -> Callable[..., IncomingReport]:
    """An incoming report with these fields; `reporter` stands beside it."""

    def make(external_id: str = "1", *, reporter: Reporter | None = None, **fields: object) -> IncomingReport:
        values: dict[str, object] = {"judul": "Paspor", "isi": "paspor saya", "reported_at": WHEN}
        report = Report(source="lapor", external_id=external_id, **(values | fields))
        return IncomingReport(report=report, reporter=reporter)

    return make


@pytest.fixture
def store() -> Callable[..., Stored]:
    """Store these reports."""

    def run(connection: Connection, *incoming: IncomingReport) -> Stored:
        return store_reports(connection, incoming, actor="test", run_id=RUN)

    return run


@pytest.fixture
def route() -> Callable[..., list[Claimed]]:
    """Claim what was received and save one decision about all of it; returns what was claimed."""

    def run(connection: Connection, *, acted: bool = False, claimed: Sequence[Claimed] | None = None) -> list[Claimed]:
        held = claim_received(connection, 100) if claimed is None else list(claimed)
        reason = Reason.SURE if acted else Reason.UNSURE
        routed = [Routed(claimed=item, decision=decided(acted), acted=acted, reason=reason) for item in held]
        save_routed(connection, routed, Versions(directory="d1", automation=Automation.PROVISIONAL, run_id=RUN))
        return held

    return run


@pytest.fixture
def make_decision() -> Callable[[bool], Decision]:
    """What the policy says of a report that it would route, or not."""
    return decided


def decided(acted: bool) -> Decision:
    return Decision(
        outcome=Outcome.AUTO if acted else Outcome.REVIEW,
        depth=2 if acted else 0,
        steps=tuple(Step(path=PATH[:depth], p=0.99) for depth in range(1, 5)),
        reasons=(Reason.SURE if acted else Reason.UNSURE,),
        klasifikasi="aspirasi",
        klasifikasi_p=0.7,
        policy="p1",
        model="m1",
    )


@pytest.fixture
def queue_up(store: Callable[..., Stored]) -> Callable[..., int]:
    """A report with these fields that is decided so; returns its id. `drawn` has it audited blind."""

    def run(connection: Connection, number: int, *, report: dict[str, object], **how: object) -> int:
        values: dict[str, object] = {"judul": "Paspor", "isi": f"paspor saya {number}", "reported_at": WHEN}
        incoming = IncomingReport(report=Report(source="lapor", external_id=f"N{number}", **(values | report)))
        (report_id,) = store(connection, incoming).new
        (claimed,) = claim_received(connection, 1)
        save_routed(connection, [routed_as(claimed, **how)], VERSIONS)
        return report_id

    return run


VERSIONS = Versions(directory="d1", automation=Automation.PROVISIONAL, run_id=RUN)


def routed_as(
    claimed: Claimed,
    *,
    path: Sequence[str] = PATH,
    p: float = 0.6,
    office_id: str = "",
    klasifikasi: str = "aspirasi",
    reason: Reason = Reason.UNSURE,
    level: UrgencyLevel = UrgencyLevel.NONE,
    acted: bool = False,
    drawn: bool = False,
) -> Routed:
    decision = Decision(
        outcome=Outcome.AUTO if acted else Outcome.REVIEW,
        depth=len(path) if acted else 0,
        steps=tuple(Step(path=tuple(path[:depth]), p=p) for depth in range(1, len(path) + 1)),
        reasons=(reason,),
        office=OfficeMatch(id=office_id, name=office_id, how="name", span="", p=0.9) if office_id else None,
        klasifikasi=klasifikasi,
        klasifikasi_p=0.7,
        policy="p1",
        model="m1",
    )
    audit = Drawn(policy="p1", branch=tuple(path[:2]), alpha=0.02, delta=0.05, p=0.2) if drawn else None
    urgency = Urgency(level=level)
    return Routed(claimed=claimed, decision=decision, acted=acted, reason=reason, drawn=audit, urgency=urgency)
