"""The tables of the dashboard: the work by bidang, unit and Kanwil, and the promise of each branch."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote_plus

from psycopg import Connection

from api.list_query import ListQuery
from api.promise_page import in_words
from api.queue_choices import branch_depth, names_of
from complaints.figures import Period
from complaints.promises import Standing
from complaints.routing import Automation, RoutingPolicy
from complaints.taxonomy import Taxonomy
from database.figures import Work
from database.listing import Kind
from database.waiting_counts import WaitingCount
from database.watch import promises_of

COLUMNS = ("sent", "reviewed", "audited", "misrouted", "waiting")
KIND_OF = {"sent": Kind.SENT, "reviewed": Kind.REVIEWED, "audited": Kind.AUDITED, "misrouted": Kind.MISROUTED}


def breakdowns(
    work: Sequence[Work],
    waiting: Sequence[WaitingCount],
    taxonomy: Taxonomy,
    *,
    named: Mapping[str, str],
    top: Mapping[str, str],
    period: Period,
) -> list[dict[str, Any]]:
    """A table for bidang, unit and Kanwil; each cell has its number and the address of its reports.

    `named` are the names of the offices, `top` the Kanwil of each.
    """
    depth, nodes = branch_depth(taxonomy), names_of(taxonomy)

    def at(level: int) -> Callable[[Sequence[str]], str]:
        return lambda path: path[level - 1] if len(path) >= level else ""

    done_at = [(one.path, one) for one in work if one.path is not None]
    waits_at = [(row.path, row.count) for row in waiting if row.path is not None]
    done_by = [(top.get(one.office_id, one.office_id), one) for one in work if one.office_id is not None]
    waits_for = [(top.get(row.office_id, row.office_id), row.count) for row in waiting if row.office_id is not None]
    tables = [
        ("Per bidang", "cabang", nodes, [(at(depth)(path), one) for path, one in done_at],
         [(at(depth)(path), count) for path, count in waits_at]),
        ("Per unit", "cabang", nodes, [(at(depth + 1)(path), one) for path, one in done_at],
         [(at(depth + 1)(path), count) for path, count in waits_at]),
        ("Per Kanwil", "kanwil", named, done_by, waits_for),
    ]  # fmt: skip
    return [
        {"title": title, "rows": rows}
        for title, field, names, done, waits in tables
        if (rows := _rows(field, names, done, waits, period))
    ]


def _rows(
    field: str,
    names: Mapping[str, str],
    done: Iterable[tuple[str, Work]],
    waits: Iterable[tuple[str, int]],
    period: Period,
) -> list[dict[str, Any]]:
    totals: dict[str, dict[str, int]] = {}
    for key, one in done:
        row = totals.setdefault(key, dict.fromkeys(COLUMNS, 0))
        for column in KIND_OF:
            row[column] += getattr(one, column)
    for key, count in waits:
        totals.setdefault(key, dict.fromkeys(COLUMNS, 0))["waiting"] += count
    kept = [(key, row) for key, row in totals.items() if key and any(row.values())]
    return [
        {
            "name": names.get(key, key),
            "cells": [(row[column], _address(field, key, column, period) if row[column] else "") for column in COLUMNS],
        }
        for key, row in sorted(kept, key=lambda item: (-sum(item[1].values()), item[0]))
    ]


def _address(field: str, key: str, column: str, period: Period) -> str:
    # A thousand of them on a page: written straight, in the fields of QueueQuery and ListQuery.
    if column == "waiting":
        return f"/?{'bidang' if field == 'cabang' else field}={quote_plus(key)}"
    kind = KIND_OF[column].value
    return f"/laporan?daftar={kind}&dari={period.first}&sampai={period.last}&{field}={quote_plus(key)}"


def promise_table(
    connection: Connection, policy: RoutingPolicy, taxonomy: Taxonomy, automation: Automation
) -> list[dict[str, Any]]:
    """For each branch of the policy: how its promise and its brake stand, with the bounds on its misroute rate."""
    return [
        {
            "name": taxonomy.label(branch) if branch in taxonomy.nodes else "/".join(branch) or "Semua cabang",
            "standing": promise.standing.value,
            "state": in_words(promise, automation),
            "braked": promise.standing is Standing.BRAKED,
            "n": promise.n,
            "errors": promise.errors,
            "lower": promise.lower,
            "upper": promise.upper,
            "address": f"/laporan?{ListQuery(daftar=Kind.MISROUTED, cabang=branch[-1] if branch else '').address}",
        }
        for branch, promise in promises_of(connection, policy).items()
    ]
