"""What the database itself shows a person: asked as that person, in SQL, as a page that forgot everything would."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

import psycopg
import pytest
from psycopg import Connection, sql

from complaints.access import Person, Reach, Role
from complaints.report import Place, Reporter
from database.acting import act_as
from database.claiming import claim_received
from database.looking import NotShown, look_at_reporter
from database.reports import decisions_of, find_by_id, find_report, history_of
from database.routed import Routed, Versions
from database.routing import save_routed

SARI = Person(name="sari", shown_as="Sari", role=Role.REVIEWER, reach=Reach(path=("IMIPAS", "imigrasi")))
BUDI = replace(SARI, name="budi", reach=Reach(path=("IMIPAS", "pemasyarakatan")))
EVERYWHERE = replace(SARI, name="tuti", reach=Reach())
AUDITOR = replace(EVERYWHERE, name="rani", role=Role.AUDITOR)
ADMIN = replace(EVERYWHERE, name="admin", role=Role.ADMIN)
FOLLOWING = ("decisions", "review_queue", "labels", "outbox", "audits", "merges", "likenesses", "report_versions")


@contextmanager
def acting(connection: Connection, person: Person) -> Iterator[Connection]:
    """The connection with this person's rights; what they did is undone."""
    with connection.transaction(force_rollback=True):
        act_as(connection, person)
        yield connection


def seen(connection: Connection, person: Person, table: str = "reports") -> int:
    with acting(connection, person):
        counted = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        return counted.fetchone()[0]


@pytest.fixture
def routed(connection: Connection, store: Callable, make_report: Callable, route: Callable) -> int:
    """The id of a report about a passport (IMIPAS, imigrasi), with a decision, for everybody to look for."""
    stored = store(connection, make_report("1", reporter=Reporter(name="Nama Contoh", contact="0812")))
    route(connection, acted=True)
    return stored.new[0]


@pytest.fixture
def secret(connection: Connection, store: Callable, make_report: Callable, route: Callable) -> int:
    """The id of a rahasia report in the same branch."""
    stored = store(
        connection,
        make_report("2", judul="Judul sensitif", isi="isi sensitif", place=Place(kota="Sragen"), rahasia=True),
    )
    route(connection)
    return stored.new[0]


def test_who_is_not_named_sees_nothing(connection: Connection, routed: int) -> None:
    connection.execute("SET LOCAL ROLE tepat_person")
    for table in ("seen.reports", "public.reports", *FOLLOWING, "quarantine", "audit_log", "accounts", "models"):
        name = sql.SQL(".").join(map(sql.Identifier, table.split(".")))
        columns = sql.SQL("id") if "reports" in table else sql.SQL("1")
        assert connection.execute(sql.SQL("SELECT {} FROM {}").format(columns, name)).fetchall() == []


def test_a_report_is_seen_within_its_branch_and_nowhere_else(connection: Connection, routed: int) -> None:
    assert [seen(connection, person) for person in (SARI, BUDI, EVERYWHERE)] == [1, 0, 1]
    for table in ("decisions", "outbox"):
        assert [seen(connection, person, table) for person in (SARI, BUDI, EVERYWHERE)] == [1, 0, 1]
    with acting(connection, BUDI):
        assert history_of(connection, routed) == []


def test_a_report_without_a_decision_is_seen_only_by_those_who_reach_everything(
    connection: Connection, store: Callable, make_report: Callable
) -> None:
    store(connection, make_report("1"))
    assert [seen(connection, person) for person in (SARI, EVERYWHERE)] == [0, 1]


@pytest.mark.parametrize(("offices", "count"), [((), 1), (("KANIM-CJR",), 1), (("LP-SRG",), 0)])
def test_an_office_narrows_the_reach(connection: Connection, routed: int, offices: tuple[str, ...], count: int) -> None:
    connection.execute("UPDATE reports SET current_office = 'KANIM-CJR'")
    assert seen(connection, replace(SARI, reach=Reach(path=("IMIPAS",), offices=offices))) == count


def test_reach_in_the_database_is_reach_in_the_rules(connection: Connection, routed: int) -> None:
    path, office = ("IMIPAS", "imigrasi", "IMI", "imi-paspor"), None
    for reach in (
        Reach(),
        Reach(path=("IMIPAS",)),
        Reach(path=path),
        Reach(path=("IMIPAS", "IMI")),
        Reach(path=(*path, "lebih")),
        Reach(offices=("X",)),
    ):
        assert seen(connection, replace(SARI, reach=reach)) == int(reach.covers(path, office)), reach


def test_who_corrects_a_report_out_of_reach_can_still_take_it_back_that_day(
    connection: Connection, routed: int
) -> None:
    act_as(connection, SARI)
    connection.execute("UPDATE decisions SET is_current = false WHERE report_id = %s", [routed])
    connection.execute(
        """
        INSERT INTO public.decisions (report_id, report_version, decided_by, outcome, acted, depth, path, path_p,
                                      reasons, klasifikasi, klasifikasi_p, evidence, model, policy, directory,
                                      automation)
        SELECT report_id, report_version, 'person:sari', outcome, acted, depth, '{IMIPAS,pemasyarakatan}', path_p,
               reasons, klasifikasi, klasifikasi_p, '{}', model, policy, directory, automation
        FROM decisions WHERE report_id = %s RETURNING id
        """,
        [routed],
    )
    connection.execute("RESET ROLE")
    assert [seen(connection, person) for person in (SARI, BUDI, replace(SARI, name="lain"))] == [1, 1, 0]
    connection.execute("UPDATE public.reports SET current_at = now() - interval '25 hours'")
    assert seen(connection, SARI) == 0


def test_a_decision_moves_the_report_to_where_it_belongs_now(
    connection: Connection, routed: int, make_decision: Callable
) -> None:
    connection.execute("UPDATE reports SET status = 'received'")
    claimed = claim_received(connection, 10)
    decision = make_decision(False)
    elsewhere = replace(decision, steps=(replace(decision.steps[0], path=("LUAR",)),))
    item = Routed(claimed=claimed[0], decision=elsewhere, acted=False, reason=elsewhere.reasons[0])
    save_routed(connection, [item], Versions(directory="d1", automation="shadow", run_id=uuid4()))
    assert [seen(connection, person) for person in (SARI, EVERYWHERE)] == [0, 1]
    assert seen(connection, replace(SARI, reach=Reach(path=("LUAR",)))) == 1


def test_what_waits_is_seen_where_its_report_is_and_moves_with_it(connection: Connection, secret: int) -> None:
    assert [seen(connection, person, "review_queue") for person in (SARI, BUDI, EVERYWHERE)] == [1, 0, 1]
    connection.execute("UPDATE decisions SET is_current = false")
    connection.execute(
        """
        INSERT INTO public.decisions (report_id, report_version, decided_by, outcome, acted, depth, path, path_p,
                                      reasons, klasifikasi, klasifikasi_p, evidence, model, policy, directory,
                                      automation)
        SELECT report_id, report_version, decided_by, outcome, acted, depth, '{IMIPAS,pemasyarakatan}', path_p,
               reasons, klasifikasi, klasifikasi_p, '{}', model, policy, directory, automation
        FROM decisions WHERE report_id = %s
        """,
        [secret],
    )
    assert [seen(connection, person, "review_queue") for person in (SARI, BUDI, EVERYWHERE)] == [0, 1, 1]


@pytest.mark.parametrize("person", [SARI, ADMIN, AUDITOR, EVERYWHERE])
def test_no_query_of_a_person_reads_the_text_of_a_rahasia_report(
    connection: Connection, secret: int, person: Person
) -> None:
    with acting(connection, person):
        row = connection.execute("SELECT judul, isi, kota FROM reports WHERE id = %s", [secret]).fetchone()
        assert row == ("[rahasia]", "[rahasia]", "")
        assert connection.execute("SELECT count(*) FROM reports WHERE isi LIKE '%%sensitif%%'").fetchone() == (0,)
    for column in ("judul", "isi", "kota", "*"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), acting(connection, person):
            connection.execute(f"SELECT {column} FROM public.reports".encode())


@pytest.mark.parametrize(("person", "may"), [(SARI, True), (AUDITOR, True), (ADMIN, False)])
def test_a_rahasia_report_is_read_one_by_one_and_each_look_is_kept(
    connection: Connection, secret: int, person: Person, may: bool
) -> None:
    public_id = find_by_id(connection, secret)
    with acting(connection, person):
        report = find_report(connection, public_id)
        find_report(connection, public_id)
        assert (report.isi, report.kota) == (("isi sensitif", "Sragen") if may else ("[rahasia]", ""))
        assert report.is_masked is not may
        connection.execute("SET LOCAL ROLE tepat_service")
        looks = [one for one in history_of(connection, secret) if one["action"] == "rahasia.read"]
        assert [look["actor"] for look in looks] == ([f"person:{person.name}"] if may else [])


def test_a_rahasia_report_of_another_branch_is_not_read(connection: Connection, secret: int) -> None:
    with acting(connection, BUDI):
        assert connection.execute("SELECT isi FROM look_at_rahasia(%s)", [secret]).fetchall() == []


def test_an_earlier_text_of_a_rahasia_report_is_kept_back_too(
    connection: Connection, secret: int, store: Callable, make_report: Callable
) -> None:
    store(connection, make_report("2", judul="Judul baru", isi="isi baru", rahasia=False))
    assert [seen(connection, person, "report_versions") for person in (SARI, ADMIN, AUDITOR)] == [1, 0, 1]


@pytest.mark.parametrize("person", [SARI, ADMIN])
def test_an_identity_is_shown_for_a_reason_that_is_kept(connection: Connection, routed: int, person: Person) -> None:
    with acting(connection, person):
        found = look_at_reporter(connection, routed, "menelepon pelapor")
        assert (found.name, found.contact) == ("Nama Contoh", "0812")
        (look,) = [one for one in history_of(connection, routed) if one["action"] == "identity.read"]
        assert (look["actor"], look["details"]) == (f"person:{person.name}", {"reason": "menelepon pelapor"})


@pytest.mark.parametrize(
    ("person", "reason"),
    [(SARI, "pendek"), (SARI, "          "), (BUDI, "menelepon pelapor"), (AUDITOR, "menelepon pelapor")],
)
def test_an_identity_is_kept_from_others_and_without_a_reason(
    connection: Connection, routed: int, person: Person, reason: str
) -> None:
    with pytest.raises(NotShown), acting(connection, person):
        look_at_reporter(connection, routed, reason)


def test_nobody_sees_who_wrote_a_rahasia_report(connection: Connection, secret: int) -> None:
    with pytest.raises(NotShown), acting(connection, SARI):
        look_at_reporter(connection, secret, "menelepon pelapor")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM identity.reporters",
        "SELECT password_hash FROM accounts",
        "SELECT token_hash FROM api_tokens",
        "SELECT * FROM sessions",
        "SELECT * FROM sign_in_attempts",
        "UPDATE reports SET current_path = '{}'",
        "UPDATE reports SET rahasia = false",
        "DELETE FROM reports",
        "INSERT INTO audit_log (actor, action, subject, details) VALUES ('person:lain', 'x', 'y', '{}')",
        "UPDATE accounts SET name = 'x'",
        "INSERT INTO public.reports (source) VALUES ('x')",
    ],
)
def test_a_person_may_not(connection: Connection, routed: int, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), acting(connection, ADMIN):
        connection.execute(statement.encode())


def test_a_person_changes_nothing_beyond_their_reach(connection: Connection, routed: int) -> None:
    with acting(connection, BUDI):
        assert connection.execute("UPDATE reports SET status = 'reviewed'").rowcount == 0
        assert connection.execute("UPDATE decisions SET is_current = false").rowcount == 0
        assert decisions_of(connection, routed) == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege), acting(connection, BUDI):
        connection.execute(
            "INSERT INTO merges (report_id, report_version, original_id, person) VALUES (%s, 1, 0, 'b')", [routed]
        )


def test_every_table_is_guarded_or_named_here(connection: Connection) -> None:
    unguarded = connection.execute(
        """
        SELECT relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
          AND NOT (relrowsecurity AND relforcerowsecurity)
        """
    ).fetchall()
    # The numbers of migrations: nothing about anybody.
    assert {name for (name,) in unguarded} == {"schema_migrations"}


def test_every_table_that_names_a_report_has_a_policy_for_people_or_none_at_all(connection: Connection) -> None:
    rows = connection.execute(
        """
        SELECT c.relname, p.qual FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname IN ('report_id', 'original_id') AND NOT a.attisdropped
        LEFT JOIN pg_policies p
            ON p.tablename = c.relname AND p.schemaname = 'public' AND 'tepat_person' = ANY (p.roles)
            AND p.permissive = 'PERMISSIVE'
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
        """
    ).fetchall()
    assert len(rows) >= len(FOLLOWING)
    assert [
        name for name, qual in rows if qual is not None and "sees_everything" not in qual and "reports" not in qual
    ] == []


def test_the_view_of_people_has_every_column_of_the_reports(connection: Connection) -> None:
    counted = """
        SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
        WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
    """
    connection.execute("RESET ROLE")
    columns = [connection.execute(counted, [name]).fetchone()[0] for name in ("public.reports", "seen.reports")]
    assert columns[0] == columns[1]


def test_the_rights_end_with_the_transaction(connection: Connection, routed: int) -> None:
    with acting(connection, BUDI):
        pass
    state = "SELECT current_user, current_setting('tepat.person', true), current_setting('search_path')"
    user, person, path = connection.execute(state).fetchone()
    assert (user, person or "") == ("tepat_service", "")
    assert "seen" not in path
