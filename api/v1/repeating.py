"""Requests that may be sent twice: the same Idempotency-Key is answered the same, and acted on once."""

import hashlib
from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import Header, Response
from psycopg import Connection
from pydantic import BaseModel

from api.problems import ApiProblem
from complaints.access import Person
from database.idempotency import Answered, find_answered, hold_request, remember_answered

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[ -~]+$",
        description="Any text that names this request. Sent twice within a week it is acted on once, and answered "
        "the same; with another content it is refused with 409.",
    ),
]
Answer = TypeVar("Answer", bound=BaseModel)


def fingerprint_of(address: str, content: str) -> str:
    """SHA-256 over what is asked: leave out who reports, of whom not even a hash is kept."""
    return hashlib.sha256(f"{address}\n{content}".encode()).hexdigest()


def answer_once(
    connection: Connection, person: Person, key: str | None, fingerprint: str, act: Callable[[], Answered]
) -> Answered:
    """What `act` answers, or answered before to this key. Raises ApiProblem where the key was used for another."""
    if key is None:
        return act()
    hold_request(connection, f"key:{person.name}:{key}")
    known = find_answered(connection, person.name, key)
    if known is None:
        answered = act()
        remember_answered(connection, person.name, key, answered)
        return answered
    if known.fingerprint != fingerprint:
        raise ApiProblem(409, "key_reused")
    return known


def give(response: Response, answered: Answered, kind: type[Answer]) -> Answer:
    """The body of the answer, with its headers set."""
    response.headers.update(answered.headers)
    return kind.model_validate(answered.body)
