"""What the service may not do, even if it is tricked into trying."""

import psycopg
import pytest
from psycopg import Connection


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM identity.reporters",
        "SELECT * FROM identity.quarantined",
        "UPDATE identity.reporters SET name = 'x'",
        "DELETE FROM identity.reporters",
        "COPY identity.reporters TO STDOUT",
        "INSERT INTO identity.reporters (report_id, name, contact) VALUES (1, 'a', 'b') RETURNING name",
        "DELETE FROM reports",
        "DELETE FROM report_versions",
        "DELETE FROM decisions",
        "UPDATE report_versions SET content = '{}'",
        "UPDATE decisions SET path = '{}'",
        "UPDATE labels SET category = 'x'",
        "UPDATE outbox SET target = '{}'",
        "TRUNCATE labels",
        "DROP TABLE reports",
        "CREATE TABLE public.mine (id int)",
        "INSERT INTO schema_migrations (number, name, sha256) VALUES (99, 'x', 'y')",
        "ALTER TABLE audit_log DISABLE TRIGGER ALL",
        "UPDATE answers_given SET status = 1",
    ],
)
def test_the_service_may_not(connection: Connection, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement.encode())
