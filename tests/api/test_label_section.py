"""The label of a report on its page: which one holds, why, and a correction."""

from collections.abc import Callable
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from api.services import Services
from complaints.access import Role
from complaints.labels import Source
from complaints.routing import Automation
from database.audit import history
from database.labelling import label_events
from database.reports import find_report
from tests.api.test_room import confirm


def events(services: Services, public_id: str) -> list:
    with services.pool.connection() as connection:
        return label_events(connection, find_report(connection, UUID(public_id)).id)


def correct(client: TestClient, public_id: str, **fields: str) -> int:
    form = {"versi": "1", "kategori": "imi-visa", "catatan": "Yang ditanyakan visa"} | fields
    return client.post(f"/laporan/{public_id}/label", data=form, follow_redirects=False).status_code


def test_a_reviewed_report_says_which_label_holds_and_why(
    client_as: Callable[..., TestClient], waiting: Callable[..., str]
) -> None:
    client, public_id = client_as("sari"), waiting()
    assert "Belum ada yang memberi label" in client.get(f"/laporan/{public_id}").text
    confirm(client, public_id)
    page = client.get(f"/laporan/{public_id}").text
    for text in ("Dari Sari: belum ada orang kedua", "tinjauan", "pasti ditinjau, bukan acak"):
        assert text in page


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.DATA, Role.ADMIN])
def test_a_correction_is_a_new_event_that_holds_and_moves_nothing(
    client_as: Callable[..., TestClient], services: Services, waiting: Callable[..., str], role: Role
) -> None:
    public_id = waiting()
    confirm(client_as("sari"), public_id)
    dewi = client_as("dewi", role)
    assert correct(dewi, public_id) == 303
    page = dewi.get(f"/laporan/{public_id}").text
    assert "Ditetapkan oleh Dewi" in page
    first, second = events(services, public_id)
    assert (first.category, second.category, second.source) == ("imi-paspor", "imi-visa", Source.CORRECTION)
    assert (first.reach_p, second.reach_p) == (1.0, None)
    with services.pool.connection() as connection:
        report = find_report(connection, UUID(public_id))
        assert report.status == "reviewed"
        assert "label.said" in {one["action"] for one in history(connection, f"report:{report.id}")}


def test_an_auditor_sees_the_label_and_corrects_nothing(
    client_as: Callable[..., TestClient], waiting: Callable[..., str]
) -> None:
    public_id = waiting()
    rani = client_as("rani", Role.AUDITOR)
    assert "Koreksi label" not in rani.get(f"/laporan/{public_id}").text
    assert correct(rani, public_id) == 403


@pytest.mark.parametrize(("fields", "told"), [({"kategori": "tidak-ada"}, "ategori"), ({"catatan": " "}, "lasan")])
def test_a_correction_needs_a_category_that_there_is_and_a_reason(
    client_as: Callable[..., TestClient], services: Services, waiting: Callable[..., str], fields: dict, told: str
) -> None:
    client, public_id = client_as("sari"), waiting()
    form = {"versi": "1", "kategori": "imi-visa", "catatan": "Yang ditanyakan visa"} | fields
    answer = client.post(f"/laporan/{public_id}/label", data=form)
    assert answer.status_code == 422
    assert told in answer.text
    assert events(services, public_id) == []


def test_a_text_that_changed_meanwhile_is_not_labelled_unseen(
    client_as: Callable[..., TestClient], services: Services, waiting: Callable[..., str]
) -> None:
    client, public_id = client_as("sari"), waiting()
    assert correct(client, public_id, versi="2") == 409
    assert events(services, public_id) == []


def test_who_judges_blind_is_told_no_label_and_gives_none_beside_it(
    client_as: Callable[..., TestClient], audited: Callable[[Automation], str]
) -> None:
    client, public_id = client_as("sari"), audited(Automation.PROVISIONAL)
    assert 'id="label"' not in client.get(f"/laporan/{public_id}").text
    assert correct(client, public_id) == 409


def test_an_audit_is_kept_as_blind_with_its_probability(
    client_as: Callable[..., TestClient], services: Services, audited: Callable[[Automation], str]
) -> None:
    public_id = audited(Automation.PROVISIONAL)
    confirm(client_as("sari"), public_id)
    (event,) = events(services, public_id)
    assert (event.is_blind, event.audit_p, event.reach_p) == (True, 0.2, 0.2)
