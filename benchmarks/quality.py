"""How good and how fast the current model is: on voices left out, on the holdout voice, and on real texts.

    python -m benchmarks.quality [--real FOLDER]
    python -m benchmarks.quality --speed

The real texts are public but have no licence: they are only measured, and none of them comes with the project.
"""

import argparse
import csv
import gzip
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.results import fingerprint, write
from classifier.evaluate import evaluate
from classifier.predictor import Predictor, load_predictor
from classifier.registry import current_version, load_current
from classifier.rows import LabelledRow, read_rows
from complaints.directory import shipped_directory, shipped_taxonomy
from complaints.report import Message
from complaints.routing import Outcome, decide

ROOT = Path(__file__).parent.parent
MODELS = ROOT / "models"
TEXTS = ROOT / "training_data" / "reports.jsonl"
MPASPOR = "mpaspor_reviews_to_2023.csv.gz"
SURABAYA = "surabaya_media_center.csv.gz"
SAYS_ENOUGH = 60
PASSES = 3
STRANGE = Path(__file__).parent / "data" / "strange.csv"


def main() -> None:
    """Measure, print tables, write benchmarks/results/quality.json and, with real texts, real.json."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--real", type=Path, help="folder with the real texts; without it they are skipped")
    arguments.add_argument("--speed", action="store_true", help="print speed and size alone, write nothing")
    given = arguments.parse_args()
    console, taxonomy = Console(), shipped_taxonomy()
    if given.speed:
        print_figures(console, measure_speed(read_rows(TEXTS, taxonomy, split="train")))
        return
    predictor = load_predictor(MODELS, shipped_directory(), taxonomy)
    holdout = read_rows(TEXTS, taxonomy, split="holdout")
    figures = {
        **figures_of("voices_left_out", predictor.card["held_out"]),
        **figures_of("holdout", evaluate(predictor, predictor.policy, taxonomy, holdout).to_dict()),
        **measure_strange(predictor),
        **measure_speed(read_rows(TEXTS, taxonomy, split="train")),
    }
    data: dict[str, object] = {
        "texts": fingerprint(TEXTS),
        "model": predictor.version,
        "policy": predictor.policy.version,
    }
    print_figures(console, figures)
    console.print(f"[dim]{write('quality', figures, data)}[/]")
    real: Path | None = given.real
    if not (real and (real / MPASPOR).exists() and (real / SURABAYA).exists()):
        console.print(f"Real texts skipped: no {MPASPOR} and {SURABAYA} by --real FOLDER.")
        return
    figures = measure_real(predictor, real)
    data |= {MPASPOR: fingerprint(real / MPASPOR), SURABAYA: fingerprint(real / SURABAYA)}
    print_figures(console, figures)
    console.print(f"[dim]{write('real', figures, data)}[/]")


def figures_of(name: str, evaluation: Mapping[str, object]) -> dict[str, float]:
    """An evaluation (see classifier.evaluate) as flat figures with this name in front."""
    figures: dict[str, float] = {}
    levels = evaluation["levels"]
    assert isinstance(levels, Sequence)
    for level in levels:
        for key in ("accuracy", "macro_f1", "ece", "ece_low", "ece_high", "routed", "misrouted"):
            figures[f"{name}_{level['level']}_{key}"] = level[key]
    for key in ("rows", "automated", "misrouted", "misroutes", "outside_suggested"):
        figures[f"{name}_{key}"] = _number(evaluation[key])
    for part, keys in (
        ("klasifikasi", ("rows", "accuracy", "macro_f1", "ece", "sure", "sure_wrong")),
        ("office", ("precision", "recall", "decided")),
    ):
        scores = evaluation[part]
        if isinstance(scores, Mapping):
            figures |= {f"{name}_{part}_{key}": _number(scores[key]) for key in keys}
    return figures


def _number(value: object) -> float:
    assert isinstance(value, (int, float))
    return value


def measure_strange(predictor: Predictor) -> dict[str, float]:
    """How sure the model is of texts that belong to nobody here, by kind of text: other languages, gibberish, reports
    to a city. How many it would put into a bidang, with which probability at most, and how many are routed there."""
    with STRANGE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    figures: dict[str, float] = {}
    for row, prediction in zip(
        rows, predictor.predict([Message(judul="", isi=row["text"]) for row in rows]), strict=True
    ):
        decision = decide(prediction, predictor.policy, predictor.taxonomy)
        step, ours = decision.steps[1], not predictor.taxonomy.is_outside(decision.steps[1].path)
        kind = row["kind"]
        for name, value in (("texts", 1), ("in_bidang", ours), ("routed", decision.outcome is Outcome.AUTO)):
            figures[f"{kind}_{name}"] = figures.get(f"{kind}_{name}", 0) + value
        highest = max(figures.get(f"{kind}_highest_bidang_p", 0.0), step.p if ours else 0.0)
        figures[f"{kind}_highest_bidang_p"] = highest
    return figures


def measure_speed(rows: Sequence[LabelledRow]) -> dict[str, float]:
    """Seconds to load; texts per second of one core (processor time, which others on the machine do not take away) of
    the model alone, fresh and warm, and with offices; milliseconds for one text by the clock and by the processor;
    size on disk."""
    messages = [row.message for row in rows]
    started = time.perf_counter()
    model = load_current(MODELS)
    loaded = time.perf_counter() - started
    predictor = load_predictor(MODELS, shipped_directory(), shipped_taxonomy())
    passes = ((model.predict, 1), (model.predict, PASSES), (predictor.predict, PASSES))
    fresh, warm, whole = (_rate(predict, messages, times) for predict, times in passes)
    clock, processor = zip(*[_times_of_one(predictor, message) for message in messages[:1000]], strict=True)
    size = sum(path.stat().st_size for path in (MODELS / current_version(MODELS)).iterdir())
    return {
        "load_seconds": loaded,
        "texts_per_second_fresh": fresh,
        "texts_per_second": warm,
        "texts_per_second_with_offices": whole,
        "one_text_p50_ms": sorted(clock)[500] * 1000,
        "one_text_p99_ms": sorted(clock)[990] * 1000,
        "one_text_p99_processor_ms": sorted(processor)[990] * 1000,
        "model_mib": size / 2**20,
    }


def _rate(predict: Callable[[Sequence[Message]], object], messages: Sequence[Message], times: int) -> float:
    """The fastest of so many passes: whatever else the machine does can only slow them down."""
    rates = []
    for _ in range(times):
        started = time.process_time()
        predict(messages)
        rates.append(len(messages) / (time.process_time() - started))
    return max(rates)


def _times_of_one(predictor: Predictor, message: Message) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    predictor.predict([message])
    return time.perf_counter() - clock, time.process_time() - processor


def measure_real(predictor: Predictor, folder: Path) -> dict[str, float]:
    """Where real texts would go: app reviews belong to imigrasi, reports to a city belong to nobody here."""
    reviews = [text for text in _column(folder / MPASPOR, "content") if len(text) >= SAYS_ENOUGH]
    return {
        **_where_they_go(predictor, "mpaspor_60", reviews, right="imigrasi"),
        **_where_they_go(predictor, "surabaya", list(_column(folder / SURABAYA, "keluhan")), right="luar"),
    }


def _where_they_go(predictor: Predictor, name: str, texts: Sequence[str], *, right: str) -> dict[str, float]:
    suggested: Counter[str] = Counter()
    routed: Counter[str] = Counter()
    for prediction in predictor.predict([Message(judul="", isi=text) for text in texts]):
        decision = decide(prediction, predictor.policy, predictor.taxonomy)
        suggested[decision.steps[1].path[-1]] += 1
        if decision.outcome is Outcome.AUTO:
            routed[decision.steps[1].path[-1]] += 1
    total = len(texts)
    wrong = sum(routed.values()) - routed[right]
    return {
        f"{name}_rows": total,
        **{f"{name}_share_{bidang}": times / total for bidang, times in sorted(suggested.items())},
        f"{name}_automated": sum(routed.values()) / total,
        f"{name}_routed_wrong": wrong,
        f"{name}_routed_wrong_share": wrong / total,
    }


def _column(path: Path, column: str) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row[column]


def print_figures(console: Console, figures: Mapping[str, float]) -> None:
    """All figures, a line each: shares as they are, counts without decimals."""
    table = Table("figure", "value")
    for name, value in figures.items():
        table.add_row(name, f"{value:,.0f}" if value > 1 and value == round(value) else f"{value:,.4f}")
    console.print(table)


if __name__ == "__main__":
    main()
