"""Tokens of programs: listed, made (and told once), revoked."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from api.access import Manager, acting
from api.passwords import hash_of, new_token
from api.services import Services
from api.v1.described import WRITING, refused
from api.v1.granting import answer_with_secret, granted_reach
from api.v1.people_shapes import TokenAdded, TokenIn, TokenRevoked, Tokens, TokenShape
from api.v1.repeating import Key, fingerprint_of
from complaints.access import Role
from database.idempotency import Answered
from database.tokens import NewToken, Token, add_token, list_tokens, revoke_token


def token_routes(services: Services) -> APIRouter:
    """GET and POST of /v1/tokens, DELETE of /v1/tokens/{id_}."""
    router = APIRouter(prefix="/v1/tokens", tags=["people"])

    @router.get("", summary="Tokens within your reach")
    def get_tokens(person: Manager) -> Tokens:
        with acting(services, person) as connection:
            return Tokens(items=[TokenShape(**_told(one)) for one in list_tokens(connection)])

    @router.post("", summary="Make a token", responses=refused(*WRITING))
    def post_token(person: Manager, body: TokenIn, key: Key = None) -> TokenAdded:
        fingerprint, token = fingerprint_of("POST /v1/tokens", body.model_dump_json()), new_token()
        new = NewToken(
            name=body.name,
            token_hash=hash_of(token),
            role=Role(body.role),
            reach=granted_reach(services, body.reach),
            lifetime=timedelta(days=body.days),
        )

        def act() -> Answered:
            id_ = add_token(connection, new, actor=f"person:{person.name}")
            return Answered(fingerprint=fingerprint, status=200, headers={}, body={"id": str(id_), "name": body.name})

        with acting(services, person) as connection:
            given = answer_with_secret(connection, person, key, fingerprint, act)
        return TokenAdded(id=UUID(given.body["id"]), name=body.name, token=given.only_once(token))

    @router.delete("/{id_}", summary="Revoke a token at once", responses=refused(404))
    def delete_token(person: Manager, id_: UUID) -> TokenRevoked:
        with acting(services, person) as connection:
            revoke_token(connection, id_, actor=f"person:{person.name}")
        return TokenRevoked(id=id_)

    return router


def _told(token: Token) -> dict[str, Any]:
    return vars(token) | {"reach": {"path": token.reach_path, "offices": token.reach_offices}}
