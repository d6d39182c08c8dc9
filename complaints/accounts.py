"""What a sign-in name and a password must be like, and how long to wait after wrong ones."""

import re
from datetime import timedelta

from complaints.errors import ComplaintError, Problem

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
LEAST_PASSWORD = 12
MOST_PASSWORD = 200
MOST_DAYS = 366
FREE_FAILURES = 4
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(minutes=15)


class NameTaken(ComplaintError):
    """Somebody else, or a program, has this sign-in name."""


class BeyondReach(ComplaintError):
    """Nobody can give others a wider reach than their own, nor change accounts outside of it."""


class OwnAccount(ComplaintError):
    """Nobody closes their own account or changes their own role: another admin does."""


def problems_of_name(name: str) -> list[Problem]:
    """What is wrong with a sign-in name; nothing where it can be used."""
    return [] if NAME.fullmatch(name) else [Problem(code="name_form", field="nama")]


def problems_of_password(password: str, name: str) -> list[Problem]:
    """What is wrong with a new password; length is what makes it hard to guess (NIST SP 800-63B, 3.1.1)."""
    if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
        values = {"least": LEAST_PASSWORD, "limit": MOST_PASSWORD}
        return [Problem(code="password_length", field="sandi", values=values)]
    if name.lower() in password.lower() or len(set(password)) < 5:
        return [Problem(code="password_simple", field="sandi")]
    return []


def wait_after(failures: int) -> timedelta:
    """How long nobody can try again after so many wrong passwords in a row: nothing at first, then twice as long each
    time, up to a limit, so that guessing is hopeless and nobody is shut out for good."""
    if failures <= FREE_FAILURES:
        return timedelta()
    return min(FIRST_DELAY * (1 << min(failures - FREE_FAILURES - 1, 20)), LONGEST_DELAY)
