"""Who stands behind a request: the session of its cookie, or the token of a program. Looked up once a request."""

from dataclasses import dataclass, field, replace

import psycopg
from fastapi import Request
from psycopg_pool import PoolTimeout
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from api.full_names import FullNames
from api.guards import OPEN_FOLDER, OPEN_PATHS, SAFE_METHODS
from api.passwords import form_token, hash_of
from api.problems import ApiProblem, respond
from api.services import Services
from complaints.access import Person
from complaints.directory.succession import widen_reach
from database.sessions import find_session
from database.tokens import find_by_token

SIGN_IN = "/masuk"
LONGEST_FORM_TOKEN = 200


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """Who asks. `session` is the secret of the cookie, empty for a program."""

    person: Person
    session: str = field(default="", repr=False)
    must_change_password: bool = False


class Recognise:
    """Puts into the scope who asks (`person`, `must_choose_password`: see api.people) and the token of their forms."""

    def __init__(self, app: ASGIApp, services: Services, names: FullNames) -> None:
        self.app = app
        self.services = services
        self.names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http" or path in OPEN_PATHS or path.startswith(OPEN_FOLDER):
            return await self.app(scope, receive, send)
        request = Request(scope)
        try:
            found = await run_in_threadpool(recognise, request, self.services, self.names)
        except (PoolTimeout, psycopg.OperationalError):
            problem = ApiProblem(503, headers={"Retry-After": "5"})
            return await respond(request, problem)(scope, receive, send)
        if found is not None:
            scope["recognised"] = found
            scope["person"] = found.person
            scope["must_choose_password"] = found.must_change_password
            scope["csrf"] = form_token(found.session) if found.session else ""
        return await self.app(scope, receive, send)


def recognise(request: Request, services: Services, names: FullNames) -> Recognised | None:
    """Who asks, or None. A token is read from its header only, and goes before a cookie."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        with services.pool.connection() as connection:
            machine = find_by_token(connection, hash_of(token.strip()))
        return Recognised(person=_as_of_today(machine, services)) if machine else None
    session = request.cookies.get(services.cookie, "")
    if not session:
        return None
    with services.pool.connection() as connection:
        found = find_session(connection, hash_of(session))
        if found is None:
            return None
        names.refresh(connection, found.person)
    person = _as_of_today(found.person, services)
    return Recognised(person=person, session=session, must_change_password=found.must_change_password)


def _as_of_today(person: Person, services: Services) -> Person:
    """With the offices that took over from those they reach; whoever reaches no single office needs no directory."""
    if not person.reach.offices:
        return person
    return replace(person, reach=widen_reach(person.reach, services.directory()))


async def check_form_token(request: Request) -> None:
    """Refuse what changes something for somebody with a session and does not carry the token of that session's forms.

    Browsers send the cookie by themselves, also when another page makes them; they cannot know this token. Whoever
    signs in anew uses nothing of the session before.
    """
    found: Recognised | None = request.scope.get("recognised")
    if request.method in SAFE_METHODS or request.url.path == SIGN_IN or found is None or not found.session:
        return
    given = request.headers.get("x-csrf-token") or await _form_field(request)
    if len(given) > LONGEST_FORM_TOKEN or not _same(given, form_token(found.session)):
        raise ApiProblem(403, "form_token")


async def _form_field(request: Request) -> str:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        return ""
    value = (await request.form()).get("csrf")
    return value if isinstance(value, str) else ""


def _same(given: str, expected: str) -> bool:
    # Compared as hashes: equal only where equal, in a time that says nothing.
    return hash_of(given) == hash_of(expected)
