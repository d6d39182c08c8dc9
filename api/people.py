"""Who stands behind a request."""

from fastapi import Request

from complaints.access import Person


def who(request: Request) -> Person | None:
    """Who asks, or None where nobody is signed in."""
    person: Person | None = request.scope.get("person")
    return person


def must_choose_password(request: Request) -> bool:
    """Whether who asks has a one-time password only."""
    return bool(request.scope.get("must_choose_password", False))
