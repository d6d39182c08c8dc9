"""A stream with an outage in it: what is found, what is shown to whom, and what is told outside."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from psycopg import Connection
from pydantic import SecretStr

from classifier.confidence import LevelConfidence
from classifier.masked_words import words_of
from complaints.access import Person, Reach, Role
from complaints.conduct import Conduct
from complaints.prediction import Step
from complaints.report import IncomingReport, Message, Report, Reporter
from complaints.routing import Automation, Decision, Outcome, Reason
from complaints.taxonomy import build_taxonomy
from database.acting import act_as
from database.alert_lists import examples_of, list_alerts, list_untold
from database.alerts import AlertKind, close_alert
from database.claiming import claim_received
from database.connection import connect, open_pool
from database.intake import store_reports
from database.routed import Routed, Versions
from database.routing import save_routed
from database.watch import Stream, pull_brake, release_brakes
from flows.comparing import find_shares, find_unsure, span_of
from flows.drifting import look_for_drift
from flows.telling import tell_alerts
from flows.workplace import Workplace
from tepat.settings import Settings

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
LEVELS = ["ministry", "bidang", "unit", "category"]
PATHS = [("IMIPAS", "imigrasi", "IMI", "imi-paspor"), ("IMIPAS", "pemasyarakatan", "PAS", "pas-kunjungan")]
TREE = build_taxonomy(LEVELS, [dict(zip(LEVELS, path, strict=True)) for path in PATHS])
SARI = Person(name="sari", shown_as="Sari", role=Role.REVIEWER, reach=Reach(path=PATHS[0][:2]))
BUDI = replace(SARI, name="budi", reach=Reach(path=PATHS[1][:2]))
USUAL = ("Antrean paspor lama sekali", "Jadwal kunjungan lapas tidak jelas", "Petugas loket kurang ramah kepada warga")
OUTAGE = "Aplikasi antrean paspor tumbang sejak pagi, muncul galat merah"


@pytest.fixture
def work(committed_database: str) -> Iterator[Workplace]:
    settings = Settings(_env_file=None)
    with open_pool(committed_database, size=2) as pool, connect(committed_database) as holder:
        yield Workplace(settings=settings, pool=pool, holder=holder, conduct=Conduct())


def send(
    connection: Connection,
    texts: Sequence[tuple[str, datetime]],
    *,
    path: Sequence[str] = PATHS[0],
    p: float = 0.99,
    writer: str = "",
    rahasia: bool = False,
) -> None:
    """Reports with these texts that were suggested to this path; each by another person unless `writer` says who."""
    incoming = [
        IncomingReport(
            report=Report(
                source="lapor", external_id=uuid4().hex, judul="", isi=text, reported_at=when, rahasia=rahasia
            ),
            reporter=Reporter(name=writer or uuid4().hex, contact=""),
        )
        for text, when in texts
    ]
    store_reports(connection, incoming, actor="test", run_id=uuid4())
    steps = tuple(Step(path=tuple(path[:depth]), p=p) for depth in range(1, 5))
    decision = Decision(outcome=Outcome.REVIEW, depth=0, steps=steps, reasons=(Reason.UNSURE,), policy="p1", model="m1")
    routed = [
        Routed(claimed=item, decision=decision, acted=False, reason=Reason.UNSURE)
        for item in claim_received(connection, len(incoming))
    ]
    save_routed(connection, routed, Versions(directory="d1", automation=Automation.SHADOW, run_id=uuid4()))


def quiet_weeks(connection: Connection) -> None:
    """Ten reports a day for four weeks and a day."""
    times = [NOW - timedelta(days=day, hours=hour) for day in range(29) for hour in range(1, 21, 2)]
    texts = [(f"{USUAL[number % 3]} nomor{chr(97 + number % 26)}", when) for number, when in enumerate(times)]
    send(connection, texts[::2])
    send(connection, texts[1::2], path=PATHS[1])


def outage(count: int) -> list[tuple[str, datetime]]:
    return [(f"{OUTAGE} {'abcdefghij'[number]}", NOW - timedelta(minutes=number)) for number in range(count)]


def test_a_quiet_stream_opens_no_alert(work: Workplace) -> None:
    with work.pool.connection() as connection:
        quiet_weeks(connection)
    assert look_for_drift(work, NOW) == 0


def test_an_outage_opens_one_alert_with_its_words_and_reports(work: Workplace) -> None:
    with work.pool.connection() as connection:
        quiet_weeks(connection)
        send(connection, outage(8))
    assert look_for_drift(work, NOW) == 1
    assert look_for_drift(work, NOW) == 0, "the same outage is no second alert"
    with work.pool.connection() as connection:
        (alert,) = list_alerts(connection, is_open=True, limit=9)
    assert alert.kind is AlertKind.WORDS
    assert {"tumbang", "galat", "merah"} <= set(alert.about)
    assert not {"paspor", "antrean"} & set(alert.about)
    assert alert.figures["reports"] == 8
    for person, seen in ((SARI, 8), (BUDI, 0)):
        with work.pool.connection() as connection:
            act_as(connection, person)
            assert len(list_alerts(connection, is_open=True, limit=9)) == 1
            assert len(examples_of(connection, [alert.id], limit=9)) == seen


@pytest.mark.parametrize("how", [{"writer": "satu orang"}, {"rahasia": True}])
def test_what_one_person_or_only_rahasia_reports_say_is_no_alert(work: Workplace, how: dict) -> None:
    with work.pool.connection() as connection:
        quiet_weeks(connection)
        send(connection, outage(8), **how)
    assert look_for_drift(work, NOW) == 0


def test_a_report_that_turns_rahasia_takes_its_words_and_itself_out_of_the_alert(work: Workplace) -> None:
    with work.pool.connection() as connection:
        quiet_weeks(connection)
        send(connection, outage(8))
    look_for_drift(work, NOW)
    with work.pool.connection() as connection:
        connection.execute("UPDATE reports SET rahasia = true WHERE isi LIKE 'Aplikasi%'")
        (alert,) = list_alerts(connection, is_open=True, limit=9)
        assert examples_of(connection, [alert.id], limit=9) == []
        assert connection.execute("SELECT count(*) FROM report_terms WHERE 'tumbang' = ANY(words)").fetchone() == (0,)


def test_what_a_person_knows_of_is_not_told_again(work: Workplace) -> None:
    with work.pool.connection() as connection:
        quiet_weeks(connection)
        send(connection, outage(8))
    look_for_drift(work, NOW)
    with work.pool.connection() as connection:
        (alert,) = list_alerts(connection, is_open=True, limit=9)
        close_alert(connection, alert.id, by="sari", why="gangguan server pusat")
    assert look_for_drift(work, NOW) == 0
    with work.pool.connection() as connection:
        (closed,) = list_alerts(connection, is_open=False, limit=9)
        assert (closed.closed_by, closed.why) == ("person:sari", "gangguan server pusat")


def test_shares_that_move_are_found_with_their_branch_and_seen_within_it(work: Workplace) -> None:
    with work.pool.connection() as connection:
        quiet_weeks(connection)
        send(connection, [(USUAL[1], NOW - timedelta(minutes=n)) for n in range(40)], path=PATHS[1])
        moved = find_shares(connection, span_of(NOW), "m1", TREE)
    assert {one.about for one in moved} == {PATHS[0][:2], PATHS[1][:2], PATHS[0], PATHS[1]}
    rising = next(one for one in moved if one.about == PATHS[1])
    assert rising.figures["share_now"] > 0.8 > rising.figures["share_before"]
    assert rising.figures["psi"] > 0.25


def test_a_model_that_becomes_unsure_is_found_without_labels(work: Workplace) -> None:
    levels = [LevelConfidence(level=level, below=0.7, accuracy=0.9) for level in LEVELS]
    with work.pool.connection() as connection:
        quiet_weeks(connection)
        assert find_unsure(connection, span_of(NOW), "m1", levels, TREE) == []
        send(connection, [(USUAL[2], NOW - timedelta(minutes=n)) for n in range(20)], p=0.4)
        found = find_unsure(connection, span_of(NOW), "m1", levels, TREE)
    assert {one.about for one in found} == {(level,) for level in LEVELS}
    assert found[0].figures["before"] == 1.0
    assert found[0].figures["now"] < 0.5


def test_words_are_those_of_the_masked_text_without_its_masks() -> None:
    message = Message(judul="", isi="Nama saya Siti Aminah, NIK 3203014101900001, mohon paspor paspor ke 12 di KK")
    words = words_of(message)
    assert "paspor" in words
    assert len(set(words)) == len(words)
    assert not {"siti", "aminah", "0000000000000000", "00"} & set(words)


def test_a_brake_is_an_alert_until_it_is_given_back(work: Workplace) -> None:
    stream = Stream(branch=PATHS[0][:2], policy="p1", alpha=0.02, delta=0.05, wrong=[True] * 9)
    with work.pool.connection() as connection:
        pull_brake(connection, stream, 0.5, actor="test")
        (alert,) = list_alerts(connection, is_open=True, limit=9)
        assert (alert.kind, tuple(alert.about)) == (AlertKind.BRAKE, PATHS[0][:2])
        release_brakes(connection, PATHS[0][:2], by="siti", why="kategori diperbaiki")
        assert list_alerts(connection, is_open=True, limit=9) == []


def test_what_the_webhook_refuses_is_told_again_next_time(work: Workplace) -> None:
    stream = Stream(branch=PATHS[0][:2], policy="p1", alpha=0.02, delta=0.05, wrong=[True] * 9)
    with work.pool.connection() as connection:
        pull_brake(connection, stream, 0.5, actor="test")
    settings = work.settings.model_copy(
        update={"alert_url": "http://127.0.0.1:9/", "alert_secret": SecretStr("x" * 16)}
    )
    told: list[int] = []
    assert tell_alerts(replace(work, settings=settings), emit=lambda alert: told.append(alert.id)) == 0
    assert tell_alerts(work, emit=lambda alert: told.append(alert.id)) == 1
    with work.pool.connection() as connection:
        assert list_untold(connection) == []
    assert len(told) == 2
