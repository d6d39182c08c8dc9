"""What changed in the stream of reports: words that are new or suddenly frequent, and shares that moved.

A count now is compared with the weeks before by the conditional test of two Poisson rates (Przyborowski and Wilenski
1940, Biometrika 31): of all reports with a word, too many are recent. Counts that always varied more than chance from
day to day are divided by their index of dispersion first (quasi-Poisson; McCullagh and Nelder 1989). Of all that is
tested in one look the share of false finds is held by Benjamini and Hochberg (1995, J. R. Stat. Soc. B 57).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from complaints.guarantee import binomial_cdf

FALSE_FINDS = 0.01
"""Of what is found in one look, at most this share is chance; where nothing changed, so is the chance of any find."""
LEAST_REPORTS = 5
"""Reports, and people who wrote them, below which nothing is shown: nobody is found by their own words."""
LEAST_RISE = 2.0
LEAST_MOVE = 0.03
SAME_MATTER = 0.3


@dataclass(frozen=True, kw_only=True)
class Looked:
    """How many reports there are in the window, and on each day before it."""

    now: int
    days: Sequence[int]

    @property
    def before(self) -> int:
        return sum(self.days)


@dataclass(frozen=True, kw_only=True)
class Count:
    """In how many reports something stands (or is suggested) in the window, and on each day before it."""

    name: str
    now: int
    days: Sequence[int]

    @property
    def before(self) -> int:
        return sum(self.days)


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something whose share changed: counts and shares (0..1) now and before, and the p-value of the test."""

    name: str
    now: int
    before: int
    share_now: float
    share_before: float
    p: float

    @property
    def rise(self) -> float:
        """How many times as frequent it is; infinite for what is new."""
        return self.share_now / self.share_before if self.share_before else math.inf


def find_rises(counts: Sequence[Count], looked: Looked, *, tested: int, rate: float = FALSE_FINDS) -> list[Change]:
    """What became at least twice as frequent, in five reports or more, the surest first.

    `tested` is how many counts there were to choose from; of those that are not given none may have a lower p-value.
    """
    if not looked.now or not looked.before:
        return []
    bursts = burstiness(counts, looked.days)
    changes = [_compare(one, looked, bursts=bursts) for one in counts if one.now >= LEAST_REPORTS]
    found = keep_sure(changes, tested=max(tested, len(changes)), rate=rate)
    return [one for one in found if one.rise >= LEAST_RISE]


def find_moves(counts: Sequence[Count], looked: Looked, *, rate: float = FALSE_FINDS) -> list[Change]:
    """Shares that rose or fell by half as much again, and by three points in a hundred at the least, surest first."""
    if not looked.now or not looked.before:
        return []
    bursts = burstiness(counts, looked.days)
    both = [_compare(count, looked, bursts=bursts, falls=falls) for count in counts for falls in (False, True)]
    return [one for one in keep_sure(both, tested=len(both), rate=rate) if _is_large(one)]


def _is_large(change: Change) -> bool:
    low, high = sorted((change.share_now, change.share_before))
    return high - low >= LEAST_MOVE and high >= 1.5 * low


def _compare(count: Count, looked: Looked, *, bursts: float = 0.0, falls: bool = False) -> Change:
    expected = looked.now * count.before / looked.before
    spread = max(1.0, dispersion(count.days, looked.days), 1 + bursts * expected)
    now, before = count.now / spread, count.before / spread
    share = looked.now / (looked.now + looked.before)
    # Rounded to the safe side: fewer of what speaks for a change, more of what speaks against it.
    if falls:
        recent, earlier = math.ceil(now), math.floor(before)
        p = binomial_cdf(recent, recent + earlier, share)
    else:
        recent, earlier = math.floor(now), math.ceil(before)
        p = binomial_cdf(earlier, recent + earlier, 1 - share)
    return Change(
        name=count.name,
        now=count.now,
        before=count.before,
        share_now=count.now / looked.now,
        share_before=count.before / looked.before,
        p=p,
    )


def dispersion(days: Sequence[int], looked: Sequence[int]) -> float:
    """How much more than chance a count varied from day to day: Pearson's chi-square by its degrees of freedom.

    `days` and `looked` are the counts and the numbers of reports of the same days; 1 where nothing can be said.
    """
    total, reports = sum(days), sum(looked)
    pairs = [(count, total * size / reports) for count, size in zip(days, looked, strict=True) if size]
    if not total or len(pairs) < 2:
        return 1.0
    return sum((count - expected) ** 2 / expected for count, expected in pairs) / (len(pairs) - 1)


def burstiness(counts: Sequence[Count], looked: Sequence[int]) -> float:
    """How much more than chance counts vary from day to day altogether: the squared coefficient of variation of rates.

    A negative binomial count of mean m has the variance m + c m^2; c is found by moments over all counts together,
    since the few days of one count tell little of how it bursts.
    """
    known = [one for one in counts if one.before]
    excess = math.fsum(dispersion(one.days, looked) - 1 for one in known)
    mean = math.fsum(one.before / len(looked) for one in known)
    return max(0.0, excess / mean) if mean else 0.0


def keep_sure(changes: Sequence[Change], *, tested: int, rate: float) -> list[Change]:
    """Those that pass Benjamini and Hochberg's step-up among `tested`, the lowest p-value first."""
    ranked = sorted(changes, key=lambda one: (one.p, one.name))
    passing = [number for number, one in enumerate(ranked, start=1) if one.p <= rate * number / max(1, tested)]
    return ranked[: passing[-1]] if passing else []


def stability_index(now: Mapping[str, int], before: Mapping[str, int]) -> float:
    """Population stability index: the sum over shares of (now - before) ln(now / before), half a count added to each.

    By custom 0.1 is some change, 0.25 a large one (Siddiqi 2006, "Credit Risk Scorecards"); 0 where nothing is known.
    """
    names = set(now) | set(before)
    if not sum(now.values()) or not sum(before.values()):
        return 0.0
    recent = {name: now.get(name, 0) + 0.5 for name in names}
    earlier = {name: before.get(name, 0) + 0.5 for name in names}
    total, other = math.fsum(recent.values()), math.fsum(earlier.values())
    shares = [(recent[name] / total, earlier[name] / other) for name in sorted(names)]
    return math.fsum((one - two) * math.log(one / two) for one, two in shares)


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """Words that rose in the same reports, the surest first, and the ids of these reports."""

    words: tuple[Change, ...]
    reports: frozenset[int]


def gather(changes: Sequence[Change], reports: Mapping[str, frozenset[int]]) -> list[Cluster]:
    """Words (surest first) that share reports, as one matter: each joins the first whose lead it mostly stands with.

    Two words are of one matter where the reports with both are 0.3 or more of the smaller one's reports.
    """
    clusters: list[tuple[list[Change], set[int]]] = []
    for change in changes:
        own = reports.get(change.name, frozenset())
        for words, held in clusters:
            lead = reports[words[0].name]
            if len(own & lead) >= SAME_MATTER * min(len(own), len(lead)):
                words.append(change)
                held.update(own)
                break
        else:
            if own:
                clusters.append(([change], set(own)))
    return [Cluster(words=tuple(words), reports=frozenset(held)) for words, held in clusters]


def fit_confidence(sure: Sequence[float], wrong: Sequence[bool]) -> float:
    """The confidence below which as many texts lie as are wrong: average thresholded confidence (ATC).

    Garg et al. 2022, "Leveraging unlabeled data to predict out-of-distribution performance", ICLR. `sure` and `wrong`
    (aligned) are of texts with labels that were not learnt from; the share of other texts at or above it estimates how
    many of these are right.
    """
    ranked = sorted(sure)
    errors = sum(wrong)
    return ranked[errors] if errors < len(ranked) else math.inf
