"""ETag and If-Match (RFC 9110): nobody decides about, or changes, what is no longer as they saw it."""

from collections.abc import Callable
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Header
from psycopg import Connection

from api.problems import ApiProblem
from complaints.errors import AlreadyReviewed
from database.arrivals import State, state_of

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=1000,
        description="The ETag that GET /v1/complaints/{public_id} answered with. Without it 428, where the report or "
        "its decision is another by now 412.",
    ),
]
SeenTag = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=1000,
        description="The ETag that GET of this address answered with. Without it 428, where it is another by now 412.",
    ),
]
T = TypeVar("T")


def etag_of(decision_id: int | None, version: int) -> str:
    """The decision in force and the version of the text: a verdict depends on both."""
    return f'"{decision_id or 0}-{version}"'


def check_match(if_match: str | None, state: State) -> None:
    """Raises ApiProblem 428 where nothing says what was seen, 412 where it is not what there is."""
    check_tag(if_match, etag_of(state.decision_id, state.version), "stale")


def check_tag(if_match: str | None, tag: str, code: str = "changed_since") -> None:
    """The same for what is no report."""
    if if_match is None:
        raise ApiProblem(428)
    seen = {one.strip() for one in if_match.split(",")}
    if "*" not in seen and tag not in seen:
        raise ApiProblem(412, code)


def decide_unless_stale(connection: Connection, state: State, public_id: UUID, decide: Callable[[], T]) -> T:
    """What `decide` gives. Raises ApiProblem 412 where somebody else was faster, between the look and the deed."""
    try:
        return decide()
    except AlreadyReviewed:
        now = state_of(connection, public_id)
        if (now.decision_id, now.version) != (state.decision_id, state.version):
            raise ApiProblem(412) from None
        raise
