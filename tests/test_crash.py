"""Killed at any moment, and run twice at once: every report ends with one current decision, and nothing is lost."""

import csv
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg import Connection

from connectors.lapor_row import COLUMNS
from database import audit, runs
from database.connection import connect

REPORTS = 2000
KILLS = 20


@pytest.fixture
def busy(installation: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """An installation with 2,000 reports in the inbox, and batches so small that a kill falls between many of them."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for part in range(4):
        write_part(inbox / f"part-{part}.csv", range(part * REPORTS // 4, (part + 1) * REPORTS // 4))
    return {**installation, "TEPAT_BATCH_SIZE": "10"}


def write_part(path: Path, numbers: range) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        for number in numbers:
            text = (
                f"Paspor saya nomor antrean {number} belum jadi di kantor imigrasi"
                if number % 2
                else f"tolong {number}"
            )
            row = {"Tracking ID": str(number), "Tanggal Laporan Masuk": "5 Jan 2026", "Isi Laporan Awal": text}
            writer.writerow(row)
    os.utime(path, (0, time.time() - 100))


def start_triage(environment: dict[str, str], connection: Connection) -> tuple[subprocess.Popen[bytes], object]:
    run_id = runs.start_run(connection, requested="test")
    command = [sys.executable, "-m", "flows", "triage", str(run_id)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return process, run_id


@pytest.fixture
def connection(installation: dict[str, str]) -> Iterator[Connection]:
    with connect(installation["DATABASE_URL"]) as connection:
        yield connection


def assert_whole(connection: Connection) -> None:
    stored = connection.execute("SELECT count(*), count(DISTINCT external_id) FROM reports").fetchone()
    assert stored == (REPORTS, REPORTS)
    undecided = connection.execute("SELECT count(*) FROM reports WHERE status = 'received'").fetchone()
    assert undecided == (0,)
    decided = connection.execute("SELECT count(*), count(DISTINCT report_id) FROM decisions").fetchone()
    assert decided == (REPORTS, REPORTS)
    followed = connection.execute(
        """
        SELECT count(*) FROM decisions d
        LEFT JOIN outbox o ON o.decision_id = d.id LEFT JOIN review_queue q ON q.decision_id = d.id
        WHERE d.is_current AND (o.id IS NOT NULL) <> (q.report_id IS NOT NULL)
        """
    ).fetchone()
    assert followed == (REPORTS,)
    logged = connection.execute(
        "SELECT action, count(*) FROM audit_log WHERE action LIKE 'report.%' GROUP BY action ORDER BY action"
    ).fetchall()
    assert logged == [("report.decided", REPORTS), ("report.received", REPORTS)]
    assert audit.verify(connection).broken_at is None


@pytest.mark.timeout(600)
def test_killed_twenty_times_nothing_is_lost_or_doubled(busy: dict[str, str], connection: Connection) -> None:
    chance = random.Random(7)
    kills_at_work = 0
    for _ in range(KILLS):
        process, run_id = start_triage(busy, connection)
        # Start-up is most of a run's time: wait until it works, then kill it at a random moment.
        while process.poll() is None and runs.read_run(connection, run_id).state == "requested":  # type: ignore[arg-type]
            time.sleep(0.02)
        time.sleep(chance.uniform(0.0, 0.35))
        if process.poll() is None:
            kills_at_work += 1
            process.send_signal(signal.SIGKILL)
        process.wait()
    assert kills_at_work >= KILLS // 2

    last, _ = start_triage(busy, connection)

    assert last.wait(timeout=120) == 0
    assert_whole(connection)
    states = dict(connection.execute("SELECT state, count(*) FROM triage_runs GROUP BY state").fetchall())
    assert "running" not in states


@pytest.mark.timeout(300)
def test_two_triage_processes_at_once_share_the_work(busy: dict[str, str], connection: Connection) -> None:
    (first, one), (second, two) = start_triage(busy, connection), start_triage(busy, connection)

    assert (first.wait(timeout=200), second.wait(timeout=200)) == (0, 0)
    # What one had stored while the other was already done is picked up by the next run, as on schedule.
    third, _ = start_triage(busy, connection)
    assert third.wait(timeout=100) == 0

    assert_whole(connection)
    decided = [runs.read_run(connection, run_id).decided for run_id in (one, two)]  # type: ignore[arg-type]
    assert sum(decided) <= REPORTS
