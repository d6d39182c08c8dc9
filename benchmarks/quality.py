"""How good and how fast the current model is: on voices left out, on the holdout voice, and on real texts.

    python -m benchmarks.quality [--real FOLDER]

The real texts are public but have no licence: they are only measured, and none of them comes with the project.
"""

import argparse
import csv
import gzip
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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
GIBBERISH = (
    "qwrtzp xkcvbn mnbvcx lkjhgf",
    "zzxxq wvvk pqrst",
    "asdf asdf asdfgh",
    "🙏🙏🙏",
    "кто здесь",
    "0812 0000 0000",
)


def main() -> None:
    """Measure, print tables, write benchmarks/results/quality.json and, with real texts, real.json."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--real", type=Path, help="folder with the real texts; without it they are skipped")
    real: Path | None = arguments.parse_args().real
    console = Console()
    taxonomy = shipped_taxonomy()
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
        for key in ("accuracy", "macro_f1", "ece", "routed", "misrouted"):
            figures[f"{name}_{level['level']}_{key}"] = level[key]
    for key in ("rows", "automated", "misrouted", "misroutes", "outside_suggested"):
        figures[f"{name}_{key}"] = _number(evaluation[key])
    for part, keys in (
        ("klasifikasi", ("accuracy", "macro_f1", "ece")),
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
    """How sure the model is of texts that say nothing: the highest probability of a bidang, and how many are routed."""
    highest, routed = 0.0, 0
    for prediction in predictor.predict([Message(judul="", isi=text) for text in GIBBERISH]):
        decision = decide(prediction, predictor.policy, predictor.taxonomy)
        routed += decision.outcome is Outcome.AUTO
        if not predictor.taxonomy.is_outside(decision.steps[-1].path):
            highest = max(highest, decision.steps[1].p)
    return {"gibberish_highest_bidang_p": highest, "gibberish_routed": routed}


def measure_speed(rows: Sequence[LabelledRow]) -> dict[str, float]:
    """Seconds to load; texts per second of the model alone and with offices, fresh and warm; size on disk."""
    messages = [row.message for row in rows]
    started = time.perf_counter()
    model = load_current(MODELS)
    loaded = time.perf_counter()
    model.predict(messages)
    fresh = time.perf_counter()
    model.predict(messages)
    warm = time.perf_counter()
    predictor = load_predictor(MODELS, shipped_directory(), shipped_taxonomy())
    began = time.perf_counter()
    predictor.predict(messages)
    ended = time.perf_counter()
    singles = [_seconds_for_one(predictor, message) for message in messages[:1000]]
    size = sum(path.stat().st_size for path in (MODELS / current_version(MODELS)).iterdir())
    return {
        "load_seconds": loaded - started,
        "texts_per_second_fresh": len(messages) / (fresh - loaded),
        "texts_per_second": len(messages) / (warm - fresh),
        "texts_per_second_with_offices": len(messages) / (ended - began),
        "one_text_p50_ms": sorted(singles)[500] * 1000,
        "one_text_p99_ms": sorted(singles)[990] * 1000,
        "model_mib": size / 2**20,
    }


def _seconds_for_one(predictor: Predictor, message: Message) -> float:
    started = time.perf_counter()
    predictor.predict([message])
    return time.perf_counter() - started


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
