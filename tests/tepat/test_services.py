"""What a single command finds and makes on a data folder that nothing ran on before."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from pydantic import SecretStr

from tepat.services import open_services
from tepat.settings import Settings


class Healthy(BaseHTTPRequestHandler):
    """A Prefect server, as far as a command asks whether it is there."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Nothing is written."""


@pytest.fixture
def prefect_url() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Healthy) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/api"
        server.shutdown()
        thread.join()


def test_a_command_on_a_fresh_folder_gives_its_processes_a_place_for_their_measures(
    committed_database: str, prefect_url: str, tmp_path: Path
) -> None:
    settings = Settings(
        home=tmp_path / "new",
        database_url=SecretStr(committed_database),
        prefect_api_url=prefect_url,
        _env_file=None,
    )
    with open_services(settings) as services:
        assert Path(services.environment["PROMETHEUS_MULTIPROC_DIR"]).is_dir()
