"""Splitting a report on its page and for programs: races, bad input, and who sees what of the parts."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from starlette.testclient import TestClient

from complaints.access import Reach, Role

PAGE = {"Accept": "text/html"}
As = Callable[..., TestClient]
Waiting = Callable[..., str]
ISI = "Jadwal paspor tidak muncul.\nLampu trotoar kami padam."
PARTS = {"teks": ["Jadwal paspor tidak muncul.", "Lampu trotoar kami padam."], "soal": ["Paspor", "Trotoar"]}


def fields_of(page: str, action: str) -> dict[str, object]:
    form = re.search(rf'<form method="post" action="{re.escape(action)}">(.*?)</form>', page, re.DOTALL)
    assert form is not None, action
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[1]))


def send(client: TestClient, public_id: str, act: str, **fields: object) -> object:
    action = f"/laporan/{public_id}/{act}"
    page = client.get(f"/laporan/{public_id}").text
    return client.post(action, data=fields_of(page, action) | fields, headers=PAGE, follow_redirects=False)


def parts_of(client: TestClient, public_id: str) -> list[dict[str, object]]:
    return client.get(f"/v1/complaints/{public_id}").json()["parts"]


def test_each_part_goes_through_the_machine_and_gets_its_own_decision(
    client_as: As, waiting: Waiting, triage: Callable[[], int]
) -> None:
    sari, public_id = client_as("sari"), waiting(isi=ISI)
    assert send(sari, public_id, "pecah", **PARTS).status_code == 303
    assert triage() == 2
    page = sari.get(f"/laporan/{public_id}").text
    assert "Dipecah menjadi 2 laporan" in page and "Gabungkan kembali" in page and 'name="pilihan"' not in page
    first, second = parts_of(sari, public_id)
    decisions = [
        sari.get(f"/v1/complaints/{one['id']}").json()["decision"]["path"][0]["code"] for one in (first, second)
    ]
    assert decisions == ["IMIPAS", "LUAR"]
    page = sari.get(f"/laporan/{second['id']}").text
    assert "Pecahan dari" in page and f'href="/laporan/{public_id}"' in page and "Pecah laporan ini" not in page


def test_a_split_can_be_taken_back_from_the_next_page(client_as: As, waiting: Waiting) -> None:
    sari, public_id = client_as("sari"), waiting(isi=ISI)
    waiting()
    answer = send(sari, public_id, "pecah", **PARTS)
    page = sari.get(answer.headers["location"]).text
    assert f'action="/laporan/{public_id}/pecah/batal"' in page
    assert send(sari, public_id, "pecah/batal").status_code == 303
    assert sari.get(f"/v1/complaints/{public_id}").json()["status"] == "in_review"
    assert [one["is_withdrawn"] for one in parts_of(sari, public_id)] == [True, True]


def test_of_two_who_split_at_once_one_wins_and_the_other_sees_a_friendly_page(
    client_as: As, waiting: Waiting, committed_database: str
) -> None:
    public_id = waiting(isi=ISI)
    action = f"/laporan/{public_id}/pecah"
    fields = fields_of(client_as("sari").get(f"/laporan/{public_id}").text, action) | PARTS
    with psycopg.connect(committed_database, autocommit=True) as owner:
        owner.execute("DELETE FROM review_claims")

    def split(name: str) -> object:
        return client_as(name).post(action, data=fields, headers=PAGE, follow_redirects=False)

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(split, ("sari", "budi")))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    (late,) = [answer for answer in answers if answer.status_code == 409]
    assert "Dipecah oleh" in late.text
    assert len(parts_of(client_as("sari"), public_id)) == 2


def test_parts_stay_together_once_one_is_decided(client_as: As, waiting: Waiting, triage: Callable[[], int]) -> None:
    sari, public_id = client_as("sari"), waiting(isi=ISI)
    send(sari, public_id, "pecah", **PARTS)
    triage()
    part = str(parts_of(sari, public_id)[0]["id"])
    assert send(sari, part, "putusan", pilihan="imi-paspor", klasifikasi="aspirasi").status_code == 303
    answer = send(sari, public_id, "pecah/batal")
    assert answer.status_code == 409 and "Pecahannya sudah diputus" in answer.text


def test_whoever_does_not_see_a_part_is_told_its_number_alone(
    client_as: As, waiting: Waiting, triage: Callable[[], int]
) -> None:
    public_id = waiting(isi=ISI)
    send(client_as("sari"), public_id, "pecah", **PARTS)
    triage()
    near = client_as("lina", Role.REVIEWER, Reach(path=("IMIPAS",)))
    first, second = parts_of(near, public_id)
    assert first["id"] and (second["id"], second["status"]) == (None, None)
    assert second["external_id"] in near.get(f"/laporan/{public_id}").text
    outside = client_as("luar", Role.REVIEWER, Reach(path=("LUAR",)))
    (seen,) = outside.get("/v1/complaints").json()["items"]
    assert seen["external_id"] == second["external_id"]
    assert outside.get(f"/v1/complaints/{seen['id']}").json()["part_of"]["id"] is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"teks": ["Jadwal paspor"], "soal": [""]}, "Pecah menjadi 2 sampai 8 bagian"),
        ({"teks": ["<script>alert(1)", "Jadwal paspor"], "soal": ["", ""]}, "tidak ada dalam laporan"),
        ({"teks": ["", ""], "soal": ["sama", "sama"]}, "sama persis"),
        ({"soal": ["a" * 300, "b"]}, "paling panjang 200"),
    ],
)
def test_what_is_wrong_with_parts_is_said_and_what_was_written_stays(
    client_as: As, waiting: Waiting, fields: dict[str, object], said: str
) -> None:
    sari, public_id = client_as("sari"), waiting(isi=ISI)
    answer = send(sari, public_id, "pecah", **fields)
    assert answer.status_code == 422 and said in answer.text
    assert "<script>alert" not in answer.text
    assert fields["soal"][0] in answer.text and parts_of(sari, public_id) == []


def test_programs_split_and_put_together(client_as: As, waiting: Waiting) -> None:
    sari, public_id = client_as("sari"), waiting(isi=ISI)
    address = f"/v1/complaints/{public_id}"
    tag = {"If-Match": sari.get(address).headers["etag"]}
    wrong = sari.post(f"{address}/split", json={"parts": [{"text": "tidak ada"}, {}]}, headers=tag)
    assert [one["code"] for one in wrong.json()["errors"]] == ["part_not_quoted", "part_empty"]
    body = {"parts": [{"matter": "Paspor"}, {"text": "Lampu trotoar kami padam."}]}
    assert sari.post(f"{address}/split", json=body).status_code == 428
    keyed = tag | {"Idempotency-Key": "satu"}
    made = [sari.post(f"{address}/split", json=body, headers=keyed).json()["parts"] for _ in range(2)]
    assert made[0] == made[1] and len(made[0]) == 2
    assert sari.post(f"{address}/split", json=body, headers=tag).status_code == 409
    assert sari.delete(f"{address}/split", headers=tag).json()["status"] == "in_review"
    assert sari.delete(f"{address}/split", headers=tag).status_code == 404


def test_the_text_of_a_part_is_escaped_wherever_it_stands(
    client_as: As, waiting: Waiting, triage: Callable[[], int]
) -> None:
    evil = "Paspor &lt;img src=x onerror=alert(1)&gt; <img src=x onerror=alert(1)>"
    sari, public_id = client_as("sari"), waiting(isi=f"{ISI}\npaspor")
    send(sari, public_id, "pecah", teks=["paspor", "Lampu trotoar kami padam."], soal=[evil, evil])
    triage()
    for one in parts_of(sari, public_id):
        for address in (f"/laporan/{one['id']}", f"/laporan/{public_id}", "/laporan", "/"):
            assert "<img src=x" not in sari.get(address, headers=PAGE).text
