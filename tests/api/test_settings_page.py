"""Settings: looked at, agreed to with a reason, in force at once, and never by who may not."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api.page_words import MODE_MEANINGS
from api.services import Services
from api.wording import MODES
from complaints.access import Reach, Role
from complaints.conduct import Conduct, Consent, conduct_from_dict
from complaints.guarantee import Terms
from complaints.routing import Automation, RoutingPolicy, Threshold
from database import audit
from database.conducts import latest_conduct

IMI = ("IMIPAS", "imigrasi")
# The branches of the form, in its order.
NODES = [("IMIPAS",), IMI, ("IMIPAS", "pemasyarakatan")]
WHY = "Hasil rapat mutu"


def filled(**changes: object) -> dict[str, object]:
    """The form as it stands before anybody changed anything, with these changes."""
    form: dict[str, object] = {
        "previous": "0",
        "alpha": "2",
        "keyakinan": "95",
        "audit": "5",
        "mode": "shadow",
        "tingkat_alpha": [""] * 4,
        "tingkat_keyakinan": [""] * 4,
        "cabang_alpha": [""] * 3,
        "cabang_audit": [""] * 3,
        "cabang_mode": [""] * 3,
        "alasan": WHY,
    }
    return form | changes


def apply(client: TestClient, **changes: object) -> int:
    return client.post("/pengaturan", data=filled(**changes), follow_redirects=False).status_code


def in_force(services: Services) -> Conduct | None:
    with services.pool.connection() as connection:
        stored = latest_conduct(connection)
    return conduct_from_dict(stored.content) if stored else None


def test_the_form_shows_what_is_in_force_and_explains_every_mode(client: TestClient) -> None:
    page = client.get("/pengaturan").text
    for text in ('name="alpha" inputmode="decimal" value="2"', 'value="95"', "TEPAT_ALPHA"):
        assert text in page
    for text in ("Bayangan", "Sementara", "Berjanji", *MODES.values(), *MODE_MEANINGS.values()):
        assert text in page


def test_a_change_is_looked_at_before_anything_is_stored(client: TestClient, services: Services) -> None:
    page = client.post("/pengaturan/periksa", data=filled(alpha="1,5", mode="promised")).text
    for text in ("2%", "1,5%", "Bayangan", "Berjanji", "tabel kalibrasi", 'name="alpha" value="1,5"'):
        assert text in page
    assert in_force(services) is None


def test_the_page_says_what_a_new_promise_does_to_each_branch(
    services: Services, client_as: Callable[..., TestClient]
) -> None:
    def under(terms: Terms) -> RoutingPolicy:
        threshold = Threshold(level="unit", branch=IMI, value=0.9, n=4711)
        return RoutingPolicy(version="p2", alpha=terms.alpha, delta=terms.delta, thresholds=(threshold,), max_depth=4)

    client = client_as("dewi", Role.ADMIN, over=replace(services, policy_under=under))
    page = client.post("/pengaturan/periksa", data=filled(alpha="1")).text
    assert "4711" in page
    assert "tabel kalibrasi" not in page
    assert "Akibatnya pada ambang" not in client.post("/pengaturan/periksa", data=filled(audit="6")).text


def test_the_page_says_how_many_recent_reports_another_mode_sends_on(
    client: TestClient, waiting: Callable[..., str]
) -> None:
    for isi in ("paspor hilang", "paspor rusak", "tidak jelas apa", "trotoar rusak"):
        waiting(isi=isi, judul="")
    page = client.post("/pengaturan/periksa", data=filled(mode="provisional")).text
    assert "Dari 4 laporan terakhir" in page
    assert "<strong>0</strong> menurut pengaturan sekarang, <strong>2</strong> menurut yang baru" in page
    assert re.search(r'imigrasi</th><td class="number">\d</td><td class="number">0</td><td class="number">2</td>', page)
    promised = client.post("/pengaturan/periksa", data=filled(mode="promised")).text
    assert "<strong>0</strong> menurut yang baru" in promised
    part = client.post("/pengaturan/periksa", data=filled(cabang_mode=["", "provisional", ""])).text
    assert "<strong>2</strong> menurut yang baru" in part
    assert "Akibatnya pada laporan" not in client.post("/pengaturan/periksa", data=filled(audit="6")).text


def test_a_report_that_a_person_decided_before_is_never_counted_as_sent_on(
    client: TestClient, waiting: Callable[..., str], triage: Callable[[], int]
) -> None:
    body = {"id": "A-1", "isi": "paspor saya hilang"}
    public_id = client.post("/v1/complaints", json=body).json()["id"]
    triage()
    match = {"If-Match": client.get(f"/v1/complaints/{public_id}").headers["etag"]}
    client.post(f"/v1/complaints/{public_id}/verdict", json={"verdict": "confirm"}, headers=match)
    client.post("/v1/complaints", json=body | {"isi": "paspor saya rusak"})
    triage()
    waiting()
    page = client.post("/pengaturan/periksa", data=filled(mode="provisional")).text
    assert "Dari 2 laporan terakhir" in page
    assert "<strong>1</strong> menurut yang baru" in page


def test_what_is_agreed_to_is_in_force_with_who_and_why(
    client_as: Callable[..., TestClient], services: Services
) -> None:
    client = client_as("dewi", Role.ADMIN)
    changes = {
        "alpha": "1.5",
        "keyakinan": "99%",
        "tingkat_alpha": ["", "", "1", ""],
        "cabang_alpha": ["", "0,5", ""],
        "cabang_audit": ["", "100", ""],
        "cabang_mode": ["provisional", "", ""],
    }
    assert apply(client, **changes) == 303
    conduct = in_force(services)
    assert conduct is not None
    assert (conduct.alpha, conduct.delta, conduct.alpha_of) == (0.015, 0.01, {"unit": 0.01})
    assert conduct.terms.at("category", IMI) == (0.005, 0.01)
    assert (conduct.audit_share_in(IMI), conduct.automation_in(IMI)) == (1.0, Automation.PROVISIONAL)
    page = client.get("/pengaturan").text
    for text in ("dewi", WHY, 'value="0,5"', "2%"):
        assert text in page
    with services.pool.connection() as connection:
        (entry,) = audit.history(connection, "settings:1")
    assert entry["actor"] == "person:dewi"
    assert entry["details"]["changed"]["IMIPAS/imigrasi:alpha"] == [None, 0.005]


def test_the_form_of_what_is_in_force_says_the_same_again(client: TestClient) -> None:
    branches, levels = ["1", "", ""], ["99", "", "", ""]
    written = {"keyakinan": "97.5", "audit": "0.5", "cabang_alpha": branches, "tingkat_keyakinan": levels}
    assert apply(client, alpha="1.25", **written) == 303
    page = client.get("/pengaturan").text
    fields = re.findall(r'name="(\w+)"[^>]*? value="([^"]*)"', page)
    assert ("alpha", "1,25") in fields
    assert ("keyakinan", "97,5") in fields
    assert apply(client, alpha="1,25", previous="1", **written) == 422


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"alpha": ""}, "Isi nilai alpha"),
        ({"alpha": "nol"}, "nol"),
        ({"alpha": "0"}, "persentase"),
        ({"alpha": "100"}, "persentase"),
        ({"alpha": "nan"}, "persentase"),
        ({"alpha": "-1"}, "persentase"),
        ({"alpha": "1e-30"}, "persentase"),
        ({"keyakinan": "100"}, "persentase"),
        ({"audit": "101"}, "persentase"),
        ({"mode": "semaunya"}, "semaunya"),
        ({"mode": ""}, "Isi nilai mode"),
        ({"tingkat_alpha": ["3", "", "", ""]}, "lebih longgar"),
        ({"cabang_alpha": ["", "3", ""]}, "lebih longgar"),
        ({"cabang_mode": ["", "x", ""]}, "tidak dikenal"),
        ({"alpha": "<script>alert(1)</script>"}, "&lt;script&gt;"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    client: TestClient, services: Services, changes: dict[str, object], said: str
) -> None:
    for address in ("/pengaturan/periksa", "/pengaturan"):
        answer = client.post(address, data=filled(**changes), follow_redirects=False)
        assert (answer.status_code, "Belum disimpan" in answer.text, said in answer.text) == (422, True, True)
        assert "<script>alert" not in answer.text
    assert in_force(services) is None


@pytest.mark.parametrize("why", ["", "x", " ", "x" * 501])
def test_no_change_without_a_reason(client: TestClient, services: Services, why: str) -> None:
    assert apply(client, alpha="1", alasan=why) == 422
    assert in_force(services) is None


def test_nothing_changed_is_no_change(client: TestClient) -> None:
    assert apply(client) == 422


def test_who_looked_at_older_settings_is_told_so(client: TestClient) -> None:
    assert apply(client, alpha="1") == 303
    assert apply(client, alpha="1.5") == 409
    assert apply(client, alpha="1.5", previous="1") == 303


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.DATA, Role.AUDITOR, Role.MACHINE])
def test_only_an_admin_changes_settings(client_as: Callable[..., TestClient], services: Services, role: Role) -> None:
    client = client_as("sari", role)
    assert apply(client, alpha="1") == 403
    assert client.post("/pengaturan/periksa", data=filled(alpha="1")).status_code == 403
    page = client.get("/pengaturan")
    assert (page.status_code, "Lihat akibatnya" in page.text) == (403 if role is Role.MACHINE else 200, False)
    assert in_force(services) is None


def test_an_admin_of_a_part_changes_that_part_alone(client_as: Callable[..., TestClient], services: Services) -> None:
    client = client_as("budi", Role.ADMIN, Reach(path=IMI))
    assert apply(client, alpha="1") == 403
    assert apply(client, cabang_mode=["promised", "", ""]) == 403
    assert apply(client, cabang_mode=["", "", "promised"]) == 403
    assert in_force(services) is None
    assert apply(client, cabang_mode=["", "promised", ""]) == 303
    of_one_office = client_as("tono", Role.ADMIN, Reach(path=IMI, offices=("X",)))
    assert apply(of_one_office, previous="1", cabang_audit=["", "9", ""]) == 403


def test_whether_a_better_model_waits_for_a_person_is_a_setting_with_versions(
    client: TestClient, services: Services
) -> None:
    assert apply(client, model_baru="auto") == 303
    assert in_force(services) == Conduct(new_models=Consent.AUTO)
    page = client.get("/pengaturan").text
    assert "Model baru: Menunggu persetujuan orang → Langsung berlaku bila terbukti lebih baik" in page
    answer = client.post("/pengaturan", data=filled(model_baru="selalu"))
    assert answer.status_code == 422
    assert "dengan atau tanpa persetujuan" in answer.text
