"""Which account somebody has whom the office's own sign-in vouches for."""

from psycopg import Connection

from database import audit


def find_by_identity(connection: Connection, subject: str, email: str) -> str | None:
    """The sign-in name of the active account of this subject, or None.

    The first time it is found by its e-mail address (empty where the provider did not verify one), and is bound to the
    subject from then on: an address may be given to somebody else later.
    """
    known = connection.execute(
        "SELECT name FROM accounts WHERE oidc_subject = %(subject)s AND state = 'active'", {"subject": subject}
    ).fetchone()
    if known is not None:
        return str(known[0])
    bound = connection.execute(
        """
        UPDATE accounts SET oidc_subject = %(subject)s
        WHERE email = lower(%(email)s) AND %(email)s <> '' AND oidc_subject IS NULL AND state = 'active'
          AND NOT EXISTS (SELECT FROM accounts WHERE oidc_subject = %(subject)s)
        RETURNING name
        """,
        {"subject": subject, "email": email},
    ).fetchone()
    if bound is None:
        return None
    audit.append(connection, "sign-in", "account.bound", [(f"account:{bound[0]}", {})])
    return str(bound[0])
