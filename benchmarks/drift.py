"""How soon an outage is found in a real stream, and how often a quiet day raises an alarm.

`python -m benchmarks.drift --real FOLDER`. The 12,000 real reports to the city of Surabaya are looked at day by day, as
the flow does with its window of a day. Then, on days drawn by chance, real complaints about one-time passwords of the
passport app are put among the reports of that day, and we see whether their words are found. Beside ours stands the
same count against the mean of four weeks plus three standard deviations.
"""

import argparse
import csv
import gzip
import math
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.results import fingerprint, write
from classifier.masked_words import words_of
from complaints.drift import LEAST_REPORTS, LEAST_RISE, Count, Looked, find_rises
from complaints.report import Message
from flows.comparing import BEFORE, is_enough

SEED = 20261122
SURABAYA, MPASPOR = "surabaya_media_center.csv.gz", "mpaspor_reviews_to_2023.csv.gz"
TELLING = "otp"
SIZES = (5, 8, 12, 20)
DRAWN = 60
Words = frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Day:
    """The words of each report of a day."""

    reports: Sequence[Words]

    def with_reports(self, more: Sequence[Words]) -> "Day":
        return Day(reports=[*self.reports, *more])

    @property
    def counts(self) -> Counter[str]:
        return Counter(word for report in self.reports for word in report)


def read_days(path: Path) -> list[Day]:
    """The days from the first to the last, without a gap."""
    by_day: dict[date, list[Words]] = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day = date.fromisoformat(row["tanggal_keluhan"][:10])
            by_day.setdefault(day, []).append(_words(row["keluhan"]))
    first, last = min(by_day), max(by_day)
    return [Day(reports=by_day.get(first + timedelta(days=n), [])) for n in range((last - first).days + 1)]


def read_outage(path: Path) -> list[Words]:
    """Complaints that name the telling word."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        found = (_words(row["content"]) for row in csv.DictReader(file))
        return [words for words in found if TELLING in words]


def _words(text: str) -> Words:
    return frozenset(words_of(Message(judul="", isi=text)))


def ours(now: Counter[str], before: Sequence[Counter[str]], looked: Looked) -> set[str]:
    """What the flow would find."""
    total = sum(before, now.copy())
    counts = [
        Count(name=word, now=count, days=[day[word] for day in before])
        for word, count in now.items()
        if count >= LEAST_REPORTS
    ]
    tested = sum(count >= LEAST_REPORTS for count in total.values())
    return {rise.name for rise in find_rises(counts, looked, tested=tested)}


def three_sigma(now: Counter[str], before: Sequence[Counter[str]], looked: Looked) -> set[str]:
    """Words above their mean and three standard deviations, as often and as much more frequent as ours must be."""
    found = set()
    for word, count in now.items():
        days = [day[word] for day in before]
        mean = sum(days) / len(days)
        spread = math.sqrt(sum((one - mean) ** 2 for one in days) / len(days))
        if (
            count >= LEAST_REPORTS
            and count > mean + 3 * spread
            and count >= LEAST_RISE * mean * looked.now / max(1.0, looked.before / len(days))
        ):
            found.add(word)
    return found


Look = Callable[[Counter[str], Sequence[Counter[str]], Looked], set[str]]
LOOKS: Mapping[str, Look] = {"ours": ours, "three_sigma": three_sigma}


def look_at(look: Look, days: Sequence[Day], counts: Sequence[Counter[str]], at: int, today: Day) -> set[str]:
    """What is found on this day, if it was as `today` says; nothing before there is a past to compare with."""
    since = at - BEFORE.days
    looked = Looked(now=len(today.reports), days=[len(day.reports) for day in days[since:at]])
    return look(today.counts, counts[since:at], looked) if is_enough(looked) else set()


def main(real: Path) -> None:
    """Measure, print, and keep the figures."""
    days, outage = read_days(real / SURABAYA), read_outage(real / MPASPOR)
    counts, chance = [day.counts for day in days], random.Random(SEED)
    watched = range(BEFORE.days, len(days))
    drawn = chance.sample(watched, DRAWN)
    usual = sum(len(day.reports) for day in days) / len(days)
    figures: dict[str, float] = {"days": len(watched), "reports_per_day": usual}
    table = Table("", "days with a find, of 30", "words found a day", *[f"outage of {size} found" for size in SIZES])
    console = Console()
    for name, look in LOOKS.items():
        found = [look_at(look, days, counts, at, days[at]) for at in watched]
        figures[f"{name}_days_of_30"] = 30 * sum(map(bool, found)) / len(found)
        figures[f"{name}_words_a_day"] = sum(map(len, found)) / len(found)
        for size in SIZES:
            hits = [
                TELLING in look_at(look, days, counts, at, days[at].with_reports(chance.sample(outage, size)))
                for at in drawn
            ]
            figures[f"{name}_found_{size}"] = sum(hits) / len(hits)
        shares = [f"{figures[f'{name}_found_{size}']:.0%}" for size in SIZES]
        table.add_row(name, f"{figures[f'{name}_days_of_30']:.1f}", f"{figures[f'{name}_words_a_day']:.2f}", *shares)
        often = Counter(word for one in found for word in one).most_common(15)
        console.print(name, "found most often:", ", ".join(f"{word} ({times})" for word, times in often))
    console.print(table)
    path = write("drift", figures, {"surabaya": fingerprint(real / SURABAYA), "mpaspor": fingerprint(real / MPASPOR)})
    console.print(f"written: {path}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path, required=True)
    main(parser.parse_args().real)
