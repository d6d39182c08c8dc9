"""Every command of the manual works as it stands."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from complaints.access import Role
from tepat.serving import Server

MANUAL = Path(__file__).parents[3] / "docs" / "api.md"
KEPT = "declare -p ID ETAG > kept 2>/dev/null || true"


@pytest.mark.skipif(shutil.which("curl") is None, reason="the examples are commands of curl")
def test_the_examples_run(
    server: tuple[str, Server],
    token: str,
    client_as: Callable[..., TestClient],
    triage: Callable[[], int],
    tmp_path: Path,
) -> None:
    sari = client_as("sari", Role.ADMIN)
    person = {"SESSION": sari.cookies["sesi"], "FORM": sari.headers["X-CSRF-Token"]}
    environment = {**os.environ, **person, "TEPAT": server[0], "TOKEN": token}
    blocks = re.findall(r"```sh\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 6
    said = []
    for block in blocks:
        script = f"set -euo pipefail\ntouch kept; . ./kept\n{block}\n{KEPT}"
        done = subprocess.run(["bash", "-c", script], env=environment, cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == 0, f"{block}\n{done.stdout.decode()}{done.stderr.decode()}"
        said.append(done.stdout.decode())
        triage()
    assert '"in_review"' in said[1]
    assert '"status":"reviewed"' in said[2]
    assert "event: queue" in said[3]
    assert '"token":"tepat_' in said[4]
    assert "<service_request_id>" in said[5]
