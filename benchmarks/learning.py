"""The whole loop on real reports to a city: 18 months day by day, nothing labelled at the start.

    python -m benchmarks.learning --real FOLDER [--until SHARE] [--only NAME ...]

Ours beside the peers' fixed cut with as many reviews a day; beside the fixed cut that sent on most of those that kept
the promise, which nobody could have known beforehand; and, where reviews are scarce, our order of the queue (the oldest
day first, and within it what teaches most) beside what teaches most alone and beside chance. The texts are public but
have no licence: models are trained on them here, measured, and thrown away.
"""

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

from joblib import Parallel, delayed
from rich.console import Console
from rich.table import Table

from benchmarks.peer_models import SIGNALEN_CUT
from benchmarks.peers import SURABAYA
from benchmarks.replay import TERMS, Office
from benchmarks.replay_machines import FixedCut, Ours, read_stream
from benchmarks.replay_shapes import Day, Machine, Order
from benchmarks.results import fingerprint, write
from classifier.pictures import Panel, draw_course
from complaints.weighting import proportion_interval

PICTURE = Path(__file__).parent.parent / "docs" / "learning.svg"
REVIEWS, SCARCE = 30, 12
AUDITED, AUDITED_SCARCE = 0.1, 0.05
"""The setting of an office with more reviews than reports, and the one that comes along."""
WINDOW, STEP = 60, 15
"""Days over which rates are taken, and days between two points of the picture."""


@dataclass(frozen=True, kw_only=True)
class Variant:
    """A machine, how many reviews a day there are, which share is audited, and in which order people see what waits."""

    machine: Callable[[], Machine]
    reviews: int = REVIEWS
    audited: float = AUDITED
    order: Order = Order.PLACE


VARIANTS = {
    "ours": Variant(machine=Ours),
    "ours_scarce": Variant(machine=Ours, reviews=SCARCE, audited=AUDITED_SCARCE),
    "ours_scarce_teaches": Variant(machine=Ours, reviews=SCARCE, audited=AUDITED_SCARCE, order=Order.TEACHES),
    "ours_scarce_random": Variant(machine=Ours, reviews=SCARCE, audited=AUDITED_SCARCE, order=Order.RANDOM),
    "signalen_40": Variant(machine=lambda: FixedCut(SIGNALEN_CUT)),
    "signalen_90": Variant(machine=lambda: FixedCut(0.9)),
    "signalen_92": Variant(machine=lambda: FixedCut(0.92)),
    "signalen_93": Variant(machine=lambda: FixedCut(0.93)),
}


OURS = frozenset(name for name, variant in VARIANTS.items() if variant.machine is Ours)
DRAWN = ("ours", "ours_scarce", "ours_scarce_random", "signalen_40", "signalen_90", "signalen_93")


def main() -> None:
    """Replay each variant, print a table, write benchmarks/results/learning.json and docs/learning.svg."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--real", type=Path, help="folder with the real texts; without it nothing is measured")
    parser.add_argument("--until", type=float, default=1.0, help="only this share of the reports, the first ones")
    parser.add_argument("--only", nargs="*", choices=list(VARIANTS), help="these alone; then nothing is written")
    arguments = parser.parse_args()
    console = Console()
    if not arguments.real or not (arguments.real / SURABAYA).exists():
        console.print(f"Replay skipped: no {SURABAYA} by --real FOLDER.")
        return
    path, names, started = arguments.real / SURABAYA, arguments.only or list(VARIANTS), time.perf_counter()
    work = (delayed(replay)(path, name, arguments.until) for name in names)
    replayed = dict(zip(names, Parallel(n_jobs=2)(work), strict=True))
    courses = {name: course for name, (course, _) in replayed.items()}
    figures = {name: {**measure(course), "core_seconds": round(spent)} for name, (course, spent) in replayed.items()}
    print_table(console, figures)
    console.print(f"Of the fixed cuts that kept the promise, {best_cut(figures) or 'none'} sent on most.")
    if not arguments.only and arguments.until == 1.0:
        flat = {f"{name}_{key}": value for name, one in figures.items() for key, value in one.items()}
        seconds = time.perf_counter() - started
        console.print(f"[dim]{write('learning', flat | {'seconds': seconds}, {SURABAYA: fingerprint(path)})}[/]")
        PICTURE.write_text(draw({name: courses[name] for name in DRAWN}), encoding="utf-8")


def replay(path: Path, name: str, until: float) -> tuple[list[Day], float]:
    """The days of one variant, and the seconds that one core took; where it stands is told at each training."""
    started = time.process_time()
    variant, reports = VARIANTS[name], read_stream(path)
    office = Office(
        machine=variant.machine(), reviews=variant.reviews, audit_share=variant.audited, order=variant.order
    )
    days: list[Day] = []
    for day in office.work(reports[: round(len(reports) * until)]):
        days.append(day)
        if day.trained:
            automatic, wrong = sum(one.automatic for one in days), sum(one.wrong for one in days)
            print(f"{name} {day.day}: {len(office.labelled)} labels; sent on {automatic}, wrong {wrong}", flush=True)
    return days, time.process_time() - started


def best_cut(figures: Mapping[str, Mapping[str, float]]) -> str:
    """The fixed cut that sent on most while at most alpha of it went wrong; empty where each broke the promise."""
    kept = [name for name, one in figures.items() if name not in OURS and one["misrouted"] <= TERMS.alpha]
    return max(kept, key=lambda name: figures[name]["automated"], default="")


def measure(course: Sequence[Day]) -> Mapping[str, float]:
    """Shares and rates over the whole time and over its last quarter; and how long the promise was broken.

    A day counts as broken where more than alpha of what was sent on in the WINDOW days up to it was wrong, and as
    broken beyond chance where that many show, at 95 %, that more than alpha go wrong (Clopper and Pearson). It is
    `unheeded` where neither the brake was on nor the threshold raised.
    """
    last = course[-(len(course) // 4) :]
    broken = [bool(rate and rate > TERMS.alpha) for rate in (_rate(window) for window in _windows(course))]
    beyond = [_is_beyond_chance(window) for window in _windows(course)]
    heeded = [day.braked or day.raised for day in course]
    return {
        "came": sum(day.came for day in course),
        "automated": _share(course),
        "automated_last_quarter": _share(last),
        "misrouted": _rate(course) or 0.0,
        "misrouted_last_quarter": _rate(last) or 0.0,
        "reviews": sum(day.reviewed for day in course),
        "audits": sum(day.audited for day in course),
        "waiting": course[-1].waiting,
        "trainings": sum(day.trained for day in course),
        "brakes": sum(after.braked and not before.braked for before, after in pairwise(course)),
        "days_broken": sum(broken),
        "days_broken_longest": _longest(broken),
        "days_broken_unheeded_longest": _longest([one and not by for one, by in zip(broken, heeded, strict=True)]),
        "days_beyond_chance": sum(beyond),
        "days_beyond_chance_longest": _longest(beyond),
        "days_beyond_chance_unheeded": sum(one and not by for one, by in zip(beyond, heeded, strict=True)),
        "days_raised": sum(day.raised for day in course),
    }


def _is_beyond_chance(days: Sequence[Day]) -> bool:
    automatic, wrong = sum(day.automatic for day in days), sum(day.wrong for day in days)
    return automatic > 0 and proportion_interval(wrong, automatic, 2 * TERMS.delta)[0] > TERMS.alpha


def _longest(days: Sequence[bool]) -> int:
    """The longest run of such days."""
    return max((len(list(run)) for one, run in groupby(days) if one), default=0)


def _windows(course: Sequence[Day]) -> Sequence[Sequence[Day]]:
    return [course[max(0, end - WINDOW) : end] for end in range(1, len(course) + 1)]


def _share(days: Sequence[Day]) -> float:
    return sum(day.automatic for day in days) / max(1, sum(day.came for day in days))


def _rate(days: Sequence[Day]) -> float | None:
    """The share of wrong ones among what was sent on; None where nothing was."""
    automatic = sum(day.automatic for day in days)
    return sum(day.wrong for day in days) / automatic if automatic else None


def print_table(console: Console, figures: Mapping[str, Mapping[str, float]]) -> None:
    """A column for each variant."""
    table = Table("figure", *figures)
    for key in next(iter(figures.values())):
        values = [one[key] for one in figures.values()]
        table.add_row(key, *(f"{value:.1%}" if isinstance(value, float) else f"{value:,}" for value in values))
    console.print(table)


def draw(courses: Mapping[str, Sequence[Day]]) -> str:
    """Two panels over the days: the share that is sent on, and the share of wrong ones among it, with the promise."""
    ends = range(WINDOW, min(len(course) for course in courses.values()) + 1, STEP)
    shares, rates = {}, {}
    for name, course in courses.items():
        windows = [(end, course[end - WINDOW : end]) for end in ends]
        shares[name] = [(end, _share(days)) for end, days in windows]
        rates[name] = [(end, rate) for end, days in windows if (rate := _rate(days)) is not None]
    return draw_course(
        [
            Panel(title=f"sent on by machine, {WINDOW} days", lines=shares, top=1.0),
            Panel(title="wrong among these", lines=rates, top=0.4, promise=TERMS.alpha),
        ],
        "Surabaya, 18 months from nothing",
        first=min(ends),
        last=max(ends),
    )


if __name__ == "__main__":
    main()
