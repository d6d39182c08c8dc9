"""Leaves that are taken for each other: in the table, and side by side."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from complaints.access import Reach, Role

PAIR = "/kesepakatan/pasangan?satu=imi-paspor&dua=imi-visa"


@pytest.fixture
def corrected(client: TestClient, waiting: Callable[..., str]) -> Callable[..., str]:
    """A report that was suggested to imi-paspor and that a person put elsewhere; returns its public id."""

    def make(leaf: str = "imi-visa", text: str = "Paspor dan visa di kanim cianjur tertunda") -> str:
        public_id = waiting(isi=text)
        shown = client.get(f"/v1/complaints/{public_id}").json()["decision"]["id"]
        said = {"shown": str(shown), "kategori": leaf, "klasifikasi": "aspirasi", "catatan": "salah kategori"}
        assert client.post(f"/laporan/{public_id}/putusan", data=said, follow_redirects=False).status_code == 303
        return public_id

    return make


def test_a_pair_that_was_corrected_three_times_is_listed_with_its_page(
    client: TestClient, corrected: Callable[..., str]
) -> None:
    corrected()
    corrected()
    assert "Belum ada pasangan" in client.get("/kesepakatan").text
    corrected()
    page = client.get("/kesepakatan").text
    assert 'href="/kesepakatan/pasangan?satu=imi-paspor&amp;dua=imi-visa"' in page
    assert "Perjelas uraian keduanya" in page


def test_side_by_side_stand_words_and_examples_within_reach(
    client: TestClient, client_as: Callable[..., TestClient], corrected: Callable[..., str]
) -> None:
    ids = [corrected(text=f"Paspor dan izin tinggal telat {n}") for n in range(9)]
    for n in range(9):
        corrected(leaf="imi-paspor", text=f"Paspor rusak di loket {n}")
    page = client.get(PAIR).text
    _, theirs = page.split("imi-visa</code>")
    assert "loket" in page.split("Contoh")[0]
    assert "tinggal" in theirs.split("Contoh")[0]
    assert f"/laporan/{ids[-1]}" in theirs
    elsewhere = client_as("budi", Role.REVIEWER, Reach(path=("IMIPAS", "pemasyarakatan"))).get(PAIR).text
    assert "/laporan/" not in elsewhere
    assert "tinggal" not in elsewhere


@pytest.mark.parametrize("query", ["", "?satu=imi-visa&dua=imi-visa", "?satu=imi-visa&dua=tidak-ada"])
def test_what_is_no_pair_of_categories_is_not_found(client: TestClient, query: str) -> None:
    assert client.get(f"/kesepakatan/pasangan{query}").status_code == 404
