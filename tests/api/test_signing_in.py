"""Sign in and out, one-time passwords, lockout, and what a session and its forms are good for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.passwords import Passwords
from api.services import Services
from api.signing_in import local
from complaints.access import Person, Role
from complaints.accounts import FREE_FAILURES, LONGEST_DELAY, problems_of_password, wait_after
from database.accounts import NewAccount, add_account, set_state

PASSWORD = "kuda lumping di alun-alun"
NEW = "becak hijau di tikungan"


@pytest.fixture
def sari(services: Services) -> str:
    """The sign-in name of a reviewer whose password is PASSWORD."""
    return make(services, "sari", must_change=False)


def make(services: Services, name: str, *, must_change: bool) -> str:
    person = Person(name=name, shown_as=name.title(), role=Role.REVIEWER)
    new = NewAccount(person=person, password_hash=services.passwords.hash(PASSWORD), must_change_password=must_change)
    with services.pool.connection() as connection:
        add_account(connection, new, actor="test")
    return name


def sign_in(browser: TestClient, name: str, password: str = PASSWORD, ke: str = "/") -> object:
    return browser.post("/masuk", data={"nama": name, "sandi": password, "ke": ke}, follow_redirects=False)


def csrf_of(browser: TestClient) -> str:
    return browser.get("/sandi").text.split('name="csrf" value="')[1].split('"')[0]


def test_a_person_signs_in_and_is_led_to_the_page_that_was_asked_for(stranger: TestClient, sari: str) -> None:
    asked = stranger.get("/?bidang=imigrasi", headers={"Accept": "text/html"}, follow_redirects=False)
    assert asked.headers["location"] == "/masuk?ke=%2F%3Fbidang%3Dimigrasi"
    assert 'name="ke" value="/?bidang=imigrasi"' in stranger.get(asked.headers["location"]).text
    answer = sign_in(stranger, "  SARI ", ke="/?bidang=imigrasi")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?bidang=imigrasi")
    page = stranger.get("/").text
    assert "Sari" in page
    assert "Keluar" in page


def test_the_cookie_is_read_by_no_script_and_kept_as_a_hash(
    stranger: TestClient, sari: str, committed_database: str
) -> None:
    cookie = sign_in(stranger, sari).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    secret = stranger.cookies["sesi"]
    with psycopg.connect(committed_database) as connection:
        kept = str(connection.execute("SELECT sessions FROM sessions").fetchall())
        assert secret not in kept
        assert connection.execute(
            "SELECT count(*) FROM sessions WHERE id_hash = sha256(%s)", [secret.encode()]
        ).fetchone() == (1,)


def test_behind_https_the_cookie_travels_by_https_only(services: Services, sari: str) -> None:
    app = create_app(replace(services, public_url="https://tepat.contoh.go.id"))
    cookie = sign_in(TestClient(app), sari).headers["set-cookie"]
    assert cookie.startswith("__Host-sesi=")
    assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_a_session_that_was_planted_before_signing_in_is_worth_nothing(stranger: TestClient, sari: str) -> None:
    stranger.cookies.set("sesi", "tanaman-penyerang", domain="testserver.local")
    sign_in(stranger, sari)
    assert stranger.cookies["sesi"] != "tanaman-penyerang"
    stranger.cookies.set("sesi", "tanaman-penyerang", domain="testserver.local")
    assert stranger.get("/v1/queue").status_code == 401


def test_signing_in_again_ends_the_session_before(stranger: TestClient, services: Services, sari: str) -> None:
    sign_in(stranger, sari)
    first = stranger.cookies["sesi"]
    sign_in(stranger, sari)
    other = TestClient(create_app(services), cookies={"sesi": first})
    assert other.get("/v1/queue").status_code == 401
    assert stranger.get("/v1/queue").status_code == 200


def test_signing_out_ends_the_session_in_the_database(stranger: TestClient, services: Services, sari: str) -> None:
    sign_in(stranger, sari)
    secret = stranger.cookies["sesi"]
    answer = stranger.post("/keluar", data={"csrf": csrf_of(stranger)}, follow_redirects=False)
    assert answer.headers["location"] == "/masuk?keluar=ya"
    assert TestClient(create_app(services), cookies={"sesi": secret}).get("/v1/queue").status_code == 401


@pytest.mark.parametrize("age", ["expires_at = now() - interval '1 second'", "seen_at = now() - interval '3 hours'"])
def test_a_session_ends_by_itself(stranger: TestClient, sari: str, committed_database: str, age: str) -> None:
    sign_in(stranger, sari)
    with psycopg.connect(committed_database, autocommit=True) as connection:
        connection.execute(f"UPDATE sessions SET {age}".encode())
    assert stranger.get("/v1/queue").status_code == 401


def test_a_closed_account_is_out_at_once(stranger: TestClient, services: Services, sari: str) -> None:
    sign_in(stranger, sari)
    with services.pool.connection() as connection:
        set_state(connection, sari, "closed", actor="test")
    assert stranger.get("/v1/queue").status_code == 401
    assert sign_in(stranger, sari).status_code == 401


def test_a_wrong_password_and_an_unknown_name_are_told_the_same(stranger: TestClient, sari: str) -> None:
    wrong, unknown = sign_in(stranger, sari, "salah"), sign_in(stranger, "entah", "salah")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.text.replace("sari", "NAMA") == unknown.text.replace("entah", "NAMA")


class CountingPasswords(Passwords):
    """Counts how often a password is looked at."""

    looked = 0

    def fits(self, password: str, kept: str | None) -> bool:
        self.looked += 1
        return super().fits(password, kept)


def test_an_unknown_name_costs_as_many_checks_of_a_password_as_a_known_one(services: Services, sari: str) -> None:
    counting = CountingPasswords(services.passwords._hasher)
    verified = []
    counting._hasher = Recording(services.passwords._hasher, verified)
    browser = TestClient(create_app(replace(services, passwords=counting)))
    for name, password in ((sari, "salah"), ("entah", "salah"), (sari, PASSWORD)):
        before = (counting.looked, len(verified))
        sign_in(browser, name, password)
        assert (counting.looked - before[0], len(verified) - before[1]) == (1, 1), name
    assert len({hash_.rpartition("$")[0].rpartition("$")[0] for hash_ in verified}) == 1


class Recording:
    """A hasher that remembers against what it verified."""

    def __init__(self, hasher: object, verified: list[str]) -> None:
        self.hasher = hasher
        self.verified = verified

    def verify(self, kept: str, password: str) -> bool:
        self.verified.append(kept)
        return self.hasher.verify(kept, password)


@pytest.mark.parametrize("name", ["sari", "entah"])
def test_many_wrong_passwords_close_the_door_for_a_while(
    stranger: TestClient, services: Services, sari: str, committed_database: str, name: str
) -> None:
    for _ in range(FREE_FAILURES + 1):
        assert sign_in(stranger, name, "salah").status_code == 401
    counting = CountingPasswords(services.passwords._hasher)
    shut = sign_in(TestClient(create_app(replace(services, passwords=counting))), name)
    assert (shut.status_code, counting.looked) == (429, 0)
    assert "Coba lagi 1 menit lagi" in shut.text
    assert 0 < int(shut.headers["retry-after"]) <= 30
    with psycopg.connect(committed_database, autocommit=True) as connection:
        connection.execute("UPDATE sign_in_attempts SET at = at - interval '31 seconds'")
    assert sign_in(stranger, name).status_code == (303 if name == sari else 401)


def test_one_address_cannot_try_many_names(stranger: TestClient, sari: str) -> None:
    codes = [sign_in(stranger, f"orang{number}", "salah").status_code for number in range(31)]
    assert (codes[:30], codes[30]) == ([401] * 30, 429)
    assert sign_in(stranger, sari).status_code == 429


def test_a_success_forgets_the_failures(stranger: TestClient, sari: str) -> None:
    for _ in range(3):
        for _ in range(FREE_FAILURES):
            assert sign_in(stranger, sari, "salah").status_code == 401
        assert sign_in(stranger, sari).status_code == 303


def test_the_wait_doubles_up_to_a_limit() -> None:
    waits = [wait_after(number) for number in range(200)]
    assert waits[: FREE_FAILURES + 1] == [timedelta()] * (FREE_FAILURES + 1)
    assert waits[FREE_FAILURES + 1 : FREE_FAILURES + 4] == [timedelta(seconds=s) for s in (30, 60, 120)]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_DELAY


def test_signing_in_is_in_the_audit_log_and_what_was_typed_is_not(
    stranger: TestClient, sari: str, committed_database: str
) -> None:
    sign_in(stranger, sari, "salah sekali")
    sign_in(stranger, "salah-ketik-sandi", "x")
    sign_in(stranger, sari)
    with psycopg.connect(committed_database) as connection:
        rows = connection.execute(
            "SELECT action, subject FROM audit_log WHERE subject LIKE 'account:%' ORDER BY id"
        ).fetchall()
        told = str(connection.execute("SELECT audit_log FROM audit_log").fetchall())
    assert [action for action, _ in rows] == ["account.added", "account.refused", "account.signed_in"]
    assert "salah" not in told


@pytest.mark.parametrize(
    "address",
    [
        "https://jahat.example/",
        "//jahat.example",
        "/\\jahat.example",
        "\\\\jahat",
        "javascript:alert(1)",
        "/a\nb",
        "/masuk",
        "",
        "laporan",
    ],
)
def test_nobody_is_led_elsewhere_after_signing_in(address: str) -> None:
    assert local(address) == "/"


def test_a_one_time_password_opens_nothing_but_the_choice_of_a_new_one(
    services: Services, committed_database: str
) -> None:
    make(services, "baru", must_change=True)
    browser = TestClient(create_app(services))
    sign_in(browser, "baru")
    assert browser.get("/v1/queue").json()["type"] == "urn:tepat:problem:password-first"
    led = browser.get("/", headers={"Accept": "text/html"}, follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (303, "/sandi")
    choosing = browser.get("/sandi").text
    assert "Kata sandi sekali pakai" in choosing
    assert 'href="/laporan"' not in choosing
    form = {"csrf": csrf_of(browser), "sekarang": PASSWORD, "baru": NEW, "lagi": NEW}
    before = browser.cookies["sesi"]
    assert browser.post("/sandi", data=form, follow_redirects=False).status_code == 303
    assert browser.cookies["sesi"] != before
    assert browser.get("/v1/queue").status_code == 200
    assert sign_in(TestClient(create_app(services)), "baru").status_code == 401


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"sekarang": "salah"}, "yang sekarang tidak cocok"),
        ({"baru": "pendek", "lagi": "pendek"}, "paling sedikit 12"),
        ({"lagi": "lain sekali ya"}, "tidak sama"),
        ({"baru": PASSWORD, "lagi": PASSWORD}, "belum pernah dipakai"),
        ({"baru": "sari sari sari", "lagi": "sari sari sari"}, "mudah ditebak"),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_the_reason(
    stranger: TestClient, sari: str, change: dict[str, str], text: str
) -> None:
    sign_in(stranger, sari)
    form = {"csrf": csrf_of(stranger), "sekarang": PASSWORD, "baru": NEW, "lagi": NEW}
    answer = stranger.post("/sandi", data=form | change)
    assert answer.status_code == 422
    assert text in answer.text
    assert PASSWORD not in answer.text


def test_a_new_password_ends_the_sessions_elsewhere(stranger: TestClient, services: Services, sari: str) -> None:
    elsewhere = TestClient(create_app(services))
    sign_in(elsewhere, sari)
    sign_in(stranger, sari)
    stranger.post("/sandi", data={"csrf": csrf_of(stranger), "sekarang": PASSWORD, "baru": NEW, "lagi": NEW})
    assert elsewhere.get("/v1/queue").status_code == 401


@pytest.mark.parametrize("password", ["a" * 40, "ababababababab", "sari-yang-panjang", "x" * 201])
def test_a_simple_password_is_refused(password: str) -> None:
    assert problems_of_password(password, "sari")


@pytest.mark.parametrize("given", [{}, {"csrf": "salah"}, {"csrf": "x" * 10_000}])
def test_a_form_without_its_token_changes_nothing(
    client_as: Callable[..., TestClient], waiting: Callable[..., str], given: dict[str, str]
) -> None:
    browser = client_as("sari")
    public_id = waiting()
    del browser.headers["X-CSRF-Token"]
    fields = {"shown": "1", "pilihan": "imi-paspor", "klasifikasi": "aspirasi", **given}
    for path in (f"/laporan/{public_id}/putusan", f"/laporan/{public_id}/pelapor", "/keluar", "/sandi"):
        answer = browser.post(path, data=fields)
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:tepat:problem:form-token"), path
    assert browser.post("/v1/predict", json={"isi": "paspor"}).status_code == 403
    assert browser.get("/v1/queue").status_code == 200


def test_the_token_of_another_session_does_not_fit(client_as: Callable[..., TestClient]) -> None:
    mine, theirs = client_as("sari"), client_as("budi")
    mine.headers["X-CSRF-Token"] = theirs.headers["X-CSRF-Token"]
    assert mine.post("/v1/predict", json={"isi": "paspor"}).status_code == 403


def test_the_token_of_a_form_comes_as_a_field_or_as_a_header(client_as: Callable[..., TestClient]) -> None:
    browser = client_as("sari")
    token = browser.headers.pop("X-CSRF-Token")
    assert browser.post("/keluar", data={"csrf": token}, follow_redirects=False).status_code == 303
    other = client_as("sari")
    assert other.post("/keluar", follow_redirects=False).status_code == 303
