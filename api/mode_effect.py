"""How many of the reports that came last the machine would send on by itself under other settings, by branch."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from psycopg import Connection

from api.branches import branch_name
from complaints.acting import held_back
from complaints.conduct import Conduct
from complaints.promises import BranchPromise, branch_holding
from complaints.routing import RoutingPolicy, branch_of
from complaints.taxonomy import Taxonomy
from database.recent_suggestions import Suggested, recent_suggestions
from database.watch import promises_of

REPORTS = 1_000


def mode_effect(
    connection: Connection, before: Conduct, after: Conduct, policy: RoutingPolicy, taxonomy: Taxonomy
) -> dict[str, Any]:
    """How many were looked at since when, and how many of them go on by themselves before and after: in all, by branch.

    By the thresholds that each was judged with, and by how the promises stand now.
    """
    found = recent_suggestions(connection, limit=REPORTS)
    promises = promises_of(connection, policy)
    rows: dict[tuple[str, ...], dict[str, int]] = {}
    for one in found:
        row = rows.setdefault(branch_of(one.path), {"reports": 0, "before": 0, "after": 0})
        row["reports"] += one.reports
        row["before"] += _sent(one, before, policy, promises)
        row["after"] += _sent(one, after, policy, promises)
    branches = [{"branch": branch_name(branch, taxonomy), **row} for branch, row in sorted(rows.items()) if branch]
    return {**_total(list(rows.values())), "since": _since(found), "branches": branches}


def _sent(
    one: Suggested, conduct: Conduct, policy: RoutingPolicy, promises: Mapping[tuple[str, ...], BranchPromise]
) -> int:
    held = held_back(conduct.automation_in(one.path), promises.get(branch_holding(policy, one.path)))
    return one.reports if one.is_sure and not one.reviewed_before and held is None else 0


def _total(rows: Sequence[Mapping[str, int]]) -> dict[str, int]:
    return {name: sum(row[name] for row in rows) for name in ("reports", "before", "after")}


def _since(found: Sequence[Suggested]) -> datetime | None:
    return min((one.since for one in found), default=None)
