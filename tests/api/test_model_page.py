"""Models as people see them, and the way back to an earlier one."""

import shutil
from collections.abc import Callable
from dataclasses import asdict, replace
from itertools import product
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.services import Services
from classifier.registry import current_version, set_current
from classifier.rows import LabelledRow
from classifier.train import train
from complaints.access import EVERYTHING, Reach, Role
from complaints.paired import Difference, Measure
from complaints.promotion import Judgement, Verdict
from complaints.report import Message
from complaints.taxonomy import build_taxonomy
from database import audit, trainings
from database.models import list_periods, note_live_model
from database.snapshots import Snapshot, keep_snapshot
from tests.api.conftest import NOW

MATTERS = {
    "imi-paspor": ("paspor hilang", "antrean paspor", "paspor rusak", "paspor anak"),
    "imi-visa": ("visa ditolak", "visa kerja", "visa pelajar", "perpanjangan visa"),
    "pas-kunjungan": ("jam kunjungan lapas", "kunjungan keluarga", "kunjungan ditolak", "antre kunjungan"),
    "luar-pemda": ("trotoar rusak", "lampu jalan padam", "jalan berlubang", "sampah menumpuk"),
}
WHY = "Yang baru terlalu sering ragu"


def make_rows(ending: str) -> list[LabelledRow]:
    return [
        LabelledRow(
            id=f"{voice}-{leaf}-{number}",
            message=Message(judul="", isi=f"{voice} {matter} {ending}"),
            category=leaf,
            klasifikasi="",
            office="",
            voice=voice,
        )
        for voice, leaf in product(("mohon", "tolong", "halo", "kecewa"), MATTERS)
        for number, matter in enumerate(MATTERS[leaf])
    ]


@pytest.fixture(scope="session")
def two_models(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A folder with two models for the taxonomy of these tests, and their names."""
    folder = tmp_path_factory.mktemp("models")
    return folder, *train_two(folder)


def train_two(folder: Path) -> tuple[str, str]:
    columns = ["ministry", "bidang", "unit", "category", "outside"]
    paths = {
        "imi-paspor": ("IMIPAS", "imigrasi", "IMI"),
        "imi-visa": ("IMIPAS", "imigrasi", "IMI"),
        "pas-kunjungan": ("IMIPAS", "pemasyarakatan", "PAS"),
        "luar-pemda": ("LUAR", "luar", "LUAR"),
    }
    rows = [
        dict(zip(columns, (*path, leaf, "yes" if path[0] == "LUAR" else ""), strict=True))
        for leaf, path in paths.items()
    ]
    taxonomy = build_taxonomy(columns, rows)
    older, newer = (train(make_rows(ending), taxonomy, folder, jobs=1).version for ending in ("satu", "dua"))
    return older, newer


@pytest.fixture
def models(two_models: tuple[Path, str, str], tmp_path: Path) -> tuple[Path, str, str]:
    """The same in a folder of this test's own, the newer one current."""
    folder = tmp_path / "models"
    shutil.copytree(two_models[0], folder)
    set_current(folder, two_models[2])
    return folder, *two_models[1:]


@pytest.fixture
def as_somebody(
    services: Services, client_as: Callable[..., TestClient], models: tuple[Path, str, str]
) -> Callable[..., TestClient]:
    def sign_in(role: Role = Role.DATA, reach: Reach = EVERYTHING) -> TestClient:
        return client_as("dewi", role, reach, over=replace(services, models=models[0]))

    return sign_in


def choose(client: TestClient, version: str, shown: str, why: str = WHY) -> int:
    values = {"shown": shown, "alasan": why}
    return client.post(f"/model/{version}/pakai", data=values, follow_redirects=False).status_code


def test_the_page_says_what_is_live_since_when_and_what_there_is(
    as_somebody: Callable[..., TestClient], services: Services, models: tuple[Path, str, str]
) -> None:
    folder, older, newer = models
    with services.pool.connection() as connection:
        note_live_model(connection, newer, {}, actor="flow:triage")
    (folder / "rusak").mkdir()
    (folder / "rusak" / "model.json").write_text("{}")
    page = as_somebody().get("/model").text
    for text in (older, newer, "sejak", "BERLAKU", "Rusak: pulihkan", "p1", "0,9000"):
        assert text in page


def test_a_model_shows_its_card_and_its_curves(
    as_somebody: Callable[..., TestClient], models: tuple[Path, str, str]
) -> None:
    client, (_, older, _) = as_somebody(), models
    page = client.get(f"/model/{older}").text
    for text in ("Ukuran pada teks yang tidak dipelajari", "kategori", f"/model/{older}/risk.svg", "scikit-learn"):
        assert text in page
    picture = client.get(f"/model/{older}/risk.svg")
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/svg+xml")
    assert picture.text.startswith("<svg")


@pytest.mark.parametrize(
    "path",
    [
        "/model/../current",
        "/model/%2e%2e/current",
        "/model/..%2f..%2fetc/passwd",
        "/model/{older}/model.skops",
        "/model/{older}/policy.json",
        "/model/{older}/..%2f..%2fcurrent",
        "/model/{older}/%2e%2e",
        "/model/current",
        "/model/tidak-ada",
        "/model/tidak-ada/risk.svg",
        "/model/<script>",
    ],
)
def test_no_path_leads_out_of_the_pictures(
    as_somebody: Callable[..., TestClient], models: tuple[Path, str, str], path: str
) -> None:
    answer = as_somebody().get(path.format(older=models[1]), headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "<script>" not in answer.text


def test_an_earlier_model_comes_back_with_who_and_why(
    as_somebody: Callable[..., TestClient], services: Services, models: tuple[Path, str, str]
) -> None:
    folder, older, newer = models
    with services.pool.connection() as connection:
        note_live_model(connection, newer, {}, actor="flow:triage")
    client = as_somebody()
    assert choose(client, older, shown=newer) == 303
    assert current_version(folder) == older
    with services.pool.connection() as connection:
        periods = list_periods(connection, limit=9)
        (entry,) = audit.history(connection, f"model:{older}")
    assert [(one.version, one.started_by, one.why) for one in periods] == [
        (older, "person:dewi", WHY),
        (newer, "flow:triage", ""),
    ]
    assert periods[1].live_to is not None
    assert (entry["actor"], entry["action"], entry["details"]) == ("person:dewi", "model.live", {"why": WHY})
    page = client.get("/model").text
    assert page.count(WHY) == 2


@pytest.mark.parametrize("why", ["", "x", "x" * 501])
def test_no_model_is_chosen_without_a_reason(
    as_somebody: Callable[..., TestClient], models: tuple[Path, str, str], why: str
) -> None:
    folder, older, newer = models
    assert choose(as_somebody(), older, shown=newer, why=why) == 422
    assert current_version(folder) == newer


def test_who_saw_another_model_in_force_is_told_so(
    as_somebody: Callable[..., TestClient], models: tuple[Path, str, str]
) -> None:
    folder, older, newer = models
    assert choose(as_somebody(), older, shown=older) == 409
    assert current_version(folder) == newer


def test_a_damaged_model_is_not_put_in_force_and_nothing_is_recorded(
    as_somebody: Callable[..., TestClient], services: Services, models: tuple[Path, str, str]
) -> None:
    folder, older, newer = models
    (folder / older / "model.skops").write_bytes(b"x")
    assert choose(as_somebody(), older, shown=newer) == 409
    assert current_version(folder) == newer
    with services.pool.connection() as connection:
        assert list_periods(connection, limit=9) == []


@pytest.mark.parametrize(
    ("role", "reach", "seen", "chosen"),
    [
        (Role.ADMIN, Reach(), 200, 303),
        (Role.DATA, Reach(path=("IMIPAS",)), 200, 403),
        (Role.REVIEWER, Reach(), 200, 403),
        (Role.AUDITOR, Reach(), 200, 403),
        (Role.MACHINE, Reach(), 403, 403),
    ],
)
def test_only_who_holds_everything_and_may_change_models_chooses(
    as_somebody: Callable[..., TestClient],
    models: tuple[Path, str, str],
    role: Role,
    reach: Reach,
    seen: int,
    chosen: int,
) -> None:
    _, older, newer = models
    client = as_somebody(role, reach)
    page = client.get(f"/model/{older}")
    assert page.status_code == client.get("/model").status_code == seen
    assert ("Pakai model ini" in page.text) == (chosen == 303)
    assert choose(client, older, shown=newer) == chosen


def test_without_a_folder_of_models_there_is_nothing_to_choose(client: TestClient) -> None:
    assert "Belum ada model" in client.get("/model").text
    assert client.get("/model/x").status_code == 404


@pytest.fixture
def challenger(services: Services, models: tuple[Path, str, str]) -> str:
    """The older model as a challenger that waits for a yes, judged against the current one."""
    _, older, newer = models
    one = Difference(
        branch=("IMIPAS", "imigrasi"),
        measure=Measure.AUTOMATED,
        champion=0.4,
        challenger=0.55,
        low=0.05,
        high=0.2,
        is_worse=False,
        is_better=True,
    )
    judged = Judgement(verdict=Verdict.PROMOTE, labels=300, effective=210.4, missing=0, differences=(one,))
    with services.pool.connection() as connection:
        snapshot = Snapshot(
            name="a" * 64, made_at=NOW, made_by="flow:retrain", until=NOW, base="b", base_rows=1, own_rows=0
        )
        keep_snapshot(connection, snapshot, [])
        id_ = trainings.request_training(connection, by="person:dewi")
        trainings.note_models(connection, id_, snapshot="a" * 64, champion=newer, challenger=older)
        trainings.finish_training(
            connection, id_, "waiting", why="Lebih baik", judgement=asdict(judged) | {"unseen": 0}
        )
    return older


def training_state(services: Services) -> tuple[str, str | None]:
    with services.pool.connection() as connection:
        (training,) = trainings.list_trainings(connection, limit=9)
    return training.state, training.settled_by


def test_a_challenger_that_waits_is_shown_with_what_both_did(
    as_somebody: Callable[..., TestClient], challenger: str
) -> None:
    page = as_somebody().get("/model").text
    for text in (challenger, "imigrasi", "40,0%", "55,0%", "+5,0 … +20,0", "lebih baik", "setara 210 laporan"):
        assert text in page, text
    assert "Pakai penantang ini" in page


def test_an_auditor_sees_the_challenger_and_says_neither_yes_nor_no(
    as_somebody: Callable[..., TestClient], models: tuple[Path, str, str], challenger: str
) -> None:
    client = as_somebody(Role.AUDITOR)
    page = client.get("/model").text
    assert challenger in page
    assert "Pakai penantang ini" not in page
    assert choose(client, challenger, models[2]) == 403
    assert client.post(f"/model/{challenger}/tolak", data={"alasan": WHY}).status_code == 403


def test_a_yes_puts_the_challenger_live(
    as_somebody: Callable[..., TestClient], services: Services, models: tuple[Path, str, str], challenger: str
) -> None:
    assert choose(as_somebody(), challenger, models[2]) == 303
    assert current_version(models[0]) == challenger
    assert training_state(services) == ("promoted", "person:dewi")


def test_a_no_leaves_the_live_model_and_is_kept(
    as_somebody: Callable[..., TestClient], services: Services, models: tuple[Path, str, str], challenger: str
) -> None:
    client = as_somebody()
    for status in (303, 409):
        answer = client.post(f"/model/{challenger}/tolak", data={"alasan": WHY}, follow_redirects=False)
        assert answer.status_code == status
    assert current_version(models[0]) == models[2]
    assert training_state(services) == ("declined", "person:dewi")
    with services.pool.connection() as connection:
        assert [one["action"] for one in audit.history(connection, f"model:{challenger}")] == ["model.declined"]
