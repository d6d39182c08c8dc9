"""The pages of a reviewer over HTTP: who signs in, what stands in a form, and how long an answer takes."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html.parser import HTMLParser

import httpx

from api.passwords import hash_of, new_secret
from complaints.access import Person, Reach, Role
from database.accounts import NewAccount, add_account, is_taken
from database.connection import connect
from database.sessions import open_session
from tepat.listening import listen

EVERYTHING = Reach()
FORM = re.compile(r'<form [^>]*action="[^"]*/putusan".*?</form>', re.DOTALL)
OTHERWISE = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)


class VerdictForm(HTMLParser):
    """The form on a report's page whose address ends in /putusan, filled as the page fills it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.address = ""
        self.fields: dict[str, str] = {}
        self.pressed: tuple[str, str] | None = None
        self._inside = False
        self._select = ""
        # Whoever only reads the form must not spend the cores on the rest of the page.
        form = FORM.search(page)
        self.feed(OTHERWISE.sub("", form[0]) if form else "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = values.get("action", "").endswith("/putusan")
            self.address = values["action"] if self._inside else self.address
        elif self._inside and tag in {"input", "textarea"} and "name" in values and _is_sent(values):
            self.fields[values["name"]] = values.get("value", "")
        elif self._inside and tag == "select":
            self._select = values["name"]
            self.fields[self._select] = ""
        elif self._inside and tag == "option" and ("selected" in values):
            self.fields[self._select] = values["value"]
        elif self._inside and tag == "button" and self.pressed is None and values.get("value"):
            self.pressed = values["name"], values["value"]

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"

    def confirm(self, reviewer: str) -> dict[str, str]:
        """What the browser sends when the first button, the suggestion, is pressed."""
        assert self.pressed is not None
        given = {"nama": reviewer} if "nama" in self.fields else {}
        return {**self.fields, **given, self.pressed[0]: self.pressed[1]}


def _is_sent(field: dict[str, str]) -> bool:
    return field.get("type") not in {"checkbox", "radio"} or "checked" in field


def sign_in(client: httpx.Client, url: str, name: str, reach: Reach = EVERYTHING, role: Role = Role.ADMIN) -> None:
    """Let this browser be somebody who has just signed in; checking fifty passwords is not what is measured."""
    secret = new_secret()
    with connect(url) as connection, connection.transaction():
        if not is_taken(connection, name, by_a_machine=False):
            person = Person(name=name, shown_as=name, role=role, reach=reach)
            account = NewAccount(person=person, password_hash="", must_change_password=False)
            add_account(connection, account, actor="benchmark")
        open_session(connection, name, hash_of(secret))
    client.cookies.set("sesi", secret)


@contextmanager
def serving(url: str, processes: int = 1) -> Iterator[str]:
    """The real API processes over this database, as `tepat up` starts them; yields their address."""
    environment = {**os.environ, "DATABASE_URL": url, "PYTHONWARNINGS": "ignore"}
    with listen("127.0.0.1", 0) as shared:
        line = [sys.executable, "-m", "tepat.serving", "--socket", str(shared.fileno())]
        servers = [
            subprocess.Popen(line, env=environment, pass_fds=[shared.fileno()], stderr=subprocess.DEVNULL)
            for _ in range(processes)
        ]
        address = f"http://127.0.0.1:{shared.getsockname()[1]}"
        try:
            _wait(address)
            yield address
        finally:
            for server in servers:
                server.terminate()
            for server in servers:
                server.wait(timeout=10)


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            if httpx.get(f"{address}/readyz", timeout=5).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise TimeoutError("the API did not start")


def share(times: Sequence[float], p: float) -> float:
    """The time, in milliseconds, that this share of all did not exceed."""
    return sorted(times)[min(len(times) - 1, int(len(times) * p))] * 1000
