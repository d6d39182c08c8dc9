"""Filters that a person kept under a name."""

from dataclasses import dataclass

from psycopg import Connection
from psycopg.rows import class_row

from complaints.errors import ComplaintError, NotFound

MOST_VIEWS = 30


class TooManyViews(ComplaintError):
    """A person keeps 30 views at most."""


@dataclass(frozen=True, kw_only=True)
class SavedView:
    """A name for a query string."""

    id: int
    name: str
    query: str


def list_views(connection: Connection, person: str) -> list[SavedView]:
    """The person's views by name."""
    with connection.cursor(row_factory=class_row(SavedView)) as cursor:
        return cursor.execute(
            "SELECT id, name, query FROM saved_views WHERE person = %(person)s ORDER BY name", {"person": person}
        ).fetchall()


def keep_view(connection: Connection, person: str, name: str, query: str) -> None:
    """Keep the query under this name; the same name takes the new one. Raises TooManyViews."""
    known = list_views(connection, person)
    if len(known) >= MOST_VIEWS and name not in {view.name for view in known}:
        raise TooManyViews(person)
    connection.execute(
        """
        INSERT INTO saved_views (person, name, query) VALUES (%(person)s, %(name)s, %(query)s)
        ON CONFLICT (person, name) DO UPDATE SET query = excluded.query, saved_at = now()
        """,
        {"person": person, "name": name, "query": query},
    )


def drop_view(connection: Connection, person: str, view_id: int) -> None:
    """Forget one of the person's own views. Raises NotFound."""
    row = connection.execute(
        "DELETE FROM saved_views WHERE id = %(id)s AND person = %(person)s RETURNING id",
        {"id": view_id, "person": person},
    ).fetchone()
    if row is None:
        raise NotFound(f"view {view_id}")
