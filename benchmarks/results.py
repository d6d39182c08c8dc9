"""Where figures are kept: benchmarks/results/NAME.json, with what they were measured on."""

import hashlib
import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import psutil

FOLDER = Path(__file__).parent / "results"
CPU = Path("/proc/cpuinfo")


def write(name: str, figures: Mapping[str, float], data: Mapping[str, object]) -> Path:
    """Store these figures as benchmarks/results/<name>.json with commit, machine and data."""
    result = {"commit": commit(), "machine": machine(), "data": dict(data), "figures": dict(figures)}
    path = FOLDER / f"{name}.json"
    FOLDER.mkdir(exist_ok=True)
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def commit() -> str:
    """The commit that was measured, "+" behind it where the tree has changes; empty outside a repository."""
    command = ["git", "-C", str(FOLDER.parent), "describe", "--always", "--abbrev=40", "--dirty=+"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.stdout.strip()


def machine() -> dict[str, object]:
    """The processor, the cores that this process may use, and the memory in GiB."""
    lines = CPU.read_text(encoding="utf-8").splitlines() if CPU.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = round(psutil.virtual_memory().total / 2**30)
    return {"cpu": names[0] if names else "unknown", "cores": cores, "memory_gib": memory}


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
