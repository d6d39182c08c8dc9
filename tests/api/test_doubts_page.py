"""Labels that are probably wrong: seen within reach, kept, or put before two others."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from api.services import Services
from complaints.access import Reach, Role
from database.doubts import LabelDoubt, keep_doubts, read_labelled

PAGE = "/label/diragukan"


@pytest.fixture
def doubted(
    services: Services, client_as: Callable[..., TestClient], waiting: Callable[..., str]
) -> Callable[..., tuple[str, int]]:
    """A report that a person decided and whose label is doubted; returns its public id and the number of the label."""

    reviewer = client_as("tuti", Role.REVIEWER)

    def make(**fields: object) -> tuple[str, int]:
        public_id = waiting(**fields)
        shown = reviewer.get(f"/v1/complaints/{public_id}").json()["decision"]["id"]
        said = {"shown": str(shown), "kategori": "imi-paspor", "klasifikasi": "aspirasi"}
        assert reviewer.post(f"/laporan/{public_id}/putusan", data=said, follow_redirects=False).status_code == 303
        with services.pool.connection() as connection:
            labelled = read_labelled(connection)
            keep_doubts(connection, [doubt_of(one.label_id, one.report_id) for one in labelled])
            row = connection.execute("SELECT max(id) FROM labels").fetchone()
        return public_id, row[0]

    return make


def doubt_of(label_id: int, report_id: int) -> LabelDoubt:
    return LabelDoubt(
        label_id=label_id, report_id=report_id, instead="imi-visa", label_p=0.03, instead_p=0.91, strength=1.2
    )


def test_a_doubt_is_shown_with_its_text_and_both_categories(
    client: TestClient, doubted: Callable[..., tuple[str, int]]
) -> None:
    public_id, _ = doubted(isi="Jadwal paspor di kanim cianjur kacau")
    page = client.get(PAGE).text
    for text in (f"/laporan/{public_id}", "kacau", "imi-paspor", "imi-visa", "91%"):
        assert text in page
    assert PAGE in client.get("/model").text


def test_it_is_shown_within_reach_only_and_a_rahasia_report_never(
    client_as: Callable[..., TestClient], client: TestClient, doubted: Callable[..., tuple[str, int]]
) -> None:
    doubted(isi="Jadwal paspor di kanim cianjur kacau")
    doubted(isi="Jadwal paspor rahasia di kanim cianjur", rahasia=True)
    assert "paspor rahasia" not in client.get(PAGE).text
    assert client.get(PAGE).text.count('class="sheet"') == 1
    elsewhere = client_as("budi", Role.REVIEWER, Reach(path=("IMIPAS", "pemasyarakatan")))
    assert "Tidak ada label yang diragukan" in elsewhere.get(PAGE).text


def test_a_label_that_somebody_stands_by_is_not_asked_about_again(
    services: Services, client: TestClient, doubted: Callable[..., tuple[str, int]]
) -> None:
    _, label = doubted()
    answer = client.post(f"{PAGE}/{label}/tetap", follow_redirects=False)
    assert answer.status_code == 303
    with services.pool.connection() as connection:
        keep_doubts(connection, [doubt_of(one.label_id, one.report_id) for one in read_labelled(connection)])
    assert "Tidak ada label yang diragukan" in client.get(PAGE).text
    assert client.post(f"{PAGE}/{label}/tetap").status_code == 404


def test_two_others_judge_it_blind(
    client: TestClient, client_as: Callable[..., TestClient], doubted: Callable[..., tuple[str, int]]
) -> None:
    public_id, label = doubted()
    assert client.post(f"{PAGE}/{label}/pendapat", follow_redirects=False).status_code == 303
    assert "Tidak ada label yang diragukan" in client.get(PAGE).text
    (item,) = client.get("/v1/queue").json()["items"]
    assert (item["id"], item["kind"]) == (public_id, "opinion")
    page = client_as("sari", Role.REVIEWER).get(f"/laporan/{public_id}").text
    assert "dua orang" in page or "Pendapat kedua" in page
    assert [text for text in ("91%", "97%", "selected", "<mark") if text in page] == []


def test_what_is_no_longer_doubted_leaves_the_list(
    services: Services, client: TestClient, doubted: Callable[..., tuple[str, int]]
) -> None:
    doubted()
    with services.pool.connection() as connection:
        keep_doubts(connection, [])
    assert "Tidak ada label yang diragukan" in client.get(PAGE).text


def test_who_only_reads_changes_nothing(
    client_as: Callable[..., TestClient], doubted: Callable[..., tuple[str, int]]
) -> None:
    _, label = doubted()
    auditor = client_as("rani", Role.AUDITOR)
    assert "Label sudah benar" not in auditor.get(PAGE).text
    assert auditor.post(f"{PAGE}/{label}/tetap").status_code == 403
