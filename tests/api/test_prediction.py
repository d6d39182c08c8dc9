"""POST /v1/predict."""

import psycopg
import pytest
from starlette.testclient import TestClient


def test_the_answer_keeps_its_contract(client: TestClient) -> None:
    asked = {
        "id": "7",
        "judul": "Paspor",
        "isi": "Antrean di kanim cianjur",
        "provinsi": "Jawa Barat",
        "kota": "Cianjur",
    }
    assert client.post("/v1/predict", json=asked).json() == {
        "id": "7",
        "ministry": {"code": "IMIPAS", "p": 0.99},
        "bidang": {"code": "imigrasi", "p": 0.98},
        "unit": {"code": "IMI", "p": 0.98},
        "category": {"code": "imi-paspor", "p": 0.97},
        "klasifikasi": {"code": "tidak-berkadar", "p": 0.8, "sure": False},
        "office": {"id": "KANIM-CJR", "name": "Kantor Imigrasi Cianjur", "p": 0.9},
        "decision": "auto",
        "depth": "category",
        "urgency": {"level": "none", "reasons": []},
        "evidence": [
            {"word": "paspor", "weight": 1.5},
            {"office": "KANIM-CJR", "name": "Kantor Imigrasi Cianjur", "how": "name", "span": "kanim cianjur"},
        ],
        "model": "keywords",
    }


def test_the_answer_says_what_is_urgent_and_whether_a_rule_or_the_model_found_it(client: TestClient) -> None:
    isi = "Adik saya gelisah, kemarin mencoba gantung diri"
    assert client.post("/v1/predict", json={"isi": isi}).json()["urgency"] == {
        "level": "danger",
        "reasons": [
            {"kind": "suicide", "spans": ["gantung diri"]},
            {"kind": "model", "spans": ["gelisah"], "p": 0.87},
        ],
    }


def test_an_office_that_is_only_named_beside_is_evidence_and_marked_as_such(client: TestClient) -> None:
    answer = client.post("/v1/predict", json={"isi": "Paspor di kanim cianjur, sebelah lapas cianjur"}).json()
    assert answer["office"]["id"] == "KANIM-CJR"
    offices = [item for item in answer["evidence"] if "office" in item]
    assert [(item["office"], item.get("beside", False)) for item in offices] == [
        ("KANIM-CJR", False),
        ("LAPAS-CJR", True),
    ]


def test_what_nobody_is_sure_of_goes_to_review_at_no_depth(client: TestClient) -> None:
    answer = client.post("/v1/predict", json={"isi": "halo"}).json()
    assert (answer["decision"], answer["depth"], answer["office"]) == ("review", "none", None)


def test_what_lies_outside_is_never_automatic(client: TestClient) -> None:
    answer = client.post("/v1/predict", json={"isi": "trotoar rusak"}).json()
    assert (answer["bidang"]["code"], answer["decision"]) == ("luar", "review")


def test_several_texts_are_answered_in_their_order(client: TestClient) -> None:
    answers = client.post("/v1/predict", json=[{"id": str(n), "isi": f"paspor {n}"} for n in range(5)]).json()
    assert [answer["id"] for answer in answers] == ["0", "1", "2", "3", "4"]


def test_the_text_is_cleaned_as_that_of_a_stored_report(client: TestClient) -> None:
    answer = client.post("/v1/predict", json={"isi": "pa\u200bspor <b>hilang</b>"}).json()
    assert answer["category"]["code"] == "imi-paspor"


def test_a_question_leaves_nothing_behind(client: TestClient, committed_database: str) -> None:
    with psycopg.connect(committed_database) as connection:
        counting = "SELECT (SELECT count(*) FROM reports), (SELECT count(*) FROM audit_log)"
        before = connection.execute(counting).fetchone()
        connection.commit()
        client.post("/v1/predict", json={"isi": "paspor"})
        assert connection.execute(counting).fetchone() == before


def test_empty_too_long_and_too_many_are_refused_by_name(client: TestClient) -> None:
    refused = client.post("/v1/predict", json=[{"isi": "paspor"}, {"isi": " "}, {"isi": "x" * 200_000}])
    assert refused.status_code == 422
    assert [(e["field"], e["code"]) for e in refused.json()["errors"]] == [("1.isi", "missing"), ("2.isi", "too_long")]
    many = client.post("/v1/predict", json=[{"isi": "x"}] * 300)
    assert [error["code"] for error in many.json()["errors"]] == ["too_many"]
    assert client.post("/v1/predict", json={"judul": "tanpa isi"}).json()["errors"][0]["field"] == "isi"


@pytest.mark.parametrize("empty", ["", " \n\t", "<br>&nbsp;"])
def test_a_text_without_anything_in_it_is_refused_with_its_place(client: TestClient, empty: str) -> None:
    answer = client.post("/v1/predict", json=[{"isi": "Paspor"}, {"isi": empty}])
    assert answer.status_code == 422
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [("1.isi", "missing")]
