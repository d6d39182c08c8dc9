"""While people judge a report blind, nobody is told what was made of it: no page, no program."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from psycopg import Connection

from database.auditing import is_under_audit
from database.panels import open_panel_of


class Blindness(StrEnum):
    """Why a report is judged blind, as the queue names it."""

    AUDIT = "audit"
    OPINION = "opinion"


def blindness(connection: Connection, report_id: int) -> str:
    """Why the report is judged blind just now; empty where it is not."""
    if is_under_audit(connection, report_id):
        return Blindness.AUDIT
    return Blindness.OPINION if open_panel_of(connection, report_id) else ""


def blinded(view: Mapping[str, Any]) -> dict[str, Any]:
    """The same report without anything that tells what was made of it; the decision keeps its id and versions."""
    nothing: dict[str, Any] = {
        "outcome": "blind",
        "path": [],
        "depth": 0,
        "evidence": {},
        "office": None,
        "reasons": [],
        "acted": False,
        "klasifikasi": {"code": "", "p": 0.0},
        "addressee": "",
        "restores": None,
        "decided_by": "",
    }
    told = [{**entry, "details": {}, "actor": _unnamed(entry)} for entry in view["history"]["audit"]]
    return {
        **view,
        "decision": {**view["decision"], **nothing} if view["decision"] else None,
        "reopenings": [],
        "copies": [],
        "answers": [],
        "deadlines": [],
        "milestones": [],
        "notices": [],
        "duplicates": [],
        "similar": [],
        "history": {**view["history"], "decisions": [], "audit": told},
    }


def _unnamed(entry: Mapping[str, Any]) -> str:
    """Who acted, but not who answered: whoever settles weighs what was said, not who said it."""
    actor: str = entry["actor"]
    # No name of an account: somebody may well be called "peninjau".
    return "peninjau" if entry["action"] == "report.opinion_given" else actor
