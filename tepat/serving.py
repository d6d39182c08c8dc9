"""Serves the API and the pages: a process of its own, started by `tepat up` or by any process manager.

`python -m tepat.serving [--socket 3]`: with the number of an open socket several processes answer at one address, and
whichever is free takes the next connection. What they share is in the database.
"""

import argparse
import socket
import sys
from datetime import UTC, datetime
from types import FrameType
from typing import Any

import uvicorn
from psycopg import Connection
from psycopg_pool import ConnectionPool

from api.app import create_app
from api.services import Services
from complaints.office_provider import OfficeProvider
from database.connection import open_pool
from tepat.in_force import InForce
from tepat.settings import Settings

SWITCH_AFTER = 0.0005
"""Seconds that one thread may compute while others want to: whoever waits for the database some fifty times a press
would otherwise wait up to 5 ms each time for another who renders a page."""


def build_services(settings: Settings, pool: ConnectionPool[Connection]) -> Services:
    """What the API works with, from the settings."""
    in_force = InForce(settings, pool)
    return Services(
        pool=pool,
        predictor=in_force.predictor,
        policy=in_force.policy,
        taxonomy=in_force.taxonomy,
        directory=in_force.directory,
        conduct=in_force.conduct,
        policy_under=in_force.policy_under,
        models=settings.models,
        now=lambda: datetime.now(UTC),
        public_url=settings.public_url,
        allowed_hosts=settings.hosts,
        measures=settings.measures,
        office=_office(settings),
    )


def _office(settings: Settings) -> OfficeProvider | None:
    if not settings.oidc_issuer:
        return None
    return OfficeProvider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
    )


class Server(uvicorn.Server):
    """Ends the streams of the application as soon as it is told to stop, rather than wait for who follows them."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        app: Any = self.config.app
        app.state.counter.close()
        super().handle_exit(sig, frame)


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--socket", type=int, help="an open socket to listen on, by its file descriptor")
    inherited: int | None = parser.parse_args().socket
    sys.setswitchinterval(SWITCH_AFTER)
    settings = Settings()
    with open_pool(settings.database_url.get_secret_value()) as pool:
        config = uvicorn.Config(
            create_app(build_services(settings, pool)),
            host=settings.api_host,
            port=settings.api_port,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=3,
            server_header=False,
        )
        Server(config).run(None if inherited is None else [socket.socket(fileno=inherited)])


if __name__ == "__main__":
    main()
