"""A small quarter made by hand, of which every count is known."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from psycopg import Connection

from complaints.access import Person, Reach, Role
from complaints.deadlines import Milestone, MilestoneKind
from complaints.figures import Period
from complaints.monev import span_holding, span_named, summed, value_of
from complaints.monev_indicators import INDICATORS
from database.acting import act_as
from database.deadlines import plan_again
from database.figures import fold_figures, read_work
from database.milestones import record_milestone
from database.monev import measure, measured_spans, read_cells, read_promises
from database.reports import find_by_id

IMI, PAS = ["IMIPAS", "imigrasi", "IMI", "imi-paspor"], ["IMIPAS", "pemasyarakatan", "PAS", "pas-kunjungan"]
CJR, SRG = "KANIM-CJR", "LP-SRG"
Q3 = span_named("2026-Q3")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at(month: int, day: int, hour: int = 2) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def receive(connection: Connection, number: str, came: datetime, **fields: Any) -> int:
    row = connection.execute(
        """
        INSERT INTO reports (source, external_id, judul, isi, klasifikasi, channel, category_hint, provinsi, kota,
                             kecamatan, kelurahan, anonim, rahasia, reported_at, received_at, content_hash, status)
        VALUES ('lapor', %(number)s, '', 'x', 'informasi', '', '', '', '', '', '', %(anonim)s, false, %(came)s,
                %(came)s, '', %(status)s) RETURNING id
        """,
        {"number": number, "came": came, "anonim": False, "status": "routed", **fields},
    ).fetchone()
    return row[0]


def decide(connection: Connection, report_id: int, when: datetime, path: list[str], office: str, **how: Any) -> int:
    connection.execute("UPDATE decisions SET is_current = false WHERE report_id = %s", [report_id])
    row = connection.execute(
        """
        INSERT INTO decisions (report_id, report_version, decided_at, decided_by, outcome, acted, depth, path, path_p,
                               reasons, office_id, klasifikasi, klasifikasi_p, evidence, model, policy, directory,
                               automation, restores)
        VALUES (%(id)s, 1, %(when)s, 'x', %(outcome)s, %(acted)s, 4, %(path)s, '{1,1,1,1}', '{}', %(office)s,
                'informasi', 1, '{}', 'm', 'p1', 'd', 'provisional', %(restores)s) RETURNING id
        """,
        {"id": report_id, "when": when, "path": path, "office": office, "outcome": "auto", "acted": True,
         "restores": None, **how},
    ).fetchone()  # fmt: skip
    return row[0]


def judged_twice(connection: Connection, report_id: int, decision_id: int, closed: datetime, *said: str) -> None:
    (panel,) = connection.execute(
        """
        INSERT INTO panels (report_id, report_version, asked_by, note, closed_at, decision_id)
        VALUES (%s, 1, 'sari', '', %s, %s) RETURNING id
        """,
        [report_id, closed, decision_id],
    ).fetchone()
    for person, leaf in zip(("budi", "tuti"), said, strict=True):
        connection.execute(
            """
            INSERT INTO opinions (panel_id, report_id, person, is_blind, path, addressee, klasifikasi, note)
            VALUES (%s, %s, %s, true, %s, '', 'informasi', '')
            """,
            [panel, report_id, person, [*IMI[:3], leaf]],
        )


@pytest.fixture
def quarter(connection: Connection) -> dict[str, int]:
    """Reports that were answered in time, corrected, returned, a duplicate, and one of spring that nobody answered."""
    answered = receive(connection, "A", at(7, 6), anonim=True)
    sent = decide(connection, answered, at(7, 6) + HOUR, IMI, CJR)
    corrected = receive(connection, "B", at(7, 7), status="reviewed")
    decide(connection, corrected, at(7, 7) + HOUR, IMI, CJR, outcome="review", acted=False)
    verdict = decide(connection, corrected, at(7, 7) + 2 * DAY, PAS, SRG, outcome="person")
    returned = receive(connection, "C", at(8, 3), status="in_review")
    wrong = decide(connection, returned, at(8, 3) + HOUR, IMI, CJR)
    decide(connection, returned, at(8, 5), IMI, CJR, outcome="review", acted=False, restores=wrong)
    duplicate = receive(connection, "D", at(8, 10), status="reviewed")
    decide(connection, duplicate, at(8, 10) + HOUR, IMI, CJR, outcome="review", acted=False)
    before = receive(connection, "E", at(5, 4))
    decide(connection, before, at(5, 4) + HOUR, PAS, SRG)
    connection.execute(
        """
        INSERT INTO labels (report_id, report_version, category, klasifikasi, source, person, agreed, note, model,
                            decision_id, labelled_at)
        VALUES (%(b)s, 1, 'pas-kunjungan', 'informasi', 'review', 'sari', false, '', 'm', %(verdict)s, %(b_at)s),
               (%(a)s, 1, 'imi-paspor', 'informasi', 'audit', 'sari', true, '', 'm', %(sent)s, %(b_at)s),
               (%(c)s, 1, 'imi-paspor', 'informasi', 'return', 'unit', false, '', 'm', %(wrong)s, %(b_at)s)
        """,
        {"a": answered, "b": corrected, "c": returned, "verdict": verdict, "sent": sent, "wrong": wrong,
         "b_at": at(7, 9)},
    )  # fmt: skip
    connection.execute(
        """
        INSERT INTO reopenings (report_id, report_version, decision_id, kind, person, reason, reopened_at, queued_at)
        VALUES (%s, 1, %s, 'return', 'unit', 'bukan kami', %s, %s)
        """,
        [returned, wrong, at(8, 5), at(8, 5)],
    )
    connection.execute(
        """
        INSERT INTO merges (report_id, report_version, original_id, person, merged_at) VALUES (%s, 1, %s, 'sari', %s)
        """,
        [duplicate, answered, at(8, 11)],
    )
    connection.execute(
        """
        INSERT INTO audits (decision_id, report_id, policy, branch, alpha, delta, sampling_p, judged_at, wrong)
        VALUES (%s, %s, 'p1', '{IMIPAS}', 0.02, 0.05, 0.1, %s, false),
               (%s, %s, 'p1', '{IMIPAS}', 0.02, 0.05, 0.1, %s, true)
        """,
        [sent, answered, at(7, 20), wrong, returned, at(8, 20)],
    )
    judged_twice(connection, answered, sent, at(9, 1), "imi-paspor", "imi-paspor")
    judged_twice(connection, returned, wrong, at(9, 2), "imi-paspor", "imi-visa")
    plan_again(connection, [answered, corrected, returned, duplicate, before])
    done = Milestone(kind=MilestoneKind.FOLLOW_UP, at=at(7, 6) + HOUR + 2 * DAY)
    closed = Milestone(kind=MilestoneKind.CLOSED, at=at(7, 9))
    for milestone in (done, closed):
        record_milestone(connection, find_by_id(connection, answered), milestone, source="lapor", actor="flow:pull")
    measure(connection, Q3, [], actor="test")
    return {"answered": answered, "returned": returned}


def test_every_indicator_is_what_a_hand_counts(connection: Connection, quarter: dict[str, int]) -> None:
    counts = summed(read_cells(connection, "2026-Q3"))
    found = {indicator.code: value_of(indicator, counts) for indicator in INDICATORS}
    parts = {code: (value.top, value.bottom) for code, value in found.items()}
    # A, B, C, D came; E came the quarter before.
    assert parts["masuk"] == (4, 0)
    # Of five decisions of the machine (A, B, C, C again, D), those on A and C were sent.
    assert parts["otomatis"] == (2, 5)
    # B was corrected, A confirmed; that a unit gave C back is no reviewer's judgement.
    assert parts["dikoreksi"] == (1, 2)
    # A, B and C were handed to a unit; C came back.
    assert parts["dikembalikan"] == (1, 3)
    assert parts["salah_audit"] == (1, 2)
    # A and C after an hour, B after two days.
    assert found["diantar"].number == pytest.approx(1 / 24, rel=0.05)
    assert found["diantar_p90"].number == pytest.approx(2, rel=0.05)
    assert found["tindak_lanjut"].number == pytest.approx(2, rel=0.05)
    assert (found["tindak_lanjut"].bottom, found["diantar"].bottom) == (1, 3)
    # Verification of A, B and D was in time; C's, anew from 5 August, passed on the 10th.
    assert parts["tepat_verification"] == (3, 4)
    # A answered in time, B never; C is with no unit any more, D is a duplicate.
    assert parts["tepat_follow_up"] == (1, 2)
    # A was closed on the third day; B and C never.
    assert parts["tepat_total"] == (1, 3)
    # B, C and, since spring, E.
    assert parts["lewat"] == (3, 0)
    assert parts["duplikat"] == (1, 4)
    assert parts["anonim"] == (1, 4)
    assert parts["sepakat"] == (1, 2)
    assert found["kappa"].number == pytest.approx(0)


def test_each_place_has_its_own_counts_and_they_add_up(connection: Connection, quarter: dict[str, int]) -> None:
    cells = {(cell.path, cell.office_id): cell.counts for cell in read_cells(connection, "2026-Q3")}
    imi, pas = cells[tuple(IMI[:3]), CJR], cells[tuple(PAS[:3]), SRG]
    assert (imi["in"], pas["in"]) == (3, 1)
    assert (imi["returned"], pas["corrected"]) == (1, 1)
    assert (imi["late"], pas["late"]) == (1, 2)
    assert (imi["category:imi-paspor"], pas["kind:informasi"]) == (3, 1)
    assert len(cells) == 2


def test_what_the_dashboard_counts_is_the_same_rolled_up_or_not(
    connection: Connection, quarter: dict[str, int]
) -> None:
    before = read_cells(connection, "2026-Q3")
    assert fold_figures(connection, at(8, 5, 12))
    measure(connection, Q3, [], actor="test")
    assert read_cells(connection, "2026-Q3") == before
    fold_figures(connection, datetime(2026, 10, 2, tzinfo=UTC))
    measure(connection, Q3, [], actor="test")
    assert read_cells(connection, "2026-Q3") == before
    shown = [one for one in read_work(connection, Q3.period) if one.day is not None]
    counts = summed(before)
    for key in ("checked", "sent", "audited", "misrouted"):
        assert counts[key] == sum(getattr(one, key) for one in shown)


def test_what_happens_later_changes_no_quarter_that_was_measured(
    connection: Connection, quarter: dict[str, int]
) -> None:
    before = read_cells(connection, "2026-Q3")
    late = Milestone(kind=MilestoneKind.CLOSED, at=at(11, 2))
    record_milestone(connection, find_by_id(connection, quarter["returned"]), late, source="lapor", actor="flow:pull")
    assert read_cells(connection, "2026-Q3") == before
    measure(connection, Q3, [], actor="test")
    assert summed(read_cells(connection, "2026-Q3"))["late"] == 3


def test_monev_is_seen_within_reach(connection: Connection, quarter: dict[str, int]) -> None:
    person = Person(name="sari", shown_as="Sari", role=Role.AUDITOR, reach=Reach(path=("IMIPAS", "imigrasi")))
    act_as(connection, person)
    assert {cell.path for cell in read_cells(connection, "2026-Q3")} == {tuple(IMI[:3])}
    assert list(measured_spans(connection)) == ["2026-Q3"]
    assert read_promises(connection, "2026-Q3") == []


def test_a_quarter_in_which_nothing_happened_has_no_counts(connection: Connection, quarter: dict[str, int]) -> None:
    empty = span_named("2019-Q1")
    measure(connection, empty, [], actor="test")
    assert read_cells(connection, "2019-Q1") == []
    assert empty.period == Period(first=date(2019, 1, 1), last=date(2019, 3, 31))


def test_of_a_quarter_that_runs_only_what_is_over_counts(connection: Connection) -> None:
    now = datetime.now(UTC)
    running = span_holding((now + 7 * HOUR).date())
    fresh = receive(connection, "F", now, status="in_review")
    decide(connection, fresh, now, IMI, CJR, outcome="review", acted=False)
    plan_again(connection, [fresh])
    measure(connection, running, [], actor="test")
    counts = summed(read_cells(connection, running.code))
    assert (counts["in"], counts["due:verification"], counts["late"]) == (1, 0, 0)
