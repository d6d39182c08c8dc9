"""Sign in through the office's own provider: a small one that stands in for it, over real HTTP."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from api.app import create_app
from api.office_sign_in import challenge_of
from api.services import Services
from complaints.access import Person, Role
from complaints.office_provider import OfficeProvider
from database.accounts import NewAccount, add_account, set_state

CLIENT, SECRET = "tepat", "rahasia klien:+"


class Provider:
    """Knows one person, and gives a token for a code once it is shown who asked for it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.key = RSAKey.generate_key(2048, {"kid": "satu"})
        self.signs_with = self.key
        self.claims: dict[str, Any] = {"sub": "s-1", "email": "Sari@instansi.go.id", "email_verified": True}
        self.asked: dict[str, str] = {}

    def describe(self) -> dict[str, str]:
        paths = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return {"issuer": self.url} | {name: f"{self.url}/{path}" for name, path in paths.items()}

    def give(self, form: dict[str, str], authorization: str) -> dict[str, str] | None:
        ours = base64.b64encode(b"tepat:rahasia%20klien%3A%2B").decode()
        fits = challenge_of(form["code_verifier"]) == self.asked["code_challenge"]
        same = form["redirect_uri"] == self.asked["redirect_uri"]
        if authorization != f"Basic {ours}" or not fits or not same or form["code"] != "kode":
            return None
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "nonce": self.asked["nonce"],
            "iat": int(time.time()),
            "exp": int(time.time()) + 60,
        }
        header = {"alg": "RS256", "kid": "satu"}
        return {"id_token": jwt.encode(header, claims | self.claims, self.signs_with)}


@pytest.fixture
def provider() -> Iterator[Provider]:
    """The stand-in, listening on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            documents = {
                "/.well-known/openid-configuration": standing.describe(),
                "/keys": {"keys": [standing.key.as_dict(private=False)]},
            }
            self.answer(documents[self.path])

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self.answer(standing.give(form, self.headers["Authorization"]))

        def answer(self, document: dict[str, Any] | None) -> None:
            self.send_response(200 if document else 400)
            self.end_headers()
            self.wfile.write(json.dumps(document or {"error": "invalid_grant"}).encode())

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    standing = Provider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield standing
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def browser(services: Services, provider: Provider) -> TestClient:
    """A browser of nobody yet; Sari has an account with the address of her office."""
    office = OfficeProvider(issuer=provider.url, client_id=CLIENT, client_secret=SECRET)
    person = Person(name="sari", shown_as="Sari", role=Role.REVIEWER)
    new = NewAccount(person=person, password_hash=services.passwords.hash("x"), email="sari@instansi.go.id")
    with services.pool.connection() as connection:
        add_account(connection, new, actor="test")
    return TestClient(create_app(replace(services, office=office)), follow_redirects=False)


def leave(browser: TestClient, provider: Provider, ke: str = "/janji") -> str:
    """Go to the provider; the state that it is to bring back."""
    led = browser.get("/masuk/kantor", params={"ke": ke})
    provider.asked = {name: values[0] for name, values in parse_qs(urlsplit(led.headers["location"]).query).items()}
    return provider.asked["state"]


def come_back(browser: TestClient, **query: str) -> Any:
    return browser.get("/masuk/kantor/kembali", params={"code": "kode", **query})


def test_a_person_whom_the_office_vouches_for_is_signed_in(browser: TestClient, provider: Provider) -> None:
    assert "Masuk lewat akun kantor" in browser.get("/masuk").text
    answer = come_back(browser, state=leave(browser, provider))
    assert (answer.status_code, answer.headers["location"]) == (303, "/janji")
    assert provider.asked["code_challenge_method"] == "S256"
    # The one-time password that was never used asks for nothing here.
    assert browser.get("/janji").status_code == 200
    assert SECRET not in str(answer.headers)


def test_from_then_on_the_subject_counts_and_not_the_address(
    browser: TestClient, provider: Provider, committed_database: str
) -> None:
    come_back(browser, state=leave(browser, provider))
    with psycopg.connect(committed_database) as connection:
        actions = connection.execute(
            "SELECT action FROM audit_log WHERE subject = 'account:sari' ORDER BY id"
        ).fetchall()
    assert actions == [("account.added",), ("account.bound",), ("account.signed_in",)]
    provider.claims |= {"email": "pindah@instansi.go.id"}
    assert come_back(browser, state=leave(browser, provider)).status_code == 303
    provider.claims |= {"sub": "s-2", "email": "sari@instansi.go.id"}
    assert come_back(browser, state=leave(browser, provider)).status_code == 403


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"email_verified": False}, 403),
        ({"email": "lain@instansi.go.id"}, 403),
        ({"email": ""}, 403),
        ({"aud": "lain"}, 400),
        ({"iss": "https://lain.example"}, 400),
        ({"nonce": "lain"}, 400),
        ({"exp": 1}, 400),
        ({"azp": "lain"}, 400),
        ({"sub": None}, 400),
    ],
)
def test_what_the_office_does_not_say_for_us_and_now_is_refused(
    browser: TestClient, provider: Provider, claims: dict[str, Any], status: int
) -> None:
    provider.claims |= claims
    assert come_back(browser, state=leave(browser, provider)).status_code == status
    assert browser.get("/v1/queue").status_code == 401


def test_a_token_that_somebody_else_signed_is_refused(browser: TestClient, provider: Provider) -> None:
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "satu"})
    assert come_back(browser, state=leave(browser, provider)).status_code == 400


def test_a_way_back_that_this_browser_did_not_leave_for_is_refused(browser: TestClient, provider: Provider) -> None:
    assert come_back(browser, state="x").status_code == 400
    leave(browser, provider)
    for query in ({"state": "lain"}, {}, {"state": provider.asked["state"], "code": "lain"}):
        assert come_back(browser, **query).status_code == 400


def test_a_closed_account_stays_closed(browser: TestClient, provider: Provider, services: Services) -> None:
    with services.pool.connection() as connection:
        set_state(connection, "sari", "closed", actor="test")
    assert come_back(browser, state=leave(browser, provider)).status_code == 403


def test_nobody_is_led_elsewhere_by_the_way_back(browser: TestClient, provider: Provider) -> None:
    answer = come_back(browser, state=leave(browser, provider, ke="https://jahat.example/"))
    assert answer.headers["location"] == "/"


def test_an_office_that_does_not_answer_is_said_to_be_unavailable(services: Services) -> None:
    office = OfficeProvider(issuer="http://127.0.0.1:9", client_id=CLIENT, client_secret=SECRET)
    browser = TestClient(create_app(replace(services, office=office)), follow_redirects=False)
    assert browser.get("/masuk/kantor").status_code == 503
