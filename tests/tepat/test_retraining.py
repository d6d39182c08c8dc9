"""What is told where a training ends before it is over."""

import sys
from pathlib import Path

import pytest
import typer

from tepat.children import Child
from tepat.failing import report_failures
from tepat.retraining import stopped
from tepat.settings import Settings

SLEEPER = "import time; time.sleep(60)"


def told_of(folder: Path, code: str, capsys: pytest.CaptureFixture[str], *, killed: bool) -> str:
    child = Child(name="retrain", command=[sys.executable, "-c", code], environment={}, log=folder / "retrain.log")
    child.start()
    assert child.process is not None
    if killed:
        child.process.kill()
    child.process.wait()
    with pytest.raises(typer.Exit), report_failures(Settings(lang="en")):
        raise stopped(child)
    return capsys.readouterr().err


def test_a_training_that_failed_names_its_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = told_of(tmp_path, "raise SystemExit('no rows')", capsys, killed=False)
    assert f"The cause is in {tmp_path / 'retrain.log'}" in told


def test_a_training_that_was_killed_names_no_empty_log_but_what_ended_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = told_of(tmp_path, SLEEPER, capsys, killed=True)
    assert "ended from outside (SIGKILL)" in told
    assert "retrain.log" not in told
    assert "Run it again: tepat retrain" in told
