"""Who stands behind a request."""

from fastapi import Request

from complaints.access import Person


def who(request: Request) -> Person | None:
    """Who asks, or None where nobody is signed in."""
    person: Person | None = request.scope.get("person")
    return person
