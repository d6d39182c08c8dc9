"""The restructuring of April 2025 replayed: no report is left at an office that is gone, and all can go back."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from psycopg import Connection
from psycopg.rows import dict_row

from complaints.access import Person, Reach, Role
from complaints.directory import Directory
from complaints.directory.restructuring import ChangeKind, counted
from complaints.directory.snapshot import open_snapshot, version_of, write_files
from complaints.directory.succession import widen_reach
from database import audit, facts, readdressing
from database.accounts import NewAccount, add_account
from database.connection import connect
from flows.following import Followed, follow
from tepat.importing import DirectoryChanged, import_directory
from tepat.rolling_back import history, roll_back
from tepat.settings import Settings
from tests.restructuring import AFTER, OF_LEAF, STATES, Restructuring, fill, restructuring

REPORTS = 210


@pytest.fixture(scope="module")
def made() -> Restructuring:
    return restructuring(every=20)


@pytest.fixture
def settings(committed_database: str, made: Restructuring, tmp_path: Path) -> Settings:
    """The directory of before in force, with open reports in every state."""
    write_files(made.after, tmp_path / "after")
    found = Settings(home=tmp_path / "home", DATABASE_URL=committed_database, _env_file=None)
    with connected(found) as connection, connection.transaction():
        facts.load_directory(connection, version_of(made.before), made.before, actor="test")
        fill(connection, made, REPORTS)
    return found


def connected(settings: Settings) -> Connection:
    return connect(settings.database_url.get_secret_value())


def standing(settings: Settings) -> dict[str, dict[str, Any]]:
    """Every report as it stands, by its number."""
    with connected(settings) as connection, connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            """
            SELECT r.external_id, r.status, r.current_office, d.path[4] AS leaf, d.acted, q.reason, q.kind,
                   q.office_id AS queued_at, o.office_id AS sent_to, o.sent_at IS NOT NULL AS is_sent,
                   (SELECT count(*) FROM outbox n WHERE n.report_id = r.id AND n.kind = 'notice'
                    AND n.cancelled_at IS NULL) AS notices
            FROM reports r JOIN decisions d ON d.report_id = r.id AND d.is_current
            LEFT JOIN review_queue q ON q.report_id = r.id AND q.done_at IS NULL
            LEFT JOIN outbox o ON o.report_id = r.id AND o.kind = 'disposisi' AND o.cancelled_at IS NULL
            """
        ).fetchall()
    return {row["external_id"]: row for row in rows}


def state_of(number: str) -> str:
    return STATES[int(number[1:]) % len(STATES)]


def test_nothing_is_orphaned_by_the_restructuring(settings: Settings, made: Restructuring, tmp_path: Path) -> None:
    before = standing(settings)
    done = import_directory(settings, tmp_path / "after", today=AFTER)
    after, directory = standing(settings), open_snapshot(made.after)[0].as_of(AFTER)
    counts = counted(done.offices)
    assert (counts[ChangeKind.SPLIT], counts[ChangeKind.CLOSED], counts[ChangeKind.NEW]) == (33, 60, 119)
    assert len(before) == len(after) == REPORTS
    for number, report in after.items():
        if report["current_office"] is None:
            assert report["kind"] == "audit" or report["reason"] in {"office_split", "office_closed", "returned"}
        else:
            assert report["current_office"] in directory.open_by_id, number
        assert report["is_sent"] or report["sent_to"] in {None, *directory.open_by_id}
    assert done.followed is not None
    assert done.followed.moved + done.followed.before_people == REPORTS
    assert done.followed.moved == sum(report["current_office"] is not None for report in after.values())


def test_of_a_kanwil_that_was_split_the_bidang_says_who_has_the_report(
    settings: Settings, made: Restructuring, tmp_path: Path
) -> None:
    split = [number for number, one in standing(settings).items() if one["current_office"] in made.kanwil]
    import_directory(settings, tmp_path / "after", today=AFTER)
    directory, after = open_snapshot(made.after)[0], standing(settings)
    went = {(after[number]["leaf"], kind_of(directory, after[number])) for number in split}
    assert {leaf for leaf, _ in went} == set(OF_LEAF)
    # A province without a Kanwil HAM of its own leaves that to a person.
    assert went - {("ham-penguatan", "")} == set(OF_LEAF.items())


def kind_of(directory: Directory, report: dict[str, Any]) -> str:
    return directory.office(report["current_office"]).kind if report["current_office"] else ""


def test_what_was_not_sent_goes_to_the_successor_and_what_was_is_told_to_it(settings: Settings, tmp_path: Path) -> None:
    before = standing(settings)
    import_directory(settings, tmp_path / "after", today=AFTER)
    followed = {number: one for number, one in standing(settings).items() if one["current_office"]}
    unsent = [one for number, one in followed.items() if state_of(number) == "unsent"]
    assert unsent and all(one["sent_to"] == one["current_office"] and one["notices"] == 0 for one in unsent)
    sent = {number: one for number, one in followed.items() if state_of(number) == "sent"}
    assert sent and all(one["sent_to"] == before[number]["sent_to"] for number, one in sent.items())
    assert all(one["notices"] == 1 and one["status"] == "routed" for one in sent.values())


def test_what_nobody_has_for_certain_waits_before_a_person_with_the_reason(settings: Settings, tmp_path: Path) -> None:
    import_directory(settings, tmp_path / "after", today=AFTER)
    stranded = {number: one for number, one in standing(settings).items() if one["current_office"] is None}
    decided = [one for number, one in stranded.items() if state_of(number) in {"sent", "unsent", "decided"}]
    assert decided and {(one["status"], one["acted"], one["queued_at"]) for one in decided} == {
        ("in_review", False, None)
    }
    assert {one["reason"] for one in decided} == {"office_split", "office_closed"}
    audited = [one for number, one in stranded.items() if state_of(number) == "audited"]
    assert audited and {(one["status"], one["kind"]) for one in audited} == {("routed", "audit")}
    with connected(settings) as connection:
        (reason,) = connection.execute(
            "SELECT reason FROM reopenings WHERE reason LIKE '%Rupbasan%' ORDER BY id LIMIT 1"
        ).fetchone() or ("",)
    assert "tutup (hari terakhir 31 Maret 2025), tanpa penerus" in reason


def test_each_report_that_followed_has_one_event_and_the_log_holds(settings: Settings, tmp_path: Path) -> None:
    done = import_directory(settings, tmp_path / "after", today=AFTER)
    with connected(settings) as connection, connection.transaction():
        events = connection.execute(
            "SELECT count(*), count(DISTINCT report_id), min(moved_by) FROM office_moves"
        ).fetchone()
        logged = connection.execute("SELECT count(*) FROM audit_log WHERE action = 'report.office_moved'").fetchone()
        again = follow_again(connection, AFTER)
        assert audit.verify(connection).broken_at is None
    assert (events, logged) == ((REPORTS, REPORTS, f"direktori:{done.version}"), (REPORTS,))
    assert (again.moved, again.before_people, again.readdressed) == (0, 0, 0)


def follow_again(connection: Connection, day: date) -> Followed:
    version, files = facts.current_directory(connection) or ("", {})
    directory, taxonomy = open_snapshot(files)
    return follow(connection, directory.as_of(day), taxonomy, version=version, actor="flow:offices")


def test_a_directory_that_takes_force_later_moves_nothing_before_its_day(settings: Settings, tmp_path: Path) -> None:
    before = standing(settings)
    done = import_directory(settings, tmp_path / "after", today=date(2025, 3, 30))
    assert done.followed is not None
    assert (done.followed.moved, done.followed.before_people, standing(settings)) == (0, 0, before)
    with connected(settings) as connection, connection.transaction():
        assert follow_again(connection, date(2025, 3, 31)).moved == 0
        then = follow_again(connection, AFTER)
    assert then.moved + then.before_people == REPORTS


def test_what_only_is_planned_moves_nothing(settings: Settings, tmp_path: Path) -> None:
    before = standing(settings)
    done = import_directory(settings, tmp_path / "after", today=AFTER, only_plan=True)
    assert done.followed is not None
    assert done.followed.moved > 0
    assert standing(settings) == before


def test_killed_in_the_middle_nothing_is_half_done(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, version = standing(settings), [one.version for one in history(settings)]
    monkeypatch.setattr(readdressing, "readdress_moved", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        import_directory(settings, tmp_path / "after", today=AFTER)
    assert (standing(settings), [one.version for one in history(settings)]) == (before, version)


def test_who_looked_at_the_plan_of_another_directory_is_told(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(DirectoryChanged):
        import_directory(settings, tmp_path / "after", today=AFTER, planned_on="another")


def test_rolled_back_all_is_as_it_was(settings: Settings, made: Restructuring, tmp_path: Path) -> None:
    before, version = standing(settings), version_of(made.before)
    later = import_directory(settings, tmp_path / "after", today=AFTER).version
    done = roll_back(settings, version, today=AFTER)
    after = standing(settings)
    leased = {number for number in before if state_of(number) == "leased"}
    for number in before.keys() - leased:
        assert {**after[number], "reason": ""} == {**before[number], "reason": ""}, number
    assert done.returned == REPORTS - len(leased)
    # What somebody holds was touched; it finds its way by the offices that its own succeeded.
    directory = open_snapshot(made.before)[0]
    assert all(after[number]["current_office"] in {None, *directory.office_by_id} for number in leased)
    assert [one.version for one in history(settings)][:3] == [version, later, version]
    with connected(settings) as connection:
        assert audit.verify(connection).broken_at is None


def test_rolled_back_what_was_touched_since_stays_where_it_is(
    settings: Settings, made: Restructuring, tmp_path: Path
) -> None:
    import_directory(settings, tmp_path / "after", today=AFTER)
    rutan = next(
        number
        for number, one in standing(settings).items()
        if state_of(number) == "sent" and str(one["current_office"]).startswith("PAS-RUTAN")
    )
    before = standing(settings)[rutan]
    with connected(settings) as connection, connection.transaction():
        connection.execute(
            """
            INSERT INTO milestones (report_id, kind, at, source, recorded_by, recorded_at)
            SELECT id, 'follow_up', now(), 'manual', 'person:sari', now() + interval '1 second' FROM reports
            WHERE external_id = %s
            """,
            [rutan],
        )
    roll_back(settings, version_of(made.before), today=AFTER)
    assert standing(settings)[rutan]["current_office"] == before["current_office"]


def test_people_of_an_office_that_closed_reach_its_successor_or_are_named(
    settings: Settings, made: Restructuring, tmp_path: Path
) -> None:
    (closed, heir), alone = next(item for item in made.rupbasan.items() if item[1]), made.kanwil[0]
    of_hukum = Reach(path=("KUM", "hukum"), offices=(alone,))
    with connected(settings) as connection, connection.transaction():
        for name, reach in (("a1", Reach(offices=(closed,))), ("b2", of_hukum), ("c3", Reach(offices=(alone,)))):
            person = Person(name=name, shown_as=name, role=Role.REVIEWER, reach=reach)
            add_account(connection, NewAccount(person=person, password_hash="x", must_change_password=False), actor="t")
    done = import_directory(settings, tmp_path / "after", today=AFTER)
    directory = open_snapshot(made.after)[0].as_of(AFTER)
    assert done.cut_off == ("c3",)
    assert widen_reach(Reach(offices=(closed,)), directory).offices == (closed, heir)
    assert [directory.office(id_).kind for id_ in widen_reach(of_hukum, directory).offices[1:]] == ["Kanwil Hukum"]
