"""A civic app files reports and follows them, as GeoReport v2 has it."""

from collections.abc import Callable
from datetime import timedelta
from xml.etree import ElementTree

import httpx
import psycopg
import pytest
from starlette.testclient import TestClient

from api.services import Services
from complaints.access import Role
from complaints.routing import Automation
from connectors.open311 import Open311
from database.review import Verdict, record_verdict

V2 = "/open311/v2"
PLACE = "Jl. Contoh 1, Sukamaju, Cianjur, Kabupaten Cianjur, Jawa Barat 43211"
FILING = {"service_code": "imi-paspor", "description": "Paspor saya hilang", "address_string": PLACE}
HOSTILE = "<b>&\"'</b>]]><!--\x0b paspor hilang"


def file(client: TestClient, **fields: str) -> str:
    answer = client.post(f"{V2}/requests.json", data=FILING | fields)
    assert answer.status_code == 201, answer.text
    return answer.json()[0]["service_request_id"]


def read(client: TestClient, id_: str) -> dict:
    (one,) = client.get(f"{V2}/requests/{id_}.json").json()
    return one


def xml(answer: httpx.Response) -> ElementTree.Element:
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    assert answer.text.startswith('<?xml version="1.0" encoding="UTF-8"?>')
    return ElementTree.fromstring(answer.text)


def test_discovery_names_the_endpoint_and_its_forms(client: TestClient) -> None:
    (endpoint,) = client.get(f"{V2}/discovery.json").json()["endpoints"]
    assert (endpoint["url"], endpoint["type"]) == ("http://testserver/open311/v2", "production")
    root = xml(client.get(f"{V2}/discovery.xml"))
    assert [form.text for form in root.iterfind("endpoints/endpoint/formats/format")] == endpoint["formats"]


def test_services_are_the_leaves_that_are_ours(client: TestClient) -> None:
    services = client.get(f"{V2}/services.json").json()
    assert [one["service_code"] for one in services] == ["imi-paspor", "imi-visa", "pas-kunjungan"]
    root = xml(client.get(f"{V2}/services.xml"))
    assert (root.tag, [code.text for code in root.iterfind("service/service_code")]) == (
        "services",
        ["imi-paspor", "imi-visa", "pas-kunjungan"],
    )
    assert root.find("service/metadata").text == "true"


def test_a_service_says_what_may_be_asked(client: TestClient) -> None:
    root = xml(client.get(f"{V2}/services/imi-paspor.xml"))
    assert root.tag == "service_definition"
    assert [code.text for code in root.iterfind("attributes/attribute/code")] == ["anonim", "rahasia", "klasifikasi"]
    assert [key.text for key in root.iterfind("attributes/attribute[1]/values/value/key")] == ["ya", "tidak"]
    for unknown in ("tidak-ada", "luar-pemda"):
        answer = client.get(f"{V2}/services/{unknown}.json")
        assert (answer.status_code, answer.json()) == (
            404,
            [{"code": 404, "description": "service_code was not found"}],
        )


def test_a_filed_request_is_a_report_with_its_reporter_apart(client: TestClient, committed_database: str) -> None:
    id_ = file(client, first_name="Sari", last_name="Contoh", email="s@contoh.id", device_id="x", media_url="http://x")
    with psycopg.connect(committed_database) as connection:
        assert connection.execute("SELECT source, kota, kelurahan, category_hint FROM reports").fetchall() == [
            ("open311", "Kabupaten Cianjur", "Sukamaju", "imi-paspor")
        ]
        assert connection.execute("SELECT name, contact FROM identity.reporters").fetchall() == [
            ("Sari Contoh", "s@contoh.id")
        ]
    told = client.get(f"{V2}/requests/{id_}.xml").text
    assert "Paspor saya hilang" in told
    assert all(word not in told for word in ("Sari", "contoh.id", "http://x"))


def test_an_anonim_request_never_stores_who_wrote_it(client: TestClient, committed_database: str) -> None:
    file(client, first_name="Sari", email="s@contoh.id", **{"attribute[anonim]": "ya"})
    with psycopg.connect(committed_database) as connection:
        assert connection.execute("SELECT anonim FROM reports").fetchall() == [(True,)]
        assert connection.execute("SELECT * FROM identity.reporters").fetchall() == []


def test_a_rahasia_request_is_followed_without_a_word_of_it(client: TestClient) -> None:
    id_ = file(client, **{"attribute[rahasia]": "ya"})
    one = read(client, id_)
    assert (one["status"], one["status_notes"]) == ("open", "Diterima; sedang diperiksa.")
    assert {one[name] for name in ("description", "address", "service_code", "agency_responsible")} == {""}
    assert client.get(f"{V2}/requests.json").json() == []


def test_what_identifies_a_person_in_the_text_is_masked(client: TestClient) -> None:
    id_ = file(client, description="Hubungi saya di sari@contoh.id, NIK 3273012345670001")
    assert read(client, id_)["description"] == "Hubungi saya di [EMAIL], NIK [NIK]"


@pytest.mark.parametrize(
    ("change", "status", "description"),
    [
        ({"service_code": ""}, 400, "service_code was not provided"),
        ({"service_code": "tidak-ada"}, 404, "service_code was not found"),
        ({"service_code": "luar-pemda"}, 404, "service_code was not found"),
        ({"description": " "}, 400, "description was not provided"),
        ({"description": "a " * 2001}, 400, "description is longer than 4000 characters"),
        ({"address_string": ""}, 400, "lat and long, address_string or address_id was not provided"),
        ({"address_string": "", "lat": "91", "long": "0"}, 400, "lat and long, address_string or address_id"),
        ({"address_string": "", "lat": "nan", "long": "0"}, 400, "lat and long, address_string or address_id"),
        ({"attribute[anonim]": "mungkin"}, 400, "attribute[anonim] is none of its values"),
        ({"attribute[klasifikasi]": "entah"}, 400, "attribute[klasifikasi] is none of its values"),
        ({"description": "😀"}, 400, "isi"),
        ({"description": "a\x00"}, 400, "description"),
    ],
)
def test_what_is_wrong_is_said_as_the_standard_has_it(
    client: TestClient, committed_database: str, change: dict[str, str], status: int, description: str
) -> None:
    for form in ("json", "xml"):
        answer = client.post(f"{V2}/requests.{form}", data=FILING | change)
        assert answer.status_code == status
        said = answer.json()[0] if form == "json" else {part.tag: part.text for part in xml(answer).find("error")}
        assert (str(said["code"]), description in said["description"]) == (str(status), True)
    with psycopg.connect(committed_database) as connection:
        assert connection.execute("SELECT count(*) FROM reports").fetchone() == (0,)


def test_a_place_may_be_coordinates(client: TestClient) -> None:
    assert file(client, address_string="", lat="-6.8", long="107.1")


def test_xml_survives_every_text(client: TestClient, waiting: Callable[..., str]) -> None:
    public_id = waiting(isi=HOSTILE)
    root = xml(client.get(f"{V2}/requests/{public_id}.xml"))
    assert root.tag == "service_requests"
    assert root.find("request/description").text == HOSTILE.replace("\x0b", "")


def test_a_request_stays_open_until_we_are_done_with_it(
    client: TestClient, services: Services, waiting: Callable[..., str]
) -> None:
    sent, outside, copy = waiting(), waiting(isi="trotoar rusak", judul=""), waiting()
    decide(client, services, sent, "imi-paspor")
    decide(client, services, outside, "luar-pemda")
    match = {"If-Match": client.get(f"/v1/complaints/{copy}").headers["etag"]}
    client.post(f"/v1/complaints/{copy}/duplicate", json={"original": sent}, headers=match)
    told = {id_: read(client, id_) for id_ in (sent, outside, copy)}
    assert [told[id_]["status"] for id_ in (sent, outside, copy)] == ["open", "closed", "closed"]
    assert (told[sent]["agency_responsible"], told[sent]["service_code"]) == ("Kantor Imigrasi Cianjur", "imi-paspor")
    assert len({one["status_notes"] for one in told.values()}) == 3
    for query, found in (("open", [sent]), ("closed", [copy, outside]), ("open,closed", [copy, outside, sent])):
        assert ids(client, status=query) == found


def decide(client: TestClient, services: Services, public_id: str, category: str) -> None:
    shown = client.get(f"/v1/complaints/{public_id}").json()["decision"]["id"]
    path = services.taxonomy().path_of_leaf[category]
    outside = category == "luar-pemda"
    verdict = Verdict(
        public_id=public_id,
        shown=shown,
        path=path,
        outside=outside,
        klasifikasi="aspirasi",
        office_id=None if outside else "KANIM-CJR",
        person="sari",
    )
    with services.pool.connection() as connection:
        record_verdict(connection, verdict)


def ids(client: TestClient, **query: object) -> list[str]:
    return [one["service_request_id"] for one in listed(client, **query)]


def listed(client: TestClient, **query: object) -> list[dict]:
    answer = client.get(f"{V2}/requests.json", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_requests_are_searched(client: TestClient, services: Services, waiting: Callable[..., str]) -> None:
    now = services.now()
    old, new = waiting(reported_at=now - timedelta(days=30)), waiting(reported_at=now - timedelta(days=1))
    ancient = waiting(reported_at=now - timedelta(days=400))
    chosen = file(client)
    assert ids(client) == [chosen, new, old]
    assert ids(client, service_code="imi-paspor,pas-kunjungan") == [chosen]
    assert ids(client, start_date=(now - timedelta(days=2)).isoformat()) == [chosen, new]
    assert ids(client, end_date=(now - timedelta(days=300)).isoformat()) == []
    assert ids(client, end_date=(now - timedelta(days=350)).isoformat()) == [ancient]
    assert ids(client, service_request_id=f"{old}, {ancient},bukan-id") == [old, ancient]
    assert [ids(client, page=page, page_size=2) for page in (1, 2, 3)] == [[chosen, new], [old], []]


def test_all_requests_are_found_by_going_on_from_the_last_one(
    client: TestClient, services: Services, waiting: Callable[..., str]
) -> None:
    """Also those of one second, which are told with the same moment."""
    start = services.now().replace(microsecond=0) - timedelta(days=10)
    filed = {waiting(reported_at=start + timedelta(seconds=after)) for after in (0.1, 60.1, 60.9, 120, 180)}
    found: dict[str, str] = {}
    query: dict[str, object] = {"page_size": 3}
    while rows := [one for one in listed(client, **query) if one["service_request_id"] not in found]:
        found |= {one["service_request_id"]: one["requested_datetime"] for one in rows}
        query["end_date"] = rows[-1]["requested_datetime"]
    assert set(found) == filed
    assert len(set(found.values())) == len(filed) - 1
    far = client.get(f"{V2}/requests.json?page=11&page_size=1000")
    assert (far.status_code, "end_date" in far.json()[0]["description"]) == (400, True)


@pytest.mark.parametrize(
    "query",
    [
        "status=entah",
        "start_date=kemarin",
        "start_date=2026-01-01&end_date=2026-06-01",
        "page=0",
        "page_size=1001",
        "page=1000&page_size=1000",
    ],
)
def test_a_question_that_breaks_a_rule_is_refused(client: TestClient, query: str) -> None:
    answer = client.get(f"{V2}/requests.xml?{query}")
    assert (answer.status_code, xml(answer).find("error/code").text) == (400, "400")


def test_unknown_ids_and_tokens_are_not_found(client: TestClient) -> None:
    id_ = file(client)
    assert client.get(f"{V2}/tokens/{id_}.json").json() == [{"service_request_id": id_, "token": id_}]
    for name in ("requests", "tokens"):
        for unknown in ("00000000-0000-4000-8000-000000000000", "bukan-id"):
            answer = client.get(f"{V2}/{name}/{unknown}.json")
            assert (answer.status_code, answer.json()[0]["code"]) == (404, 404)


def test_what_is_audited_blind_tells_nothing(client: TestClient, audited: Callable[[Automation], str]) -> None:
    one = read(client, audited(Automation.PROVISIONAL))
    assert (one["agency_responsible"], one["service_code"], one["status"]) == ("", "", "open")
    assert one["status_notes"] == "Diterima; sedang diperiksa."


@pytest.fixture
def key(client_as: Callable[..., TestClient]) -> dict[str, str]:
    """The key of a civic app, as GeoReport sends it."""
    return {"api_key": client_as("apl", Role.MACHINE).headers["Authorization"].removeprefix("Bearer ")}


def test_the_key_may_stand_in_address_or_form(stranger: TestClient, key: dict[str, str]) -> None:
    for answer in (stranger.get(f"{V2}/services.json"), stranger.post(f"{V2}/requests.json", data=FILING)):
        assert (answer.status_code, answer.json()[0]["code"]) == (403, 403)
    assert stranger.get(f"{V2}/services.json", params=key).status_code == 200
    assert stranger.get(f"{V2}/services.json", params={"api_key": "salah"}).status_code == 403
    assert stranger.post(f"{V2}/requests.json", data=FILING | key).status_code == 201
    assert stranger.post(f"{V2}/requests.json", data=FILING | {"api_key": "é\r\nX: y"}).status_code == 403
    assert stranger.get("/v1/queue", params=key).status_code == 401


def test_a_large_form_is_read_to_its_end(stranger: TestClient, key: dict[str, str]) -> None:
    fields = key | {**FILING, "description": "paspor " * 500, "media_url": "x" * 100_000}
    assert stranger.post(f"{V2}/requests.json", data=fields).status_code == 201


def test_who_only_reads_files_nothing(client_as: Callable[..., TestClient]) -> None:
    assert client_as("audit", Role.AUDITOR).post(f"{V2}/requests.json", data=FILING).status_code == 403
    assert client_as("apl", Role.MACHINE).post(f"{V2}/requests.json", data=FILING).status_code == 201


def through(client: TestClient, asked: httpx.Request) -> httpx.Response:
    """The answer of the application itself, without a socket."""
    answer = client.get(str(asked.url))
    return httpx.Response(answer.status_code, content=answer.content)


def test_our_own_client_reads_our_own_server(
    stranger: TestClient, key: dict[str, str], services: Services, waiting: Callable[..., str]
) -> None:
    now = services.now()
    stored = [waiting(isi=f"paspor nomor {n}", reported_at=now - timedelta(hours=n)) for n in range(1, 6)]
    source = Open311(
        f"http://testserver{V2}",
        now=lambda: now,
        start=now - timedelta(days=20),
        api_key=key["api_key"],
        transport=httpx.MockTransport(lambda asked: through(stranger, asked)),
        sleep=lambda _: None,
    )
    batches = list(source.batches(None, 2))
    assert [row for batch in batches for row in batch.rejected] == []
    read_back = {one.report.external_id: one.report for batch in batches for one in batch.reports}
    assert set(read_back) == set(stored)
    assert {report.isi for report in read_back.values()} == {f"paspor nomor {n}" for n in range(1, 6)}
    assert read_back[stored[0]].reported_at == now - timedelta(hours=1)
    assert list(source.batches(batches[-1].cursor, 2)) == []
