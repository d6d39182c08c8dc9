"""A transaction in the name of somebody: the database itself shows only what lies within their reach."""

from psycopg import Connection

from complaints.access import Person


def act_as(connection: Connection, person: Person) -> None:
    """Until the transaction ends, this connection has the rights of people, within this person's reach.

    One round trip. `reports` is then the view that hides what is rahasia (migration 0010).
    """
    connection.execute(
        """
        SELECT set_config('role', 'tepat_person', true), set_config('search_path', 'seen, public', true),
               set_config('tepat.person', %(name)s, true), set_config('tepat.path', %(path)s::text[]::text, true),
               set_config('tepat.offices', %(offices)s::text[]::text, true),
               set_config('tepat.permissions', %(permissions)s::text[]::text, true)
        """,
        {
            "name": person.name,
            "path": list(person.reach.path),
            "offices": list(person.reach.offices),
            "permissions": sorted(person.permissions),
        },
    )


def receive_from(connection: Connection, person: Person) -> None:
    """Until the transaction ends, what is stored is marked as sent by them; the rights stay those of the service.

    Who puts a report into the letter box need not see what else lies in it.
    """
    connection.execute("SELECT set_config('tepat.person', %(name)s, true)", {"name": person.name})
