"""Accounts and tokens, as programs see and send them. A secret is told once, with the answer that made it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from api.accounts_page import MAX_EMAIL, MAX_SHOWN_AS
from api.schemas import OneLine, Sent
from api.v1.examples import ID
from api.v1.shape import Shape, shown_as
from complaints.accounts import MOST_DAYS, NAME

REACH: JsonDict = {"path": ["IMIPAS", "imigrasi"], "offices": []}
WANTED: JsonDict = {"shown_as": "Sari Dewi", "role": "peninjau", "reach": REACH, "email": None}
PERSON: JsonDict = {
    **WANTED,
    "name": "sari",
    "state": "active",
    "must_change_password": True,
    "created_at": "2026-11-20T02:31:00Z",
    "created_by": "person:dewi",
}
TOKEN: JsonDict = {
    "id": ID,
    "name": "jembatan",
    "role": "mesin",
    "reach": REACH,
    "created_at": "2026-11-20T02:31:00Z",
    "created_by": "person:dewi",
    "expires_at": "2027-02-18T02:31:00Z",
    "last_used_at": None,
    "revoked_at": None,
}
ONCE = "Told once; null where the same Idempotency-Key was answered before"


class ReachShape(Shape):
    """The part of the directory that somebody sees: below a path, and only these offices (none: all)."""

    path: list[str]
    offices: list[str]


class PersonShape(Shape):
    """An account."""

    model_config = shown_as(PERSON)

    name: str
    shown_as: str
    role: str
    reach: ReachShape
    email: str | None
    state: str
    must_change_password: bool
    created_at: datetime
    created_by: str


class People(Shape):
    """A page of accounts, by name."""

    model_config = shown_as({"items": [PERSON], "next_cursor": None})

    items: list[PersonShape]
    next_cursor: str | None


class PersonAdded(PersonShape):
    """An account with its first password."""

    model_config = shown_as({**PERSON, "one_time_password": "contoh-saja"})

    one_time_password: str | None = Field(description=ONCE, repr=False)


class ReachIn(Sent):
    """A branch above the leaves, and offices of the directory, each with those below it."""

    path: list[OneLine] = Field(default_factory=list, max_length=10)
    offices: list[OneLine] = Field(default_factory=list, max_length=2_000)


class PersonIn(Sent):
    """What an account may be changed to."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**WANTED, "state": "active"}]})

    shown_as: OneLine = Field(min_length=1, max_length=MAX_SHOWN_AS)
    role: Literal["admin", "peninjau", "data", "auditor"]
    reach: ReachIn = Field(default_factory=ReachIn)
    email: OneLine | None = Field(default=None, max_length=MAX_EMAIL)
    state: Literal["active", "closed"] = "active"


class NewPersonIn(Sent):
    """An account to be made."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**WANTED, "name": "sari"}]})

    name: OneLine = Field(pattern=f"^{NAME.pattern}$")
    shown_as: OneLine = Field(min_length=1, max_length=MAX_SHOWN_AS)
    role: Literal["admin", "peninjau", "data", "auditor"]
    reach: ReachIn = Field(default_factory=ReachIn)
    email: OneLine | None = Field(default=None, max_length=MAX_EMAIL)


class PasswordGiven(Shape):
    """A new one-time password; the sessions of the account are over."""

    model_config = shown_as({"name": "sari", "one_time_password": "contoh-saja"})

    name: str
    one_time_password: str | None = Field(description=ONCE, repr=False)


class TokenShape(Shape):
    """A token, never the token itself."""

    model_config = shown_as(TOKEN)

    id: UUID
    name: str
    role: str
    reach: ReachShape
    created_at: datetime
    created_by: str
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class Tokens(Shape):
    """Tokens, those that are good first."""

    model_config = shown_as({"items": [TOKEN]})

    items: list[TokenShape]


class TokenIn(Sent):
    """A token to be made."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "jembatan", "role": "mesin", "reach": REACH, "days": 90}]}
    )

    name: OneLine = Field(pattern=f"^{NAME.pattern}$", description="Whom records name; programs may share one")
    role: Literal["mesin", "peninjau", "data", "auditor"] = Field(
        default="mesin", description="`mesin` hands over and reads; the others act for a person, but never judge blind"
    )
    reach: ReachIn = Field(default_factory=ReachIn)
    days: int = Field(default=90, ge=1, le=MOST_DAYS)


class TokenAdded(Shape):
    """A token that was made."""

    model_config = shown_as({"id": ID, "name": "jembatan", "token": "tepat_contoh-saja"})

    id: UUID
    name: str
    token: str | None = Field(description=ONCE, repr=False)


class TokenRevoked(Shape):
    """A token that is good for nothing any more."""

    model_config = shown_as({"id": ID})

    id: UUID
