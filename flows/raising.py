"""Raise the thresholds of the model in force where recent labels ask for it, lower them again, and tell of it."""

from collections.abc import Mapping
from datetime import datetime

from psycopg import Connection

from complaints.raising import Raised, raise_thresholds
from complaints.routing import Key, RoutingPolicy
from database.alerts import AlertKind, Found, close_over, raise_alert
from database.raising import keep_raised, read_seen
from flows.workplace import Deciding, Workplace

ACTOR = "flow:drift"


def raise_by_labels(work: Workplace, deciding: Deciding, at: datetime) -> int:
    """One look at what people said of late; returns how many alerts it opened."""
    model, policy = deciding.predictor.version, deciding.policy
    with work.pool.connection() as connection:
        seen = read_seen(connection, model, deciding.taxonomy)
    found = raise_thresholds(policy, deciding.taxonomy.levels, seen)
    with work.pool.connection() as connection:
        keep_raised(connection, model, found)
        return _tell(connection, policy, found, at)


def _tell(connection: Connection, policy: RoutingPolicy, found: Mapping[Key, Raised], at: datetime) -> int:
    """An alert for each threshold that is raised; those of all others are over."""
    promised = {one.key: (one.value, policy.alpha if one.alpha is None else one.alpha) for one in policy.thresholds}
    opened, open_ones = 0, []
    for (level, branch), one in found.items():
        if one.value is not None:
            value, alpha = promised[level, branch]
            figures = {"rate": one.rate, "error": one.error, "labels": one.labels, "alpha": alpha, "from": value}
            about = (level, *branch)
            alert = Found(kind=AlertKind.RAISED, about=about, path=branch, figures=figures, since=at)
            opened += raise_alert(connection, alert, actor=ACTOR) is not None
            open_ones.append(about)
    close_over(connection, AlertKind.RAISED, but=open_ones, actor=ACTOR)
    return opened
