"""Deadlines and milestones as pages and programs show them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from psycopg import Connection

from api.deadline_words import MILESTONE_NAMES, STANDING_NAMES, STEP_MEANINGS, STEP_NAMES
from api.page_words import day_in_words
from complaints.deadlines import standing_of
from complaints.timestamps import WIB, ZONES
from database.deadlines import deadlines_of, notices_of
from database.milestones import milestones_of


def deadline_views(connection: Connection, report_id: int) -> dict[str, list[dict[str, Any]]]:
    """The deadlines of a report, what was done with it, and who was told."""
    return {
        "deadlines": [vars(one) for one in deadlines_of(connection, report_id)],
        "milestones": [vars(one) for one in milestones_of(connection, report_id)],
        "notices": [vars(one) for one in notices_of(connection, report_id)],
    }


def deadline_rows(view: Mapping[str, Any], now: datetime) -> list[dict[str, Any]]:
    """The deadlines of a report's view in words, as its page shows them."""
    return [
        {
            "name": STEP_NAMES[one["step"]],
            "meaning": STEP_MEANINGS[one["step"]],
            "due": day_in_words(one["due_on"]),
            # Which of three zones is told would tell a third of the country.
            "zone": "" if view["rahasia"] else _zone(one),
            "standing": (standing := standing_of(one["due_at"], one["met_at"], now)),
            "state": STANDING_NAMES[standing],
            "met_at": one["met_at"],
            "uncertain": one["uncertain"],
        }
        for one in view["deadlines"]
    ]


def due_in_words(due_at: datetime | None, now: datetime) -> dict[str, str]:
    """A row of the queue: until when, in one or two words, and how it stands; empty where nothing is known."""
    if due_at is None:
        return {"standing": "", "text": ""}
    standing = standing_of(due_at, None, now)
    # It ends at midnight: the day itself is the one before, in every zone.
    last = (due_at.astimezone(WIB) - timedelta(seconds=1)).date()
    texts = {"overdue": "lewat tenggat sejak", "today": "tenggat hari ini,"}
    return {"standing": standing, "text": f"{texts.get(standing, 'tenggat')} {day_in_words(last)}"}


def _zone(deadline: Mapping[str, Any]) -> str:
    midnight = datetime.combine(deadline["due_on"] + timedelta(days=1), datetime.min.time())
    return next((str(zone) for zone in ZONES.values() if midnight.replace(tzinfo=zone) == deadline["due_at"]), "")


def milestone_choices() -> Sequence[tuple[str, str]]:
    """Kind and name of each milestone that a person can record."""
    return tuple(MILESTONE_NAMES.items())
