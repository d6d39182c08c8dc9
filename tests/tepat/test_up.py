"""`tepat up` on a bare machine: embedded database, own Prefect server, pages; killed, started again, stopped."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from tepat.ports import find_free_port

STOPS_WITHIN = 10


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PREFECT_API_URL"}}
    return {
        **kept,
        "TEPAT_HOME": str(tmp_path / "home"),
        "TEPAT_API_PORT": str(find_free_port()),
        "TEPAT_PREFECT_PORT": str(find_free_port()),
        "TEPAT_LANG": "en",
        "TEPAT_TRIAGE_EVERY": "5",
        "PYTHONUNBUFFERED": "1",
    }


@contextlib.contextmanager
def started(environment: dict[str, str], log: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tepat", "up", *arguments], env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=30)


def wait_for_text(process: subprocess.Popen[bytes], log: Path, text: str) -> None:
    deadline = time.monotonic() + 120
    while text not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)


def numbers(environment: dict[str, str]) -> dict[str, float]:
    text = httpx.get(f"http://127.0.0.1:{environment['TEPAT_API_PORT']}/metrics", timeout=10).text
    lines = [line.rsplit(" ", 1) for line in text.splitlines() if line.startswith("tepat_reports{")]
    return {name: float(value) for name, value in lines}


def first_passwords(log: Path) -> list[tuple[str, str]]:
    """Name and one-time password of each account that was printed."""
    return re.findall(r"Sign in as (\w+) with the one-time password ([a-z0-9-]{19})\s", log.read_text())


def signs_in(environment: dict[str, str], name: str, password: str) -> tuple[str, int]:
    url = f"http://127.0.0.1:{environment['TEPAT_API_PORT']}/masuk"
    return name, httpx.post(url, data={"nama": name, "sandi": password}, timeout=10).status_code


@pytest.mark.timeout(300)
def test_up_survives_kills_keeps_its_data_and_stops_cleanly(environment: dict[str, str], tmp_path: Path) -> None:
    log = tmp_path / "up.log"
    with started(environment, log, "--demo") as process:
        wait_for_text(process, log, "Ctrl-C stops")
        first = numbers(environment)
        assert sum(first.values()) == 297
        assert {signs_in(environment, *one) for one in first_passwords(log)} == {("admin", 303), ("peninjau", 303)}
        # A second one on the same folder is refused, and the first goes on.
        again = subprocess.run(
            [sys.executable, "-m", "tepat", "up"], check=False, env=environment, capture_output=True, text=True
        )
        assert again.returncode == 1
        assert "runs already" in again.stderr
        api = next(c for c in psutil.Process(process.pid).children() if "tepat.serving" in c.cmdline())
        api.kill()
        # Another process answers at the same address, and knows what the one before counted.
        assert numbers(environment) == first
        wait_for_text(process, log, "Service api ended by itself")
        # Everything at once, the way a power cut does it.
        family = psutil.Process(process.pid).children(recursive=True)
        for victim in (*family, process):
            with contextlib.suppress(psutil.NoSuchProcess):
                victim.kill()
        process.wait()
    second_log = tmp_path / "second.log"
    with started(environment, second_log, "--demo") as process:
        wait_for_text(process, second_log, "Ctrl-C stops")
        assert numbers(environment) == first
        assert first_passwords(second_log) == []
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=STOPS_WITHIN) == 0
    assert "Traceback" not in log.read_text() + second_log.read_text()
    assert [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE] == []
    assert not (tmp_path / "home" / "postgres" / "postmaster.pid").exists()


def test_a_port_that_is_taken_is_said_with_its_remedy(environment: dict[str, str], tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(environment["TEPAT_API_PORT"])))
        taken.listen()
        done = subprocess.run(
            [sys.executable, "-m", "tepat", "up"], check=False, env=environment, capture_output=True, text=True
        )
    assert done.returncode == 1
    assert "TEPAT_API_PORT" in done.stderr


def test_an_address_that_others_can_reach_needs_https(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tepat", "up"],
        check=False,
        env={**environment, "TEPAT_API_HOST": "0.0.0.0"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "TEPAT_PUBLIC_URL=https://" in done.stderr
