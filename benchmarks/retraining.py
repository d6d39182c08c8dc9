"""How long it takes to train on many labels, with calibration, policy, evaluation and pictures; and the memory.

    python -m benchmarks.retraining [--labels N ...] [--only NAME ...]

There are not so many labels at hand, so they are made from the texts that come along: each is taken as often as needed,
every time with a tenth of its words left out and some neighbours swapped. So they are no 50,000 voices, but they are as
long, as many, and of as many leaves. The peer is what a data team would write first: TF-IDF, LinearSVC,
CalibratedClassifierCV, on the same texts and both cores, with a fifth left out to see how good it is. Memory is the
worst sum over the process and its children, what they share counted once in each.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
from rich.console import Console
from rich.table import Table
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import accuracy_score
from sklearn.pipeline import make_union
from sklearn.svm import LinearSVC

from benchmarks.results import fingerprint, write
from classifier.heads import SHIPPED_RECIPE
from classifier.rows import LabelledRow, read_rows
from classifier.train import train
from classifier.urgent_texts import read_urgent_texts
from complaints.directory import shipped_directory, shipped_taxonomy
from tepat.settings import Settings

LABELS = (10_000, 50_000)
LEFT_OUT_WORDS, SWAPPED = 0.1, 0.05
EVERY_SECONDS = 0.5


def main() -> None:
    """Measure each in a process of its own, print the table, write benchmarks/results/retraining.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", type=int, nargs="*", default=list(LABELS))
    parser.add_argument("--only", nargs="*", choices=list(WORK), default=list(WORK))
    parser.add_argument("--one", choices=list(WORK), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measure(arguments.one, arguments.labels[0])))
        return
    figures: dict[str, float] = {}
    table = Table("labels", "who", "seconds", "peak MiB", "accuracy", "load")
    for labels in arguments.labels:
        for who in arguments.only:
            one = run_apart(who, labels)
            figures |= {f"{who}_{labels}_{key}": value for key, value in one.items()}
            shown = (f"{one['seconds']:,.0f}", f"{one['peak_mib']:,.0f}", f"{one['accuracy']:.1%}")
            table.add_row(f"{labels:,}", who, *shown, f"{one['load_average']:.1f}")
    Console().print(table)
    write("retraining", figures, {"texts": fingerprint(Settings().training_data)})


def run_apart(who: str, labels: int) -> dict[str, float]:
    """The figures of one, with the worst memory of its process and children."""
    command = [sys.executable, "-m", "benchmarks.retraining", "--one", who, "--labels", str(labels)]
    peak = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            peak = max(peak, sum(_memory(psutil.Process(process.pid))))
            time.sleep(EVERY_SECONDS)
        answer = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    figures: dict[str, float] = json.loads(answer.splitlines()[-1])
    return figures | {"peak_mib": peak / 2**20}


def _memory(process: psutil.Process) -> Iterator[int]:
    """Bytes that each has in memory; those that end meanwhile have none."""
    for one in (process, *_children(process)):
        try:
            yield one.memory_info().rss
        except psutil.NoSuchProcess:
            continue


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        children: list[psutil.Process] = process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []
    return children


def measure(who: str, labels: int) -> dict[str, float]:
    """Seconds of one training in this process; making the labels is not counted."""
    rows = make_labels(labels)
    started = time.perf_counter()
    accuracy = WORK[who](rows)
    return {"seconds": time.perf_counter() - started, "accuracy": accuracy, "load_average": os.getloadavg()[0]}


def make_labels(labels: int) -> list[LabelledRow]:
    """So many rows from those that come along, each time disturbed anew."""
    rows = read_rows(Settings().training_data, shipped_taxonomy(), split="train")
    chance = np.random.default_rng(0)
    rows = [rows[number] for number in chance.permutation(len(rows))]
    return [
        replace(row, message=replace(row.message, isi=_disturb(row.message.isi, chance)))
        for row in (rows[number % len(rows)] for number in range(labels))
    ]


def _disturb(text: str, chance: np.random.Generator) -> str:
    words = [word for word in text.split() if chance.random() >= LEFT_OUT_WORDS] or text.split()
    for place in np.flatnonzero(chance.random(len(words) - 1) < SWAPPED).tolist():
        words[place], words[place + 1] = words[place + 1], words[place]
    return " ".join(words)


def train_ours(rows: list[LabelledRow]) -> float:
    """As `tepat train` trains the model that comes along; the accuracy of the deepest level on voices left out."""
    with tempfile.TemporaryDirectory() as folder:
        trained = train(
            rows,
            shipped_taxonomy(),
            Path(folder),
            directory=shipped_directory(),
            recipe=SHIPPED_RECIPE,
            urgent_texts=read_urgent_texts(Settings().urgency_texts),
        )
    return trained.held_out.levels[-1].accuracy


def train_peer(rows: list[LabelledRow]) -> float:
    """The accuracy on a fifth of the voices, which it did not learn from."""
    voices = sorted({row.voice for row in rows})
    left_out = set(voices[: max(1, len(voices) // 5)])
    learn = [row for row in rows if row.voice not in left_out]
    check = [row for row in rows if row.voice in left_out]
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2, sublinear_tf=True)
    features = make_union(words, pieces)
    matrix = features.fit_transform([row.message.text for row in learn])
    model = CalibratedClassifierCV(LinearSVC(random_state=0), cv=5, ensemble=False, n_jobs=2)
    model.fit(matrix, [row.category for row in learn])
    said = model.predict(features.transform([row.message.text for row in check]))
    return float(accuracy_score([row.category for row in check], said))


WORK: dict[str, Callable[[list[LabelledRow]], float]] = {"ours": train_ours, "plain": train_peer}


if __name__ == "__main__":
    main()
