"""What an attacker would try: markup in every field, SQL in every filter, tricks with paths, sessions and tokens."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import psycopg
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.passwords import hash_of, new_token
from api.services import Limit, Services
from api.v1 import counter
from complaints.access import Reach, Role
from database.tokens import NewToken, add_token
from tests.api.test_room import PAGE, confirm, send
from tests.api.test_routes import operations

As = Callable[..., TestClient]
HOSTILE = '"><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}'
SQL = (
    "' OR '1'='1",
    "'; DROP TABLE reports; --",
    "\\'); --",
    "%' UNION SELECT 1 --",
    "$$;--",
    "1) OR (1=1",
    "{}",
    "%s %(x)s",
)


EVERYWHERE = """
    UPDATE reports SET judul = %(x)s, isi = 'paspor ' || %(x)s, provinsi = %(x)s, kota = %(x)s, kecamatan = %(x)s,
        kelurahan = %(x)s, channel = %(x)s, category_hint = %(x)s, external_id = %(x)s || id;
    UPDATE decisions SET addressee = %(x)s, model = %(x)s, policy = %(x)s, directory = %(x)s, decided_by = %(x)s,
        path = ARRAY[%(x)s], path_p = '{1}', reasons = ARRAY[%(x)s],
        evidence = jsonb_set(jsonb_set(evidence, '{words,0,word}', to_jsonb(%(x)s::text)),
                             '{offices,0,name}', to_jsonb(%(x)s::text));
    UPDATE reopenings SET reason = %(x)s, person = %(x)s;
    UPDATE panels SET note = %(x)s, asked_by = %(x)s;
    UPDATE outbox SET message = %(x)s;
    UPDATE identity.reporters SET name = %(x)s, contact = %(x)s;
    UPDATE accounts SET shown_as = %(x)s, email = %(x)s || name;
    UPDATE saved_views SET name = left(%(x)s, 60);
    INSERT INTO quarantine (source_key, origin, row_number, problems, raw, run_id)
    VALUES (%(x)s, %(x)s, 1, '[{"code": "missing", "field": "isi", "values": {}}]',
            jsonb_build_object('Isi Laporan Awal', %(x)s::text), gen_random_uuid());
"""


def assert_harmless(page: str) -> None:
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "{{7*7}}" in page or "7*7" not in page


def plant(committed_database: str) -> None:
    """Hostile markup in every field that anybody else can fill in, as if nothing had cleaned it."""
    with psycopg.ClientCursor(psycopg.connect(committed_database, autocommit=True)) as owner:
        owner.execute(EVERYWHERE, {"x": HOSTILE})
        owner.connection.close()


def test_markup_in_every_field_stays_text_on_every_page(
    client: TestClient, client_as: As, waiting: Callable[..., str], triage: Callable[[], int], committed_database: str
) -> None:
    machine = client_as("jembatan", Role.MACHINE)
    body = {"isi": "paspor saya hilang", "pelapor": {"nama": "Nama", "kontak": "0812"}}
    with_reporter = machine.post("/v1/complaints", json=body).json()["id"]
    triage()
    sari, (first, second, third) = client_as("sari"), (waiting() for _ in range(3))
    confirm(sari, first)
    send(sari, first, "kembali", catatan="bukan kami")
    send(sari, second, "minta-informasi", catatan="kantor mana?")
    send(sari, third, "minta-pendapat", catatan="ragu")
    sari.post("/antrean/tampilan", data={"saringan": "kota=Cianjur", "nama_tampilan": "mine"})
    plant(committed_database)
    reports = [f"/laporan/{id_}" for id_ in (first, second, third, with_reporter)]
    look = sari.post(f"{reports[-1]}/pelapor", data={"alasan": "menelepon pelapor"}, headers=PAGE)
    pages = [look, *(sari.get(address) for address in (*reports, f"{first}/serupa", "/", "/laporan", "/dasbor"))]
    pages += [
        client.get(address) for address in ("/audit", "/pengguna", "/pengguna/sari", "/karantina", "/kesepakatan")
    ]
    for page in pages:
        assert_harmless(page.text)
    assert sum("&lt;script&gt;" in page.text for page in pages) >= 8


def test_what_people_send_is_cleaned_of_markup_before_it_is_kept(client_as: As, waiting: Callable[..., str]) -> None:
    public_id, sari = waiting(), client_as("sari")
    given = {"kategori": "luar-pemda", "klasifikasi": "aspirasi", "instansi": HOSTILE, "catatan": HOSTILE}
    assert send(sari, public_id, "bukan-kewenangan", **given).status_code == 303
    assert sari.get(f"/v1/complaints/{public_id}").json()["decision"]["addressee"] == '"> {{7*7}}'
    other = waiting()
    wrong = {"pilihan": "", "kategori": HOSTILE, "kantor": HOSTILE, "klasifikasi": HOSTILE, "catatan": HOSTILE}
    assert_harmless(send(sari, other, "putusan", **wrong).text)


def filters_of(services: Services) -> list[tuple[str, list[str]]]:
    """Every address that is read without a path parameter, with the names of its query parameters."""
    app = create_app(services)
    found = {}
    for method, path, on in operations(app):
        if method == "GET" and "{" not in path and on is not None:
            asked = [field for one in (on, *on.dependencies) for field in one.query_params]
            kinds = [field.field_info.annotation for field in asked]
            within = [name for kind in kinds for name in getattr(kind, "model_fields", ())]
            found[path] = sorted({*(field.alias for field in asked), *within})
    return [(path, names) for path, names in found.items() if names]


def test_sql_in_every_filter_finds_nothing_and_breaks_nothing(
    services: Services, client_as: Callable[..., TestClient], waiting: Callable[..., str], committed_database: str
) -> None:
    waiting()
    client = client_as("admin", Role.ADMIN, over=replace(services, limit=Limit(burst=10_000)))
    tried = 0
    for path, names in filters_of(services):
        if path.endswith("/events"):
            continue
        for name in names:
            for text in (*SQL, "\x00", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "9" * 40):
                answer = client.get(f"{path}?{name}={quote(text)}", follow_redirects=False)
                assert answer.status_code in {200, 303, 400, 404, 422}, (path, name, text, answer.status_code)
                tried += 1
    assert tried > 300
    with psycopg.connect(committed_database) as connection:
        assert connection.execute("SELECT count(*) FROM reports").fetchone() == (1,)


@pytest.mark.parametrize(
    "path",
    [
        "/static/..%2f..%2fapp.py",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/static//etc/passwd",
        "/model/..%2f..%2fetc",
        "/model/%2e%2e/model.json",
        "/model/tidak-ada/..%2fmodel.json",
        "/direktori/kantor/..%2f..%2fetc%2fpasswd",
        "/laporan/..%2fpengguna",
    ],
)
def test_no_path_leads_out_of_what_is_served(client: TestClient, path: str) -> None:
    answer = client.get(path, follow_redirects=False)
    assert answer.status_code in {404, 405, 422}
    assert "root:" not in answer.text


IMIGRASI, LAPAS = Reach(path=("IMIPAS", "imigrasi")), Reach(path=("IMIPAS", "pemasyarakatan"))


def test_another_scope_is_found_by_no_search_no_export_and_no_counter(
    client_as: As, waiting: Callable[..., str], services: Services
) -> None:
    public_id = waiting(judul="Judul khas", external_id="NOMOR-KHAS")
    sari, budi = client_as("sari", Role.REVIEWER, IMIGRASI), client_as("budi", Role.REVIEWER, LAPAS)
    for address in ("/?cari=khas", "/?cari=NOMOR-KHAS", "/laporan?cari=khas", "/laporan?cari=NOMOR-KHAS"):
        assert public_id in sari.get(address).text, address
        assert public_id not in budi.get(address).text, address
    for address in ("/karantina/unduh", "/v1/complaints", "/open311/v2/requests.json", "/dasbor", "/v1/figures"):
        assert "khas" not in budi.get(address).text.lower()
    auditor = client_as("audi", Role.AUDITOR, LAPAS)
    assert auditor.get("/audit/unduh").status_code == 403
    assert auditor.get(f"/v1/audit-log?complaint={public_id}").status_code == 404
    assert "report:" not in auditor.get("/v1/audit-log").text
    assert (budi.get("/v1/figures").json()["reports"]["total"], sari.get("/v1/figures").json()["reports"]["total"]) == (
        0,
        1,
    )


def test_the_stream_of_another_scope_counts_nothing_of_it(
    client_as: As, waiting: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counter, "STREAM_SECONDS", 2.0)
    monkeypatch.setattr(counter, "LOOK_EVERY_SECONDS", 0.05)
    waiting()
    told = {}
    for name, reach in (("sari", IMIGRASI), ("budi", LAPAS)):
        told[name] = client_as(name, Role.REVIEWER, reach).get("/v1/queue/events").text
    assert re.search(r'"(total|waiting|count)": ?1\b', told["sari"])
    assert not re.search(r'"(total|waiting|count)": ?1\b', told["budi"])


def test_a_report_of_another_scope_is_acted_on_by_no_address(client_as: As, waiting: Callable[..., str]) -> None:
    public_id, budi = waiting(), client_as("budi", Role.REVIEWER, LAPAS)
    body = {"category": "imi-paspor", "klasifikasi": "aspirasi"}
    sent = {"verdict": body | {"verdict": "correct"}, "opinion": body, "panel": {}, "question": {"question": "apa?"}}
    sent |= {"return": {"reason": "bukan"}, "reopen": {"reason": "buka"}, "undo": {}}
    for name, content in sent.items():
        answer = budi.post(f"/v1/complaints/{public_id}/{name}", json=content, headers={"If-Match": "*"})
        assert answer.status_code == 404, name
    for method in ("GET", "PUT", "DELETE"):
        assert budi.request(method, f"/v1/complaints/{public_id}/lease").status_code == 404
    assert budi.put(f"/v1/complaints/{public_id}/skip").status_code == 404


def test_a_token_reaches_no_further_than_it_says(services: Services, waiting: Callable[..., str]) -> None:
    public_id, token = waiting(), new_token()
    with services.pool.connection() as connection:
        new = NewToken(
            name="robot", token_hash=hash_of(token), role=Role.REVIEWER, reach=LAPAS, lifetime=timedelta(days=1)
        )
        add_token(connection, new, actor="test")
    robot = TestClient(create_app(services), headers={"Authorization": f"Bearer {token}"})
    assert robot.get("/v1/queue").json()["items"] == []
    assert robot.get(f"/v1/complaints/{public_id}").status_code == 404
    for address in ("/v1/people", "/v1/tokens", "/pengguna", "/v1/audit-log"):
        assert robot.get(address).status_code == 403


def test_every_program_needs_its_token_anew_and_no_cookie_is_given_to_it(client_as: As) -> None:
    machine = client_as("jembatan", Role.MACHINE)
    answer = machine.get("/v1/queue")
    assert (answer.status_code, "set-cookie" in answer.headers) == (200, False)
