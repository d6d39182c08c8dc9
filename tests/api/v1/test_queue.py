"""The queue for programs: narrowed down, kept under names, and look-alikes confirmed together."""

from collections.abc import Callable

import psycopg
import pytest
from starlette.testclient import TestClient

from complaints.access import Role

Waiting = Callable[..., str]
ClientAs = Callable[..., TestClient]
TEXT = "Jadwal paspor di kanim cianjur tidak muncul"


def found(client: TestClient, query: str) -> set[str]:
    answer = client.get(f"/v1/queue?{query}")
    assert answer.status_code == 200, answer.text
    return {item["id"] for item in answer.json()["items"]}


@pytest.mark.parametrize(
    ("query", "is_kept"),
    [
        ("unit=IMI", True),
        ("unit=PAS", False),
        ("office=KANIM-CJR", True),
        ("kanwil=IMI-KW-32", True),
        ("kanwil=IMI-KW-99", False),
        ("kind=review&klasifikasi=informasi", False),
        ("kind=audit", False),
        ("search=paspor", True),
        ("search=trotoar", False),
        ("older_than_days=3650", False),
        ("due=overdue&reason=tidak-ada", False),
    ],
)
def test_the_queue_is_narrowed_down_as_on_the_page(
    client: TestClient, waiting: Waiting, query: str, is_kept: bool
) -> None:
    report = waiting(isi=TEXT)
    assert found(client, query) == ({report} if is_kept else set())


def test_a_filter_that_cannot_be_is_refused_by_name(client: TestClient) -> None:
    answer = client.get("/v1/queue?due=besok")
    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, ["due"])


def test_a_view_is_kept_shown_on_the_page_and_forgotten(client: TestClient) -> None:
    filters = {"unit": "IMI", "older_than_days": 3, "due": "today"}
    kept = client.put("/v1/queue/views/Paspor lama", json={"filters": filters}).json()["items"]
    assert [(view["name"], view["filters"]) for view in kept] == [("Paspor lama", filters)]
    assert "Paspor lama" in client.get("/").text
    assert client.delete(f"/v1/queue/views/{kept[0]['id']}").json() == {"items": []}
    assert client.delete(f"/v1/queue/views/{kept[0]['id']}").status_code == 404


def test_a_view_of_everything_is_none(client: TestClient) -> None:
    answer = client.put("/v1/queue/views/Semua", json={"filters": {}})
    assert (answer.status_code, client.get("/v1/queue/views").json()) == (422, {"items": []})


def test_views_are_their_owners_own(client_as: ClientAs) -> None:
    client_as("sari").put("/v1/queue/views/Paspor", json={"filters": {"unit": "IMI"}})
    (view,) = client_as("sari").get("/v1/queue/views").json()["items"]
    assert client_as("budi").get("/v1/queue/views").json() == {"items": []}
    assert client_as("budi").delete(f"/v1/queue/views/{view['id']}").status_code == 404


def test_look_alikes_are_confirmed_once_and_the_others_say_why(
    client_as: ClientAs, waiting: Waiting, committed_database: str
) -> None:
    ids = [waiting(isi=f"{TEXT} sejak {number} hari") for number in range(3)]
    client, address = client_as("sari"), f"/v1/complaints/{ids[0]}/look-alikes"
    items = client.get(address).json()["items"]
    assert {one["id"] for one in items} == set(ids)
    assert items[0]["path"][-1]["code"] == "imi-paspor"
    picked = [{"id": one["id"], "decision_id": one["decision_id"]} for one in items]
    client_as("budi").put(f"/v1/complaints/{ids[2]}/lease")
    sent = client.put(f"{address}/confirmed", json={"items": picked})
    outcomes = {one["id"]: (one["confirmed"], one["why"]) for one in sent.json()["items"]}
    assert outcomes == {ids[0]: (True, None), ids[1]: (True, None), ids[2]: (False, "held")}
    again = client.put(f"{address}/confirmed", json={"items": picked[:1]}).json()["items"]
    assert [(one["confirmed"], one["why"]) for one in again] == [(False, "changed")]
    with psycopg.connect(committed_database) as connection:
        assert connection.execute("SELECT count(*) FROM labels WHERE person = 'sari'").fetchone() == (2,)


@pytest.mark.parametrize("items", [[], [{"id": "bukan", "decision_id": 1}]])
def test_what_is_no_choice_of_look_alikes_is_refused(client: TestClient, waiting: Waiting, items: list) -> None:
    answer = client.put(f"/v1/complaints/{waiting(isi=TEXT)}/look-alikes/confirmed", json={"items": items})
    assert answer.status_code == 422


def test_agreement_is_told_to_those_who_see_figures(client_as: ClientAs) -> None:
    answer = client_as("admin", Role.ADMIN).get("/v1/agreement").json()
    assert answer == {"pairs": 0, "by_person": [], "by_branch": []}
