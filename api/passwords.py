"""Passwords and what else opens doors: made by chance, kept as hashes."""

import hashlib
import hmac
import secrets
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 2
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike on paper."""


class Passwords:
    """Argon2id (RFC 9106). Every check costs the same, whether or not there is an account to check against."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        # Each check takes 64 MiB: many at once must wait, not exhaust the machine.
        self._turn = BoundedSemaphore(AT_ONCE)
        self._nobody = self._hasher.hash(secrets.token_urlsafe())

    def hash(self, password: str) -> str:
        """The hash to keep."""
        with self._turn:
            return self._hasher.hash(password)

    def fits(self, password: str, kept: str | None) -> bool:
        """Whether this is the password of the kept hash; never where there is none, which takes as long."""
        with self._turn:
            try:
                found = self._hasher.verify(kept or self._nobody, password)
            except (VerificationError, InvalidHashError):
                return False
        return found and kept is not None


def one_time_password() -> str:
    """Sixteen letters in groups of four, about 79 bits: to be read from a screen and typed once."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def new_secret() -> str:
    """256 bits for a cookie or a token."""
    return secrets.token_urlsafe(32)


def new_token() -> str:
    """A token of a program; what stands before the chance lets scanners of leaked secrets know it."""
    return f"tepat_{new_secret()}"


def hash_of(secret: str) -> bytes:
    """What is kept of a secret that was made by chance: it needs no salt."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def form_token(session: str) -> str:
    """The token that the forms of this session carry; it tells nothing of the session."""
    return hmac.new(session.encode("utf-8", "replace"), b"csrf", hashlib.sha256).hexdigest()
