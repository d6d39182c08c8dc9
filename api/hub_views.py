"""What the coordinating ministry is shown: numbers with the address of their reports. No text, and nobody's name."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from psycopg import Connection

from api.alert_words import title_of
from api.copy_views import name_of
from api.list_query import ListQuery
from api.services import Services
from complaints.access import Reach
from complaints.figures import Period
from complaints.hub import INSTANSI, Standing, standings
from complaints.programmes import Programme
from complaints.taxonomy import Taxonomy
from database import hub
from database.alert_lists import instansi_of_alerts, list_alerts
from database.closed_days import ClosedDays
from database.due import late_by_path
from database.listing import Kind
from database.programmes import count_categories
from database.waiting_counts import count_waiting

MOST_ALERTS = 200
LISTED = {
    "checked": Kind.CHECKED,
    "sent": Kind.SENT,
    "reviewed": Kind.REVIEWED,
    "audited": Kind.AUDITED,
    "misrouted": Kind.MISROUTED,
}


def hub_figures(
    connection: Connection,
    services: Services,
    period: Period,
    programmes: Sequence[Programme],
    *,
    reach: Reach,
    closed_days: ClosedDays,
) -> dict[str, Any]:
    """Everything about the instansi within reach: what stands where, what went to and fro, and what they share."""
    taxonomy = services.taxonomy()
    work = [one for one in closed_days.work(connection, reach, period) if one.path is not None]
    overdue_at, late = late_by_path(connection)
    took = closed_days.durations_by_path(connection, reach, period)
    counted = [
        *((one.path or (), {name: getattr(one, name) for name in LISTED}) for one in work),
        *((one.path, {"waiting": one.count}) for one in count_waiting(connection) if one.path is not None),
        *((path, {"overdue": count}) for path, count in late.items()),
    ]
    rows = standings(counted, took, hub.follow_ups_by_path(connection, period))
    return {
        "overdue_at": overdue_at,
        "standings": [_standing(one, taxonomy, period) for one in rows],
        "bounced": [
            {
                **vars(one),
                "public_id": str(one.public_id),
                "way_names": [_deepest(path, taxonomy) for path in one.way],
                "now_name": _deepest(one.now_at, taxonomy),
            }
            for one in hub.bounced_reports(connection, period)
        ],
        "crossings": [
            {
                **vars(one),
                "one_name": name_of([one.one], taxonomy),
                "other_name": name_of([one.other], taxonomy),
                "address": f"/laporan?{urlencode({'daftar': one.kind, 'cabang': one.one})}",
            }
            for one in hub.crossings(connection, period)
        ],
        "changes": _changes(connection, taxonomy),
        "programmes": _programmes(connection, programmes, period, taxonomy),
    }


def _changes(connection: Connection, taxonomy: Taxonomy) -> list[dict[str, Any]]:
    alerts = list_alerts(connection, is_open=True, limit=MOST_ALERTS)
    places = instansi_of_alerts(connection, [one.id for one in alerts])
    return [
        {
            "id": one.id,
            "kind": one.kind,
            "title": title_of(one, taxonomy),
            "since": one.since,
            "instansi": places[one.id],
            "instansi_names": [name_of([code], taxonomy) for code in places[one.id]],
        }
        for one in alerts
        if len(places.get(one.id, ())) > 1
    ]


def _programmes(
    connection: Connection, programmes: Sequence[Programme], period: Period, taxonomy: Taxonomy
) -> list[dict[str, Any]]:
    valid = [one for one in programmes if one.is_valid_in(period.first, period.last)]
    wanted = sorted({category for one in valid for category in one.categories})
    counts = count_categories(connection, wanted, period) if wanted else {}
    return [
        {
            "code": one.code,
            "name": one.name,
            "source": one.source,
            "categories": [_category(code, counts.get(code, (0, 0)), period, taxonomy) for code in one.categories],
        }
        for one in valid
    ]


def _category(code: str, counts: tuple[int, int], period: Period, taxonomy: Taxonomy) -> dict[str, Any]:
    path = taxonomy.path_of_leaf.get(code, (code,))
    chosen = ListQuery(dari=period.first, sampai=period.last, cabang=code)
    return {
        "code": code,
        "name": name_of(path, taxonomy),
        "instansi": name_of(path[:1], taxonomy),
        "decided": counts[0],
        "waiting": counts[1],
        "addresses": {"decided": f"/laporan?{chosen.address}", "waiting": f"/?{urlencode({'bidang': code})}"},
    }


def _standing(one: Standing, taxonomy: Taxonomy, period: Period) -> dict[str, Any]:
    return {
        "path": list(one.path),
        "name": name_of(one.path, taxonomy),
        "is_instansi": len(one.path) == INSTANSI,
        **one.counts,
        "to_route_seconds": one.to_route,
        "to_follow_up_seconds": one.to_follow_up,
        "addresses": {name: _address(one.path[-1], name, period) for name, count in one.counts.items() if count},
    }


def _address(code: str, name: str, period: Period) -> str:
    if name == "waiting":
        return f"/?{urlencode({'bidang': code})}"
    if name == "overdue":
        return f"/laporan?{ListQuery(daftar=Kind.OVERDUE, cabang=code).address}"
    return f"/laporan?{ListQuery(daftar=LISTED[name], dari=period.first, sampai=period.last, cabang=code).address}"


def _deepest(path: list[str], taxonomy: Taxonomy) -> str:
    """The name of the unit, or of what lies above it: the category says more than a coordinator needs."""
    return name_of(path[:3], taxonomy)
