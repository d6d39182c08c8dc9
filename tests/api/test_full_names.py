"""People read the full names of other people, and reading them costs a page nothing."""

from collections.abc import Callable

import psycopg
from psycopg import Connection
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient

from api.full_names import READ_EVERY, FullNames
from complaints.access import Person, Role
from database.accounts import NewAccount, add_account
from tests.api.test_room import confirm, send

SARI = Person(name="sari", shown_as="Sari Dewi", role=Role.REVIEWER)
As = Callable[..., TestClient]


def rename(connection: Connection, name: str, full: str) -> None:
    connection.execute("UPDATE accounts SET shown_as = %s WHERE name = %s", (full, name))


def test_history_log_and_lease_tell_the_full_name(
    client_as: As, waiting: Callable[..., str], committed_database: str
) -> None:
    public_id = waiting()
    sari, admin = client_as("sari"), client_as("admin", Role.ADMIN)
    with psycopg.connect(committed_database, autocommit=True) as owner:
        rename(owner, "sari", "Sari <Dewi>")
    sari.get(f"/laporan/{public_id}")
    shown = '<span title="sari">Sari &lt;Dewi&gt;</span>'
    assert f"Sedang dipegang <strong>{shown}</strong>" in admin.get(f"/laporan/{public_id}").text
    confirm(sari, public_id)
    page = admin.get(f"/laporan/{public_id}").text
    assert f'Diputus peninjau <span class="meta">oleh {shown}' in page
    assert ">Sari &lt;Dewi&gt; (sari)</a>" in admin.get("/audit?pelaku=person:sari").text


def test_the_names_are_read_once_a_minute_and_whoever_asks_is_known_at_once(connection: Connection) -> None:
    at = [0.0]
    names = FullNames(clock=lambda: at[0])
    for name in ("sari", "budi"):
        person = Person(name=name, shown_as=name.title(), role=Role.REVIEWER)
        add_account(connection, NewAccount(person=person, password_hash="x"), actor="test")
    names.refresh(connection, SARI)
    rename(connection, "budi", "Budi Santoso")
    names.refresh(connection, SARI)
    orang = names.filters()["orang"]
    assert ("Sari Dewi" in orang("sari"), orang("budi")) == (True, '<span title="budi">Budi</span>')
    at[0] = READ_EVERY
    names.refresh(connection, SARI)
    assert "Budi Santoso" in orang("budi")


def test_what_is_no_person_keeps_its_own_word(pool: ConnectionPool[Connection]) -> None:
    names = FullNames()
    with pool.connection() as connection:
        names.refresh(connection, Person(name="p1", shown_as="Putri", role=Role.REVIEWER))
    pelaku = names.filters()["pelaku"]
    assert [pelaku(one) for one in ("policy:p1", "direktori:d1", "token:p1")] == ["mesin", "direktori d1", "token:p1"]


def test_whose_answer_is_blind_stays_unnamed_though_somebody_is_called_peninjau(
    client_as: As, waiting: Callable[..., str]
) -> None:
    public_id = waiting()
    asks, answers = client_as("ani"), client_as("peninjau")
    send(asks, public_id, "minta-pendapat", catatan="ragu")
    send(answers, public_id, "pendapat", pilihan="", kategori="imi-paspor", klasifikasi="aspirasi")
    page = asks.get(f"/laporan/{public_id}").text
    assert 'Pendapat diberikan <span class="meta">oleh peninjau' in page
