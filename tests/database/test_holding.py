"""Whoever wrote a report is told all that is held about it, and not who judges it blind just now."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from psycopg import Connection

from complaints.report import IncomingReport
from database.connection import connect
from database.holding import HELD, everything_held
from database.intake import Stored
from database.panels import ask_panel, give_opinion
from database.reports import decisions_of, find_by_id
from database.review import Verdict

PATH = ("IMIPAS", "imigrasi", "IMI", "imi-paspor")
DERIVED = {"likenesses"}


@pytest.fixture
def owner(committed_database: str) -> Iterator[Connection]:
    with psycopg.connect(committed_database, autocommit=True) as connection:
        yield connection


@pytest.fixture
def judged(
    committed_database: str,
    make_report: Callable[..., IncomingReport],
    store: Callable[..., Stored],
    route: Callable[..., object],
) -> Iterator[tuple[Connection, Verdict]]:
    """A panel that is open, and the answer that one of two gave."""
    with connect(committed_database) as service:
        (report_id,) = store(service, make_report()).new
        route(service)
        (decision,) = decisions_of(service, report_id)
        public_id = find_by_id(service, report_id)
        ask_panel(service, public_id, decision.id, "peminta", "paspor atau visa?")
        verdict = Verdict(
            public_id=public_id,
            shown=decision.id,
            path=PATH,
            outside=False,
            klasifikasi="aspirasi",
            office_id=None,
            person="satu",
            note="ia menulis tentang paspor",
        )
        give_opinion(service, verdict)
        yield service, verdict


def held_about(owner: Connection, verdict: Verdict) -> dict[str, Any]:
    return everything_held(owner, verdict.public_id, by="command:dewi", reference="S-12/2026")


def test_what_was_asked_and_answered_about_a_report_is_held(
    owner: Connection, judged: tuple[Connection, Verdict]
) -> None:
    service, verdict = judged
    give_opinion(service, replace(verdict, person="dua", note="juga paspor"))
    held = held_about(owner, verdict)
    assert [(one["asked_by"], one["note"]) for one in held["panels"]] == [("peminta", "paspor atau visa?")]
    told = [(one["person"], one["note"]) for one in held["opinions"]]
    assert told == [("satu", "ia menulis tentang paspor"), ("dua", "juga paspor")]


def test_who_judges_blind_is_told_to_nobody_while_the_panel_is_open(
    owner: Connection, judged: tuple[Connection, Verdict]
) -> None:
    _, verdict = judged
    held = held_about(owner, verdict)
    assert [one["note"] for one in held["opinions"]] == ["ia menulis tentang paspor"]
    assert "opinion_given" in str(held["log"])
    assert "satu" not in str(held)


def test_whatever_is_erased_with_a_report_is_told_before(owner: Connection) -> None:
    row = owner.execute("SELECT pg_get_functiondef('erase_text'::regproc)").fetchone()
    assert row is not None
    erased = set(re.findall(r"(?:UPDATE|DELETE FROM) (\w+)", row[0])) - DERIVED
    assert {"reports", "opinions", "panels"} <= erased
    told = set(re.findall(r"(?:FROM|JOIN) (\w+)", " ".join(HELD.values())))
    assert erased - told == set()
