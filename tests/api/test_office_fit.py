"""A reviewer is asked once before a report goes to an office that does not handle its category."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api.services import Services
from complaints.taxonomy import Taxonomy, build_taxonomy
from tests.api.conftest import LEAVES, LEVELS
from tests.api.test_room import send

LAPAS = "Lapas Sragen"
HANDLED_BY = {"imi-paspor": "Kanim", "pas-kunjungan": "Lapas;Rutan"}
Waiting = Callable[..., str]


def handling_taxonomy() -> Taxonomy:
    rows = [dict(zip(LEVELS, line.split(","), strict=True)) for line in LEAVES]
    told = [
        {
            **row,
            "outside": "yes" if row["bidang"] == "luar" else "",
            "office_types": HANDLED_BY.get(row["category"], ""),
        }
        for row in rows
    ]
    return build_taxonomy([*LEVELS, "outside", "office_types"], told)


@pytest.fixture
def asking(services: Services) -> Services:
    """The services over a taxonomy that says which offices handle what."""
    taxonomy = handling_taxonomy()
    return replace(services, taxonomy=lambda: taxonomy)


@pytest.fixture
def sari(asking: Services, client_as: Callable[..., TestClient]) -> TestClient:
    return client_as("sari", over=asking)


def decided(client: TestClient, public_id: str) -> tuple[str, str | None]:
    found = client.get(f"/v1/complaints/{public_id}").json()
    return found["status"], (found["decision"]["office"] or {}).get("id")


def test_a_suggestion_that_fits_is_confirmed_with_one_press(sari: TestClient, waiting: Waiting) -> None:
    public_id = waiting()
    given = {"pilihan": "imi-paspor", "klasifikasi": "aspirasi", "kantor": "Kantor Imigrasi Cianjur"}
    assert send(sari, public_id, "putusan", **given).status_code == 303
    assert decided(sari, public_id) == ("reviewed", "KANIM-CJR")


def test_an_office_that_does_not_fit_is_asked_about_and_nothing_entered_is_lost(
    sari: TestClient, waiting: Waiting
) -> None:
    public_id = waiting()
    given = {"pilihan": "imi-paspor", "klasifikasi": "aspirasi", "kantor": LAPAS, "catatan": "dari lapas"}
    answer = send(sari, public_id, "putusan", **given, tembusan="IMIPAS/pemasyarakatan")
    assert answer.status_code == 422
    assert "“imi-paspor” ditangani Kanim, sedangkan Lapas Sragen berjenis Lapas" in answer.text
    assert 'name="tetap_kantor" value="imi-paspor/Lapas Sragen">Tetap kirim ke kantor ini' in answer.text
    assert 'name="kantor" value="Lapas Sragen"' in answer.text
    assert '<option value="imi-paspor" selected>' in answer.text
    assert ">dari lapas</textarea>" in answer.text
    assert re.search(r'value="IMIPAS/pemasyarakatan" checked', answer.text)
    assert decided(sari, public_id)[0] == "in_review"


def test_who_keeps_the_office_saves_it(sari: TestClient, waiting: Waiting) -> None:
    public_id = waiting()
    kept = {"kategori": "imi-paspor", "kantor": LAPAS, "klasifikasi": "aspirasi"}
    answer = send(sari, public_id, "putusan", **kept, tetap_kantor="imi-paspor/Lapas Sragen")
    assert answer.status_code == 303
    assert decided(sari, public_id) == ("reviewed", "LP-SRG")


def test_what_was_said_of_one_office_says_nothing_of_another_nor_of_another_category(
    sari: TestClient, waiting: Waiting
) -> None:
    public_id = waiting()
    kept = {"klasifikasi": "aspirasi", "tetap_kantor": "imi-paspor/Lapas Sragen"}
    other_office = {**kept, "kategori": "imi-paspor", "kantor": "Kantor Wilayah Jawa Tengah"}
    assert send(sari, public_id, "putusan", **other_office).status_code == 422
    other_category = {**kept, "kategori": "pas-kunjungan", "kantor": "Kantor Imigrasi Cianjur"}
    assert send(sari, public_id, "putusan", **other_category).status_code == 422


def test_the_answer_is_kept_while_a_reason_is_asked_for(sari: TestClient, waiting: Waiting) -> None:
    public_id = waiting()
    kept = {"kategori": "pas-kunjungan", "kantor": "Kantor Imigrasi Cianjur", "klasifikasi": "aspirasi"}
    said = "pas-kunjungan/Kantor Imigrasi Cianjur"
    answer = send(sari, public_id, "putusan", **kept, tetap_kantor=said)
    assert (answer.status_code, "Alasan mengubah usulan" in answer.text) == (422, True)
    assert f'<input type="hidden" name="tetap_kantor" value="{said}">' in answer.text


def test_a_program_confirms_in_the_body(sari: TestClient, waiting: Waiting) -> None:
    public_id = waiting()
    match = {"If-Match": sari.get(f"/v1/complaints/{public_id}").headers["etag"]}
    body = {"verdict": "correct", "category": "imi-paspor", "office_id": "LP-SRG", "klasifikasi": "aspirasi"}
    refused = sari.post(f"/v1/complaints/{public_id}/verdict", json=body, headers=match)
    (problem,) = refused.json()["errors"]
    assert (refused.status_code, problem["code"], problem["field"]) == (422, "office_unfit", "office_id")
    assert "`keep_office`: true" in refused.text
    given = sari.post(f"/v1/complaints/{public_id}/verdict", json={**body, "keep_office": True}, headers=match)
    assert (given.status_code, given.json()["office_id"]) == (200, "LP-SRG")


def test_an_opinion_is_asked_about_too(
    sari: TestClient, asking: Services, waiting: Waiting, client_as: Callable[..., TestClient]
) -> None:
    public_id = waiting()
    send(sari, public_id, "minta-pendapat")
    budi = client_as("budi", over=asking)
    given = {"pilihan": "", "kategori": "imi-paspor", "kantor": LAPAS, "klasifikasi": "aspirasi"}
    answer = send(budi, public_id, "pendapat", **given)
    assert (answer.status_code, "Tetap kirim ke kantor ini" in answer.text) == (422, True)
    match = {"If-Match": budi.get(f"/v1/complaints/{public_id}").headers["etag"]}
    body = {"category": "imi-paspor", "office_id": "LP-SRG", "klasifikasi": "aspirasi"}
    assert budi.post(f"/v1/complaints/{public_id}/opinion", json=body, headers=match).status_code == 422
    kept = {**body, "keep_office": True}
    assert budi.post(f"/v1/complaints/{public_id}/opinion", json=kept, headers=match).status_code == 200
