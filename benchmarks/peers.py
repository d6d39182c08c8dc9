"""Ours beside its peers on real reports to a city: the first 80 % by time train, the last 20 % test.

    python -m benchmarks.peers --real FOLDER [--only NAME ...]

The texts are public but have no licence: models are trained on them here, measured, and thrown away. Each peer runs in
a process of its own, so that its memory is its own. fastText and MiniLM need `pip install 'tepat[bench]'`.
"""

import argparse
import csv
import gzip
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.peer_models import PEERS, SIGNALEN_CUT, Corpus, NotInstalled
from benchmarks.results import FOLDER, fingerprint, write
from benchmarks.selective import Answers, measure_answers
from classifier.pictures import draw_risks

SURABAYA = "surabaya_media_center.csv.gz"
TRAIN_SHARE = 0.8
CURVE_POINTS = 200
NOT_INSTALLED = 3
PICTURE = Path(__file__).parent.parent / "docs" / "peers.svg"
SHOWN = ("accuracy", "macro_f1", "aurc", "automated_at_85", "automated_at_90", "automated_at_95")
COSTS = ("texts_per_second", "training_seconds", "memory_mib")


def main() -> None:
    """Measure each peer, print a table, write benchmarks/results/peers.json and docs/peers.svg."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--real", type=Path, help="folder with the real texts; without it nothing is measured")
    parser.add_argument("--only", nargs="*", choices=list(PEERS), help="these alone; figures of the others are kept")
    parser.add_argument("--one", choices=list(PEERS), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    console = Console()
    if not arguments.real or not (arguments.real / SURABAYA).exists():
        console.print(f"Peers skipped: no {SURABAYA} by --real FOLDER.")
    elif arguments.one:
        measure_one(arguments.one, arguments.real / SURABAYA)
    else:
        measure_all(arguments.only or list(PEERS), arguments.real / SURABAYA, console)


def measure_all(names: Sequence[str], path: Path, console: Console) -> None:
    """Each peer after the other, stored as it comes; those whose packages are missing are said and left out."""
    for name in names:
        command = [sys.executable, "-m", "benchmarks.peers", "--real", str(path.parent), "--one", name]
        done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
        if done.returncode == NOT_INSTALLED:
            console.print(f"{name} skipped: {done.stdout.strip()} not installed (pip install 'tepat\\[bench]')")
            continue
        done.check_returncode()
        result = json.loads(done.stdout.splitlines()[-1])
        measured, curves = read_kept()
        measured[name], curves[name] = result["figures"], result["curve"]
        store(measured, curves, path)
    print_table(console, read_kept()[0])


def read_kept() -> tuple[dict[str, Mapping[str, float]], dict[str, Sequence[float]]]:
    """Figures and curves of what was measured before, by peer."""
    path = FOLDER / "peers.json"
    if not path.exists():
        return {}, {}
    stored = json.loads(path.read_text(encoding="utf-8"))
    curves = stored["data"]["curves"]
    return {name: _figures_of(name, stored["figures"]) for name in curves}, curves


def store(measured: Mapping[str, Mapping[str, float]], curves: Mapping[str, Sequence[float]], path: Path) -> None:
    """Write the figures and draw the curves."""
    ordered = {name: curves[name] for name in PEERS if name in curves}
    figures = {f"{name}_{key}": value for name in ordered for key, value in measured[name].items()}
    write("peers", figures, {SURABAYA: fingerprint(path), "curves": ordered})
    PICTURE.write_text(draw_risks(ordered, "Surabaya: risk and coverage"), encoding="utf-8")


def _figures_of(name: str, figures: Mapping[str, float]) -> dict[str, float]:
    return {key.removeprefix(f"{name}_"): value for key, value in figures.items() if key.startswith(f"{name}_")}


def measure_one(name: str, path: Path) -> None:
    """Train and test one peer in this process, and print its figures as one line of JSON."""
    train, test = read_split(path)
    started = time.perf_counter()
    try:
        predict = PEERS[name](train)
    except NotInstalled as error:
        print(error)
        sys.exit(NOT_INSTALLED)
    trained = time.perf_counter()
    labels, sure = predict(test.texts)
    ended = time.perf_counter()
    right = np.array([label == truth for label, truth in zip(labels, test.labels, strict=True)])
    answers = Answers(labels=labels, sure=sure, right=right)
    figures = {
        **measure_answers(answers, test.labels),
        "texts_per_second": len(test.texts) / (ended - trained),
        "training_seconds": trained - started,
        "memory_mib": _peak_memory(),
        "load_average": os.getloadavg()[0],
    }
    if name == "signalen":
        figures |= {"automated_by_its_cut": float((sure >= SIGNALEN_CUT).mean())}
        figures |= {"precision_of_its_cut": float(right[sure >= SIGNALEN_CUT].mean())}
    every = np.linspace(0, len(right) - 1, CURVE_POINTS + 1).astype(int)[1:]
    print(json.dumps({"figures": figures, "curve": np.round(answers.risks[every], 4).tolist()}))


def _peak_memory() -> float:
    """MiB at the worst moment of this process, or of a child of it where one took more."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(one).ru_maxrss for one in who) / 1024


def read_split(path: Path) -> tuple[Corpus, Corpus]:
    """The texts that come first and those that come later. The topic is not read: it gives the answer away."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["tanggal_keluhan"])
    cut = int(len(rows) * TRAIN_SHARE)
    return _corpus(rows[:cut]), _corpus(rows[cut:])


def _corpus(rows: Sequence[Mapping[str, str]]) -> Corpus:
    return Corpus(
        texts=[row["keluhan"] for row in rows],
        labels=[row["instansi"].strip() for row in rows],
        moments=[row["tanggal_keluhan"] for row in rows],
    )


def print_table(console: Console, measured: Mapping[str, Mapping[str, float]]) -> None:
    """A row per peer: shares in percent, then what it costs."""
    table = Table("peer", *SHOWN, *COSTS)
    for name, figures in measured.items():
        shares = [f"{figures[key]:.1%}" for key in SHOWN]
        table.add_row(name, *shares, *(f"{figures[key]:,.0f}" for key in COSTS))
    console.print(table)


if __name__ == "__main__":
    main()
