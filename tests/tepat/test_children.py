"""Child processes are stopped, found again and revived as promised."""

import json
import os
import sys
import time
from pathlib import Path

import psutil
import pytest

from tepat.children import Child, Children, stop_orphans

SLEEPER = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
PARENT = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {SLEEPER!r}]); time.sleep(60)"


def make_child(folder: Path, code: str, *, once: bool = False) -> Child:
    return Child(
        name="child", command=[sys.executable, "-c", code], environment={}, log=folder / "child.log", once=once
    )


def wait_for(condition: object, seconds: float = 5) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_stopping_ends_grandchildren_too(tmp_path: Path) -> None:
    children = Children(tmp_path)
    child = children.start(make_child(tmp_path, PARENT))
    assert child.process is not None
    parent = psutil.Process(child.process.pid)
    wait_for(parent.children)
    grandchild = parent.children()[0]

    children.stop()

    assert not psutil.pid_exists(grandchild.pid) or grandchild.status() == psutil.STATUS_ZOMBIE
    assert not child.is_running()


def test_a_child_that_ignores_sigterm_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tepat.children.STOP_SECONDS", 0.3)
    children = Children(tmp_path)
    child = children.start(make_child(tmp_path, STUBBORN))
    wait_for(lambda: child.log.read_text().startswith("up"))

    children.stop()

    assert not child.is_running()


def test_a_dead_child_is_started_again(tmp_path: Path) -> None:
    children = Children(tmp_path)
    child = children.start(make_child(tmp_path, SLEEPER))
    assert child.process is not None
    first = child.process.pid
    child.process.kill()
    child.process.wait()
    told: list[str] = []

    wait_for(lambda: children.revive(lambda dead: told.append(dead.name)) or child.is_running())

    assert told == ["child"]
    assert child.process.pid != first
    children.stop()


def test_a_child_that_is_meant_to_end_is_not_started_again(tmp_path: Path) -> None:
    children = Children(tmp_path)
    child = children.start(make_child(tmp_path, "pass", once=True))
    wait_for(lambda: not child.is_running())

    children.revive(lambda dead: pytest.fail(f"{dead.name} was told as dead"))

    assert not child.is_running()
    children.stop()


def test_orphans_of_a_killed_command_are_stopped_at_the_next_start(tmp_path: Path) -> None:
    children = Children(tmp_path)
    child = children.start(make_child(tmp_path, SLEEPER))
    assert child.process is not None
    register = tmp_path / f"children-{os.getpid()}.json"
    _, kept = json.loads(register.read_text())
    register.unlink()
    (tmp_path / "children-1.json").write_text(json.dumps([[1, 0.0], kept]))

    assert stop_orphans(tmp_path) == 1
    assert not child.is_running()


def test_a_process_id_that_was_given_anew_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "children-1.json").write_text(json.dumps([[1, 0.0], [os.getpid(), 12.0]]))

    assert stop_orphans(tmp_path) == 0


def test_children_of_a_command_that_still_runs_are_left_alone(tmp_path: Path) -> None:
    children = Children(tmp_path)
    child = children.start(make_child(tmp_path, SLEEPER))

    assert stop_orphans(tmp_path) == 0
    assert child.is_running()
    children.stop()


def test_a_child_that_was_killed_before_it_spoke_says_how_it_ended(tmp_path: Path) -> None:
    (tmp_path / "child.log").write_text("an earlier run")
    silent = make_child(tmp_path, SLEEPER)
    silent.start()
    assert silent.process is not None
    silent.process.kill()
    assert silent.ending() == "SIGKILL"
    assert not silent.has_spoken()

    failing = make_child(tmp_path, "raise SystemExit('no memory')")
    failing.start()
    assert failing.ending() == "1"
    assert failing.has_spoken()
