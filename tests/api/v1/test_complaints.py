"""Lists of reports, one report, and what of it is not told."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from complaints.routing import Automation

# Everything by which an answer could betray that the model thinks of passports at one office.
TELLING = ("imi-paspor", "KANIM-CJR", "imigrasi", "0.97", '"sure"', '"auto"')


def ids(answer: object) -> list[str]:
    return [item["id"] for item in answer.json()["items"]]


def test_pages_follow_each_other_without_gap_or_double(client: TestClient, waiting: Callable[..., str]) -> None:
    stored = [waiting() for _ in range(5)]
    answer = client.get("/v1/complaints?limit=2")
    seen = ids(answer)
    waiting()
    while "next" in answer.links:
        answer = client.get(answer.links["next"]["url"])
        seen += ids(answer)
    assert seen == stored[::-1]
    assert answer.json()["next_cursor"] is None


def test_the_link_keeps_the_filters(client: TestClient, waiting: Callable[..., str]) -> None:
    waiting()
    waiting()
    following = client.get("/v1/complaints?limit=1&status=in_review&below=imigrasi").links["next"]["url"]
    assert following.startswith("/v1/complaints?")
    assert {"limit=1", "status=in_review", "below=imigrasi"} <= set(following.partition("?")[2].split("&"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=in_review", 2),
        ("status=routed", 0),
        ("below=imigrasi", 1),
        ("below=luar", 1),
        ("below=IMI&office_id=KANIM-CJR", 1),
        ("office_id=LP-SRG", 0),
        ("klasifikasi=aspirasi", 1),
        ("source=lapor", 2),
        ("source=api", 0),
        ("received_from=2020-01-01T00:00:00Z", 2),
        ("received_before=2020-01-01T00:00:00%2B07:00", 0),
    ],
)
def test_a_list_is_filtered(client: TestClient, waiting: Callable[..., str], query: str, found: int) -> None:
    waiting(klasifikasi="aspirasi")
    waiting(judul="Trotoar", isi="trotoar rusak")
    assert len(ids(client.get(f"/v1/complaints?{query}"))) == found


def test_a_rahasia_report_stands_in_a_list_without_its_words(client: TestClient, waiting: Callable[..., str]) -> None:
    waiting(judul="Sangat rahasia", rahasia=True)
    answer = client.get("/v1/complaints")
    assert "Sangat rahasia" not in answer.text
    assert (answer.json()["items"][0]["judul"], answer.json()["items"][0]["rahasia"]) == (None, True)


@pytest.mark.parametrize("automation", [Automation.SHADOW, Automation.PROVISIONAL])
def test_what_is_audited_blind_is_told_through_no_address(
    client: TestClient, audited: Callable[[Automation], str], automation: Automation
) -> None:
    public_id = audited(automation)
    one = client.get(f"/v1/complaints/{public_id}")
    assert one.json()["is_blind"]
    texts = [one.text, *(client.get(f"/v1/{name}").text for name in ("complaints", "queue", "audit-log"))]
    assert all(public_id in text for text in texts[:3])
    assert [word for word in TELLING for text in texts if word in text] == []
    for question in ("below=imigrasi", "below=imi-paspor", "office_id=KANIM-CJR"):
        assert ids(client.get(f"/v1/complaints?{question}")) == []


def test_the_etag_is_the_decision_and_the_version(client: TestClient, waiting: Callable[..., str]) -> None:
    body = {"id": "A-1", "isi": "paspor saya hilang"}
    new = client.post("/v1/complaints", json=body).headers["location"]
    assert client.get(new).headers["etag"] == '"0-1"'
    answer = client.get(f"/v1/complaints/{waiting()}")
    assert answer.headers["etag"] == f'"{answer.json()["decision"]["id"]}-1"'


@pytest.mark.parametrize("cursor", ["rusak", "é", "WzFd", "WyJhIiwxXQ==", "WyIyMDI2LTAxLTAxIiwxXQ==", "bnVsbA=="])
def test_a_cursor_that_is_not_ours_is_refused(client: TestClient, cursor: str) -> None:
    answer = client.get("/v1/complaints", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "bad_cursor")
