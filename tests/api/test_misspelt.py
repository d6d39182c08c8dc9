"""A field that nobody knows is named with the one that was probably meant, and with those that there are."""

import pytest
from starlette.testclient import TestClient

ENGLISH = {"Accept-Language": "en"}


@pytest.mark.parametrize(
    ("body", "field", "told"),
    [
        (
            {"jdul": "Paspor", "isi": "Paspor saya belum selesai"},
            "jdul",
            "Field jdul is not known. Check its spelling or leave it out. Perhaps judul was meant. Known: id, judul, ",
        ),
        ({"ISI": "Paspor saya belum selesai"}, "ISI", "Perhaps isi was meant."),
        (
            {"isi": "Paspor saya belum selesai", "pelapor": {"kontakt": "08"}},
            "pelapor.kontakt",
            "Perhaps kontak was meant. Known: nama, kontak.",
        ),
    ],
    ids=["misspelt", "in capitals", "within a part"],
)
def test_a_misspelt_field_is_told_with_what_was_meant_and_what_there_is(
    client: TestClient, body: dict, field: str, told: str
) -> None:
    answer = client.post("/v1/complaints", json=body, headers=ENGLISH)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["field"], error["code"]) == (field, "unknown_field")
    assert told in error["detail"]


def test_a_field_that_is_like_no_other_is_told_with_what_there_is(client: TestClient) -> None:
    (error,) = client.post("/v1/complaints", json={"isi": "Paspor", "xyz": 1}).json()["errors"]
    assert error["detail"].startswith("Isian xyz tidak dikenal. Periksa ejaannya atau hapus. Yang dikenal: id, judul,")
    assert "Mungkin" not in error["detail"]


def test_every_body_of_the_api_says_so(client: TestClient) -> None:
    """Each question of a list, too."""
    asked = [{"isi": "Paspor"}, {"isi": "Paspor", "provnsi": "Bali"}]
    (error,) = client.post("/v1/predict", json=asked, headers=ENGLISH).json()["errors"]
    assert error["field"] == "1.provnsi"
    assert "Perhaps provinsi was meant. Known: id, judul, isi, provinsi, kota." in error["detail"]
    (error,) = client.post("/v1/tokens", json={"nmae": "x"}, headers=ENGLISH).json()["errors"]
    assert "Perhaps name was meant. Known: name, role, reach, days." in error["detail"]
