"""A report of which something was erased says so, with why, and nothing else of it."""

from collections.abc import Callable
from uuid import UUID

import psycopg
import pytest
from starlette.testclient import TestClient

from complaints.retention import Erased
from database.erasing import Asked, erase, find_reports


@pytest.mark.parametrize(
    ("what", "asked", "told"),
    [
        (Erased.TEXT, Asked(by="operator", why="asked", reference="S-12/2026"), "atas permintaan (rujukan S-12/2026)"),
        (Erased.IDENTITY, Asked(by="operator", why="retention"), "karena masa simpannya habis"),
    ],
)
def test_what_was_erased_is_told_with_its_reason(
    client: TestClient,
    waiting: Callable[..., str],
    committed_database: str,
    what: Erased,
    asked: Asked,
    told: str,
) -> None:
    public_id = waiting(isi="paspor saya di kanim cianjur")
    assert "dihapus pada" not in client.get(f"/laporan/{public_id}").text
    with psycopg.connect(committed_database) as connection:
        connection.execute("UPDATE review_queue SET done_at = now()")
        connection.execute("UPDATE reports SET status = 'reviewed'")
        erase(connection, find_reports(connection, [UUID(public_id)]), what, asked)
    assert told in client.get(f"/laporan/{public_id}").text
    erased = client.get(f"/v1/complaints/{public_id}").json()["history"]["erased"]
    assert (erased[-1]["what"], erased[-1]["why"]) == (what.value, asked.why)
    assert "operator" not in str(erased)
