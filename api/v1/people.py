"""Accounts, for programs that set up people: made, changed, closed, and given a new one-time password."""

import hashlib
from typing import Any

from fastapi import APIRouter, Path, Request, Response

from api.access import Manager, acting
from api.passwords import one_time_password
from api.services import Services
from api.v1.cursors import Cursor, Limit, bad_cursor, link_next, read_text, write_cursor
from api.v1.described import LINK, WRITING, answered, refused
from api.v1.granting import answer_with_secret, granted_reach
from api.v1.people_shapes import NewPersonIn, PasswordGiven, People, PersonAdded, PersonIn, PersonShape
from api.v1.preconditions import SeenTag, check_tag
from api.v1.repeating import Key, fingerprint_of
from complaints.access import Person, Role
from complaints.accounts import OwnAccount
from database.accounts import (
    Account,
    NewAccount,
    add_account,
    change_account,
    find_account,
    list_accounts,
    set_password,
    set_state,
)
from database.idempotency import Answered

ETAG = {"ETag": "The account as it is, for If-Match"}
NAMED = Path(max_length=40, pattern=r"^[a-z0-9._\-]+$", description="The sign-in name")


def people_routes(services: Services) -> APIRouter:
    """GET and POST of /v1/people, GET and PUT of /v1/people/{name}, POST of its one-time password."""
    router = APIRouter(prefix="/v1/people", tags=["people"])

    @router.get("", summary="Accounts within your reach, by name", responses=answered(200, LINK))
    def list_people(
        *, person: Manager, request: Request, response: Response, limit: Limit = 50, cursor: Cursor = ""
    ) -> People:
        after = read_text(cursor)
        if not after.isprintable():
            raise bad_cursor()
        with acting(services, person) as connection:
            rows = list_accounts(connection, after=after, limit=limit + 1)
        more = write_cursor(rows[limit - 1].name) if len(rows) > limit else None
        link_next(request, response, more)
        return People(items=[PersonShape(**_told(row)) for row in rows[:limit]], next_cursor=more)

    @router.get("/{name}", summary="One account", responses=answered(200, ETAG) | refused(404))
    def get_person(person: Manager, response: Response, name: str = NAMED) -> PersonShape:
        with acting(services, person) as connection:
            account = find_account(connection, name)
        response.headers["ETag"] = _tag(account)
        return PersonShape(**_told(account))

    _add_changes(router, services)
    _add_secrets(router, services)
    return router


def _add_changes(router: APIRouter, services: Services) -> None:
    @router.put(
        "/{name}",
        summary="Change role, reach, name or state of an account",
        responses=answered(200, ETAG) | refused(404, 409, 412, 413, 415, 428),
    )
    def put_person(
        *, person: Manager, name: str = NAMED, body: PersonIn, response: Response, if_match: SeenTag = None
    ) -> PersonShape:
        wanted = _wanted(services, name, body)
        with acting(services, person) as connection:
            before = find_account(connection, name)
            check_tag(if_match, _tag(before))
            if name == person.name and (wanted.role, wanted.reach, body.state) != (person.role, person.reach, "active"):
                raise OwnAccount(name)
            change_account(connection, wanted, email=_email(body), actor=f"person:{person.name}")
            if body.state != before.state:
                set_state(connection, name, body.state, actor=f"person:{person.name}")
            account = find_account(connection, name)
        response.headers["ETag"] = _tag(account)
        return PersonShape(**_told(account))


def _add_secrets(router: APIRouter, services: Services) -> None:
    @router.post("", summary="Make an account", responses=refused(*WRITING))
    def post_person(person: Manager, body: NewPersonIn, key: Key = None) -> PersonAdded:
        fingerprint = fingerprint_of("POST /v1/people", body.model_dump_json())
        wanted, password = _wanted(services, body.name, body), one_time_password()
        new = NewAccount(person=wanted, password_hash=services.passwords.hash(password), email=_email(body))

        def act() -> Answered:
            add_account(connection, new, actor=f"person:{person.name}")
            given = PersonAdded(**_told(find_account(connection, body.name)), one_time_password=None)
            return Answered(fingerprint=fingerprint, status=200, headers={}, body=given.model_dump(mode="json"))

        with acting(services, person) as connection:
            given = answer_with_secret(connection, person, key, fingerprint, act)
        return PersonAdded.model_validate({**given.body, "one_time_password": given.only_once(password)})

    @router.post(
        "/{name}/password", summary="Give an account a new one-time password", responses=refused(404, *WRITING)
    )
    def post_password(person: Manager, name: str = NAMED, key: Key = None) -> PasswordGiven:
        fingerprint, password = fingerprint_of(f"POST /v1/people/{name}/password", ""), one_time_password()
        kept = services.passwords.hash(password)

        def act() -> Answered:
            set_password(connection, name, kept, must_change=True, actor=f"person:{person.name}")
            return Answered(fingerprint=fingerprint, status=200, headers={}, body={"name": name})

        with acting(services, person) as connection:
            given = answer_with_secret(connection, person, key, fingerprint, act)
        return PasswordGiven(name=name, one_time_password=given.only_once(password))


def _wanted(services: Services, name: str, body: PersonIn | NewPersonIn) -> Person:
    return Person(
        name=name, shown_as=body.shown_as.strip(), role=Role(body.role), reach=granted_reach(services, body.reach)
    )


def _email(body: PersonIn | NewPersonIn) -> str | None:
    return (body.email or "").strip().lower() or None


def _told(account: Account) -> dict[str, Any]:
    return vars(account) | {"reach": {"path": account.reach_path, "offices": account.reach_offices}}


def _tag(account: Account) -> str:
    return f'"{hashlib.sha256(repr(account).encode()).hexdigest()[:32]}"'
