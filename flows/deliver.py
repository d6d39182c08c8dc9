"""Send on what was decided, each to its receiver, and listen to what LAPOR! says."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from prefect import flow
from psycopg import Connection

from complaints.directory.snapshot import open_snapshot
from complaints.receivers import Receiver
from database import facts
from database.connection import open_pool
from flows import listening, sending
from flows.carrying import Names, open_carrier
from flows.sending import Sending
from flows.workplace import now
from tepat.settings import Settings

AT_ONCE = 8
"""Receivers that are served at once, so that a slow one holds up no other."""


@flow(name="deliver", description=__doc__)
def deliver() -> dict[str, int]:
    """One run: find receivers, send to each what is due, listen to LAPOR!; returns its counts."""
    settings = Settings()
    with open_pool(settings.database_url.get_secret_value(), size=AT_ONCE + 1) as pool:
        work = Sending(pool=pool, now=now)
        with pool.connection() as connection:
            names = names_of_paths(connection)
        assigned = sending.assign_receivers(work)
        sent = send_to_all(work, settings, names)
        heard = listening.listen(work, settings)
    return {"assigned": assigned, "sent": sent, "heard": heard}


def send_to_all(work: Sending, settings: Settings, names: Names) -> int:
    """Serve every receiver at once; returns how many parcels arrived."""

    def serve(receiver: Receiver) -> int:
        with open_carrier(settings, receiver, names) as carrier:
            return sending.send_all(work, receiver, carrier)

    with ThreadPoolExecutor(AT_ONCE) as workers:
        return sum(workers.map(serve, sending.sendable_receivers(work)))


def names_of_paths(connection: Connection) -> Names:
    """The name of the lowest node of a path in the directory that is in force; the code itself where it has none."""
    found = facts.current_directory(connection)
    taxonomy = open_snapshot(found[1])[1] if found else None

    def name(path: Sequence[str]) -> str:
        if taxonomy is not None and tuple(path) in taxonomy.nodes:
            return taxonomy.label(path)
        return path[-1] if path else ""

    return name
