"""Now against the weeks before: words, suggestions, and how sure the model is."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from psycopg import Connection

from classifier.confidence import LevelConfidence
from complaints.drift import (
    FALSE_FINDS,
    LEAST_REPORTS,
    Change,
    Cluster,
    Count,
    Looked,
    find_moves,
    find_rises,
    gather,
    stability_index,
)
from complaints.routing import branch_of
from complaints.taxonomy import Taxonomy
from database import drift
from database.alerts import AlertKind, Found
from database.drift import Span
from database.suggestions import WINDOW, ByDay, count_suggestions, count_unsure, reports_below

BEFORE = timedelta(days=28)
DAY = timedelta(days=1)
WINDOWS = (timedelta(hours=2), DAY)
"""A short one, in which a sudden change stands out; a long one, for streams in which little arrives."""
LEAST_DAYS = 7
LEAST_BEFORE = 200
"""Days and reports before the window without which nothing is compared."""
SHOWN_WORDS = 12


def span_of(until: datetime, window: timedelta = DAY) -> Span:
    """The window that ends then, and the four weeks before its last day."""
    upto = until - DAY
    return Span(begin=upto - BEFORE, upto=upto, since=until - window, until=until)


def find_words(connection: Connection, until: datetime) -> list[Found]:
    """Words that are new or suddenly frequent, as matters with the reports that tell of them."""
    rises: dict[str, tuple[Change, Span]] = {}
    for window in WINDOWS:
        span = span_of(until, window)
        looked = drift.count_reports(connection, span)
        if is_enough(looked):
            counts, tested = drift.count_words(connection, span, least=LEAST_REPORTS)
            for rise in find_rises(counts, looked, tested=tested, rate=FALSE_FINDS / len(WINDOWS)):
                if rise.name not in rises or rise.p < rises[rise.name][0].p:
                    rises[rise.name] = (rise, span)
    reports = drift.reports_with(connection, span_of(until), sorted(rises))
    ranked = sorted((rise for rise, _ in rises.values()), key=lambda one: (one.p, one.name))
    told = [one for one in ranked if drift.are_several(connection, sorted(reports[one.name]))]
    return [_words_found(cluster, rises[cluster.words[0].name][1]) for cluster in gather(told, reports)]


def is_enough(looked: Looked) -> bool:
    """Whether there is a past to compare with."""
    return looked.before >= LEAST_BEFORE and sum(size > 0 for size in looked.days) >= LEAST_DAYS


def _words_found(cluster: Cluster, span: Span) -> Found:
    figures = {
        "words": [{"word": one.name, **_shares(one)} for one in cluster.words[:SHOWN_WORDS]],
        "reports": len(cluster.reports),
    }
    about = tuple(one.name for one in cluster.words[:SHOWN_WORDS])
    newest = sorted(cluster.reports, reverse=True)
    return Found(kind=AlertKind.WORDS, about=about, figures=figures, since=span.since, reports=newest)


def _shares(change: Change) -> dict[str, float]:
    return {
        "now": change.now,
        "before": change.before,
        "share_now": round(change.share_now, 4),
        "share_before": round(change.share_before, 4),
    }


def find_shares(connection: Connection, span: Span, model: str, taxonomy: Taxonomy) -> list[Found]:
    """Branches and leaves to which the model suggests another share of the reports than in the weeks before."""
    by_path = count_suggestions(connection, span, model)
    found: list[Found] = []
    for level in (branch_of, tuple):
        nodes: dict[tuple[str, ...], Counter[int]] = {}
        for path, days in by_path.items():
            nodes.setdefault(tuple(level(path)), Counter()).update(days)
        found += _moved(connection, span, model, nodes)
    return found


def _moved(connection: Connection, span: Span, model: str, nodes: dict[tuple[str, ...], Counter[int]]) -> list[Found]:
    looked = _looked(sum(nodes.values(), Counter()), span)
    if not is_enough(looked):
        return []
    counts = [_count("/".join(path), days, span) for path, days in nodes.items()]
    index = stability_index({one.name: one.now for one in counts}, {one.name: one.before for one in counts})
    found = []
    for move in find_moves(counts, looked, rate=FALSE_FINDS / 2):
        path = tuple(move.name.split("/"))
        reports = reports_below(connection, span, model, path)
        figures = {**_shares(move), "psi": round(index, 3)}
        found.append(
            Found(kind=AlertKind.SHARE, about=path, path=path, figures=figures, since=span.since, reports=reports)
        )
    return found


def find_unsure(
    connection: Connection, span: Span, model: str, levels: Sequence[LevelConfidence], taxonomy: Taxonomy
) -> list[Found]:
    """Levels of which the model is less sure than in the weeks before: so it is probably right less often.

    The estimate is ATC (see complaints.drift.fit_confidence), now and before.
    """
    outside = [leaf for leaf, path in taxonomy.path_of_leaf.items() if taxonomy.is_outside(path)]
    unsure = count_unsure(connection, span, model, below=[one.below for one in levels], outside=outside)
    looked = _looked(unsure.get(0, {}), span)
    if not is_enough(looked):
        return []
    known = {one.level: one for one in levels}
    counts = [_count(one.level, unsure.get(number, {}), span) for number, one in enumerate(levels, start=1)]
    return [
        Found(
            kind=AlertKind.ACCURACY,
            about=(move.name,),
            figures={
                "now": round(1 - move.share_now, 4),
                "before": round(1 - move.share_before, 4),
                "held_out": round(known[move.name].accuracy, 4),
                "reports": looked.now,
            },
            since=span.since,
        )
        for move in find_moves(counts, looked)
        if move.share_now > move.share_before
    ]


def _count(name: str, days: ByDay, span: Span) -> Count:
    return Count(name=name, now=days.get(WINDOW, 0), days=span.by_day(days))


def _looked(days: ByDay, span: Span) -> Looked:
    return Looked(now=days.get(WINDOW, 0), days=span.by_day(days))
