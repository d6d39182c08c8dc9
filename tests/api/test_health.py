"""What monitors see."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import psycopg
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from api.app import create_app
from api.services import Services
from complaints.access import Role
from complaints.errors import ComplaintError
from database.connection import open_pool
from database.quarantine import Refused, keep_refused


class ModelIsGone(ComplaintError):
    """No model."""


def figures(client: TestClient) -> dict[tuple[str, frozenset[str]], float]:
    """Every sample of /metrics by its name and the values of its labels."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    return {
        (sample.name, frozenset(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_ready_when_everything_is_at_hand(client: TestClient) -> None:
    assert client.get("/readyz").json() == {"status": "ready", "automation": "shadow"}


def test_not_ready_without_a_model_and_says_so(services: Services) -> None:
    def no_model() -> None:
        raise ModelIsGone

    answer = TestClient(create_app(replace(services, predictor=no_model))).get("/readyz")
    assert answer.status_code == 503
    assert [(item["what"], item["why"]) for item in answer.json()["missing"]] == [("model", "ModelIsGone")]


def test_not_ready_before_the_migrations(services: Services, empty_database: str) -> None:
    with psycopg.connect(empty_database) as connection:
        connection.execute("CREATE TABLE schema_migrations (number integer)")
        connection.execute("GRANT SELECT ON schema_migrations TO tepat_service")
    with open_pool(empty_database, size=1) as pool:
        answer = TestClient(create_app(replace(services, pool=pool))).get("/readyz")
    assert answer.status_code == 503
    assert [item["what"] for item in answer.json()["missing"]] == ["migrations"]


def test_not_ready_without_the_database_but_alive(services: Services, client: TestClient) -> None:
    services.pool.close()
    assert [item["what"] for item in client.get("/readyz").json()["missing"]] == ["database"]
    assert client.get("/healthz").status_code == 200
    assert figures(client)[("tepat_database_up", frozenset())] == 0


def test_metrics_count_reports_queue_quarantine_and_decisions(
    client: TestClient, services: Services, waiting: Callable[..., str]
) -> None:
    waiting()
    waiting(isi="halo", judul="")
    client.post("/v1/complaints", json={"isi": "belum diperiksa"})
    run_id = "00000000-0000-4000-8000-000000000000"
    with services.pool.connection() as connection:
        row = Refused(origin="a.csv", row_number=3, problems=[], raw={})
        keep_refused(connection, "lapor:x", [row], actor="test", run_id=run_id)
    found = figures(client)
    assert found[("tepat_reports", frozenset({"received"}))] == 1
    assert found[("tepat_queue_length", frozenset())] == 2
    assert found[("tepat_quarantined_rows", frozenset())] == 1
    assert found[("tepat_decisions", frozenset({"auto", "no"}))] == 1
    assert found[("tepat_decisions", frozenset({"review", "no"}))] == 1
    assert found[("tepat_database_up", frozenset())] == 1


def test_requests_are_measured_by_route_and_never_by_id(client: TestClient, waiting: Callable[..., str]) -> None:
    public_id = waiting()
    client.get(f"/v1/complaints/{public_id}")
    client.get("/entah/apa")
    text = client.get("/metrics").text
    assert public_id not in text
    assert "/entah" not in text
    found = figures(client)
    labels = frozenset({"GET", "/v1/complaints/{public_id:uuid}", "200"})
    assert found[("tepat_request_seconds_count", labels)] == 1
    assert found[("tepat_request_seconds_count", frozenset({"GET", "other", "404"}))] == 1


def test_two_applications_share_no_figures(services: Services) -> None:
    first, second = TestClient(create_app(services)), TestClient(create_app(services))
    first.get("/healthz")
    counted = ("tepat_request_seconds_count", frozenset({"GET", "/healthz", "200"}))
    assert counted in figures(first)
    assert counted not in figures(second)


def test_the_description_has_examples_and_loads_nothing_from_elsewhere(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    assert described["components"]["schemas"]["ComplaintIn"]["examples"]
    assert described["paths"]["/v1/predict"]["post"]["requestBody"]["content"]["application/json"]["examples"]
    assert {"/v1/complaints", "/v1/queue", "/healthz", "/readyz", "/metrics"} <= set(described["paths"])
    assert client.get("/docs").status_code == 404


def test_serving_imports_neither_a_trainer_nor_torch() -> None:
    heavy = "{'sklearn', 'skops', 'torch', 'prefect'} & set(sys.modules)"
    code = f"import sys, api.app; found = {heavy}; sys.exit(str(found) if found else 0)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_answer_needs_two_connections_at_once(
    services: Services, committed_database: str, client_as: Callable[..., TestClient], waiting: Callable[..., str]
) -> None:
    public_id = waiting()
    with open_pool(committed_database, size=1) as pool:

        def look(found: object) -> object:
            with pool.connection(timeout=2):
                return found

        providers = {"taxonomy": services.taxonomy, "directory": services.directory, "policy": services.policy}
        looking = {name: partial(lambda give: look(give()), give) for name, give in providers.items()}
        client = client_as("admin", Role.ADMIN, over=replace(services, pool=pool, **looking))
        form = {"shown": "1", "pilihan": "imi-paspor", "klasifikasi": ""}
        assert client.post(f"/laporan/{public_id}/putusan", data=form).status_code == 422
        assert client.post("/v1/predict", json={"isi": "paspor"}).status_code == 200
        assert client.post("/v1/complaints", json={"isi": "paspor"}).status_code == 202
        for path in ("/", f"/laporan/{public_id}", f"/v1/complaints/{public_id}", "/v1/queue", "/readyz", "/karantina"):
            assert client.get(path).status_code == 200
