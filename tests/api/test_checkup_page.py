"""The check-up of a quarter: many offices confirmed at once, as they were seen, and who has not answered."""

import re
from collections.abc import Callable

import pytest
from psycopg import Connection
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient

from complaints.access import Reach, Role
from database import facts

PAGE = "/direktori/pemeriksaan"


@pytest.fixture(autouse=True)
def loaded(pool: ConnectionPool[Connection]) -> None:
    with pool.connection() as connection:
        facts.load_directory(connection, "d1", {"offices.csv": ""}, actor="test")


def values(page: str) -> dict[str, str]:
    """What is ticked for each office that waits, by its id."""
    return {value.partition(":")[2]: value for value in re.findall(r'name="kantor" value="([^"]+)"', page)}


def confirm(browser: TestClient, *ticked: str) -> str:
    page = browser.get(PAGE).text
    token = re.search(r'name="csrf" value="([^"]+)"', page)
    assert token
    return browser.post(PAGE, data={"csrf": token[1], "kantor": list(ticked)}).text


def test_offices_that_were_ticked_are_confirmed_and_asked_about_no_more(client: TestClient) -> None:
    waiting = values(client.get(PAGE).text)
    answer = confirm(client, waiting["KANIM-CJR"], waiting["LP-SRG"])
    assert "Tersimpan: 2 satuan kerja dikonfirmasi" in answer
    assert values(client.get(PAGE).text).keys() == waiting.keys() - {"KANIM-CJR", "LP-SRG"}
    assert values(client.get(PAGE, params={"keadaan": "benar"}).text) == {}


def test_what_was_not_seen_as_it_is_now_is_not_confirmed(client: TestClient) -> None:
    answer = confirm(client, "0000000000000000:KANIM-CJR")
    assert "1 tidak disimpan" in answer
    assert "KANIM-CJR" in values(client.get(PAGE).text)


def test_who_ticks_nothing_is_told_so(client: TestClient) -> None:
    assert "Belum ada yang dicentang" in confirm(client)


def test_people_are_asked_about_what_they_reach_and_confirm_nothing_else(
    client: TestClient, client_as: Callable[..., TestClient]
) -> None:
    others = values(client.get(PAGE).text)
    lapas = client_as("lapas", Role.REVIEWER, Reach(offices=("LP-SRG",)))
    assert values(lapas.get(PAGE).text).keys() == {"LP-SRG"}
    assert "1 tidak disimpan" in confirm(lapas, others["KANIM-CJR"])


def test_a_word_of_the_quarter_before_counts_no_more(client: TestClient, pool: ConnectionPool[Connection]) -> None:
    confirm(client, values(client.get(PAGE).text)["LP-SRG"])
    with pool.connection() as connection:
        connection.execute("SET LOCAL ROLE NONE")
        connection.execute("UPDATE office_confirmations SET confirmed_at = '2026-09-30 12:00+07'")
    assert "LP-SRG" in values(client.get(PAGE).text)


def test_the_summary_says_who_has_not_answered(client: TestClient) -> None:
    confirm(client, values(client.get(PAGE).text)["LP-SRG"])
    page = client.get(f"{PAGE}/rekap").text
    assert "1 dari 2 Kanwil dan unit belum menjawab" in page
    table = client.get(f"{PAGE}/rekap", params={"bentuk": "csv"})
    assert table.headers["content-disposition"].endswith('pemeriksaan-2026-Q4.csv"')
    assert "Kantor Wilayah Jawa Tengah,2,1,0,0,1,ya" in table.text.splitlines()
