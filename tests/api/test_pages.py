"""The queue, one report and the quarantine, as people see them."""

from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from psycopg import Connection
from starlette.testclient import TestClient

from api.services import Services
from complaints.conduct import Conduct
from complaints.errors import Problem
from complaints.routing import Automation
from database.quarantine import Refused, keep_refused

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 98765 * 43210 }}"
RUN = "00000000-0000-4000-8000-000000000000"


class Tags(HTMLParser):
    """Collects the tags of a page, and which labels and fields it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.labelled: set[str | None] = set()
        self.fields: set[str | None] = set()
        self.handlers: list[str] = []
        self.addresses: list[str] = []
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "script" and not (values.get("src") or "").startswith("/static/"):
            self.inline.append(str(values))
        self.handlers += [name for name in values if name.startswith("on") or name == "style"]
        self.addresses += [values[name] or "" for name in ("src", "href", "action") if name in values]
        if tag == "label":
            self.labelled.add(values["for"])
        if tag in {"input", "select", "textarea"} and values.get("type") != "hidden":
            self.fields.add(values["id"])


def test_the_queue_shows_what_waits_with_suggestion_and_reason(client: TestClient, waiting: Callable[..., str]) -> None:
    public_id = waiting()
    page = client.get("/").text
    assert f"/laporan/{public_id}" in page
    for shown in ("Antrean paspor", "imigrasi", "97%", "Kantor Imigrasi Cianjur", "mode bayangan", "WIB"):
        assert shown in page


def test_the_banner_says_that_thresholds_are_provisional(
    services: Services, client_as: Callable[..., TestClient]
) -> None:
    client = client_as("sari", over=replace(services, conduct=lambda: Conduct(automation=Automation.PROVISIONAL)))
    assert "ambang dihitung dari teks buatan" in client.get("/").text


def test_the_queue_filters_by_bidang_and_keeps_its_place(client: TestClient, waiting: Callable[..., str]) -> None:
    waiting(judul="Tentang paspor")
    waiting(judul="Trotoar", isi="trotoar rusak")
    page = client.get("/?bidang=luar").text
    assert "Trotoar" in page
    assert "Tentang paspor" not in page


def test_a_long_queue_comes_in_pages_without_gap_or_repeat(client: TestClient, waiting: Callable[..., str]) -> None:
    wanted = {waiting(isi=isi) for isi in ("halo saja", "paspor", "trotoar", "halo lagi", "paspor lagi")}
    seen, cursor = [], ""
    while cursor is not None:
        answer = client.get("/v1/queue", params={"limit": 2, "cursor": cursor}).json()
        seen += [item["id"] for item in answer["items"]]
        cursor = answer["next_cursor"]
    assert len(seen) == len(wanted)
    assert set(seen) == wanted


def test_a_secret_report_is_masked_in_lists_and_marked_when_opened(
    client_as: Callable[..., TestClient], waiting: Callable[..., str]
) -> None:
    client = client_as("sari")
    public_id = waiting(judul="Judul sensitif", isi="Isi paspor sensitif", rahasia=True)
    item = client.get("/v1/queue").json()["items"][0]
    assert (item["judul"], item["isi"], item["rahasia"]) == (None, None, True)
    assert "sensitif" not in client.get("/").text
    page = client.get(f"/laporan/{public_id}").text
    assert "Judul sensitif" in page
    assert "RAHASIA" in page


def test_a_report_is_shown_with_deciding_words_and_office_marked(
    client: TestClient, waiting: Callable[..., str]
) -> None:
    page = client.get(f"/laporan/{waiting()}").text
    assert '<mark class="word">paspor</mark>' in page
    assert '<mark class="office">kanim cianjur</mark>' in page
    assert 'value="Kantor Imigrasi Cianjur"' in page
    assert "Laporan diterima" in page
    assert "Model yakin, tetapi mode bayangan: semua ditinjau" in page.split("Riwayat")[0]


def test_a_hostile_report_stays_text_on_every_page(
    client: TestClient, services: Services, waiting: Callable[..., str]
) -> None:
    places = dict.fromkeys(("judul", "isi", "channel", "external_id"), HOSTILE)
    public_id = waiting(**places)
    with services.pool.connection() as connection:
        quarantine_hostile(connection)
    for path in ("/", f"/laporan/{public_id}", "/karantina", "/laporan/<script>"):
        page = client.get(path, headers={"Accept": "text/html"}).text
        tags = Tags(page)
        assert tags.inline == []
        assert tags.handlers == []
        assert "<img src=x" not in page
        assert HOSTILE not in page
        assert "4267635650" not in page


def quarantine_hostile(connection: Connection) -> None:
    problem = Problem(code="missing", field=HOSTILE)
    row = Refused(origin=HOSTILE, row_number=3, problems=[problem], raw={"Isi": HOSTILE})
    keep_refused(connection, "lapor:x", [row], actor="test", run_id=RUN)


def test_the_quarantine_says_what_is_wrong_and_how_to_replay(client: TestClient, services: Services) -> None:
    with services.pool.connection() as connection:
        row = Refused(origin="ekspor.csv", row_number=3, problems=[Problem(code="missing", field="Isi")], raw={})
        keep_refused(connection, "lapor:x", [row], actor="test", run_id=RUN)
    page = client.get("/karantina").text
    assert "ekspor.csv, baris 3" in page
    assert "Kolom Isi kosong" in page
    assert "tepat quarantine replay" in page


@pytest.mark.parametrize("path", ["/", "/karantina", "laporan"])
def test_a_page_is_indonesian_labelled_and_loads_nothing_from_elsewhere(
    client: TestClient, waiting: Callable[..., str], path: str
) -> None:
    public_id = waiting()
    page = client.get(f"/laporan/{public_id}" if path == "laporan" else path).text
    tags = Tags(page)
    assert '<html lang="id">' in page
    assert tags.fields <= tags.labelled
    assert all(address.startswith(("/", "#")) for address in tags.addresses)
    assert tags.inline == []


def test_a_report_that_no_model_read_can_still_be_decided(
    client: TestClient, services: Services, waiting: Callable[..., str]
) -> None:
    public_id = waiting()
    with services.pool.connection() as connection:
        # The service itself may not change what was decided.
        connection.execute("SET LOCAL ROLE NONE")
        connection.execute("UPDATE decisions SET path = '{}', path_p = '{}', evidence = '{}', klasifikasi = ''")
    page = client.get(f"/laporan/{public_id}").text
    assert "tidak ada usulan" in page
    assert "Simpan koreksi" in page
    assert "Tanpa usulan" in client.get("/").text
