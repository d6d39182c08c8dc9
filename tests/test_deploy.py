"""The files of deploy/ are what Docker, Compose, Kubernetes and Prefect understand, and say what the code says."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.serving import Planned, planned
from tepat.settings import Settings

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
SCRIPTS = Path(sys.executable).parent
LINTERS = {
    "Containerfile": [SCRIPTS / "hadolint", DEPLOY / "Containerfile"],
    "compose.yaml": [SCRIPTS / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml"],
    "kubernetes": [SCRIPTS / "kubernetes-validate", "--strict", *sorted((DEPLOY / "kubernetes").glob("*.yaml"))],
}


def documents(*names: str) -> list[dict[str, Any]]:
    found = []
    for name in names:
        found += list(yaml.safe_load_all((DEPLOY / name).read_text(encoding="utf-8")))
    return found


@pytest.mark.parametrize("name", LINTERS)
def test_its_linter_finds_nothing(name: str) -> None:
    done = subprocess.run([str(part) for part in LINTERS[name]], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_image_holds_every_package() -> None:
    copied = set(re.findall(r"^COPY (\w+) ", (DEPLOY / "Containerfile").read_text(encoding="utf-8"), re.MULTILINE))
    listed = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("packages = [")[2].partition("]")[0]
    packages = {name.partition(".")[0] for name in re.findall(r'"([\w.]+)"', listed)}
    assert copied == packages | {"training_data", "models"}


def test_every_variable_that_is_set_is_one_that_is_read() -> None:
    [compose] = documents("compose.yaml")
    settings = documents("kubernetes/settings.yaml")[0]["data"]
    named = {*compose["x-tepat"]["environment"], *settings}
    known = {f"TEPAT_{name.upper()}" for name in Settings.model_fields}
    assert {name for name in named if name.startswith("TEPAT_")} <= known


def test_workers_are_given_every_flow_on_the_same_schedule() -> None:
    [listed] = documents("prefect.yaml")
    given = {(one["entrypoint"], one["name"], *one["schedules"][0].values()) for one in listed["deployments"]}
    wanted = {(_entrypoint(one), one.name, *_times(one)) for one in planned(60)}
    assert given == wanted


def _entrypoint(one: Planned) -> str:
    return f"{one.flow.fn.__module__}.{one.flow.fn.__name__}"


def _times(one: Planned) -> tuple[object, ...]:
    schedule = one.schedule
    if schedule.interval is not None:
        return (schedule.interval.total_seconds(),)
    return (schedule.cron, schedule.timezone)


def test_what_follows_a_release_runs_the_same_everywhere() -> None:
    [compose] = documents("compose.yaml")
    [job] = documents("kubernetes/setup.yaml")
    [container] = job["spec"]["template"]["spec"]["containers"]
    assert container["args"] == [compose["services"]["setup"]["command"][-1]]
