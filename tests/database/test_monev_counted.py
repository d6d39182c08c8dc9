"""What Monev counts is what somebody counts who reads every row, whatever happened to the reports."""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from psycopg import Connection
from psycopg.rows import dict_row

from complaints.deadlines import MilestoneKind
from complaints.monev import FINE, span_named
from database.deadlines import plan_again
from database.monev import measure, read_cells

Q2 = span_named("2026-Q2")
SINCE, UPTO = Q2.period.since, Q2.period.upto
PATHS = (
    ["IMIPAS", "imigrasi", "IMI", "imi-paspor"],
    ["IMIPAS", "imigrasi", "IMI", "imi-visa"],
    ["IMIPAS", "pemasyarakatan", "PAS", "pas-kunjungan"],
    [],
)
OFFICES = (None, "KANIM-CJR", "LP-SRG")
KINDS = (None, "informasi", "aspirasi", "berkadar")
REPORTS = 60
Rows = list[dict[str, Any]]
Counts = dict[tuple[tuple[str, ...], str], Counter[str]]


def fill(connection: Connection, chance: random.Random) -> None:
    """Reports from before, within and after the quarter, with whatever may become of them."""
    for number in range(REPORTS):
        came = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(150 * 24 * 60))
        report = receive(connection, chance, number, came)
        at, decisions = came, []
        for step in range(chance.randint(1, 4)):
            at += timedelta(minutes=chance.randrange(1, 20_000))
            decisions.append(decide(connection, chance, report, at, decisions, is_first=step == 0))
        label(connection, chance, report, decisions, at)
        judge(connection, chance, report, decisions, at)
        if chance.random() < 0.5:
            connection.execute(
                "INSERT INTO milestones (report_id, kind, at, source, recorded_by) VALUES (%s, %s, %s, 'x', 'x')",
                [report, chance.choice(list(MilestoneKind)), at + timedelta(minutes=chance.randrange(30_000))],
            )
    ids = [row[0] for row in connection.execute("SELECT id FROM reports").fetchall()]
    plan_again(connection, ids)


def receive(connection: Connection, chance: random.Random, number: int, came: datetime) -> int:
    row = connection.execute(
        """
        INSERT INTO reports (source, external_id, judul, isi, klasifikasi, channel, category_hint, provinsi, kota,
                             kecamatan, kelurahan, anonim, rahasia, reported_at, received_at, content_hash, status)
        VALUES ('lapor', %s, '', 'x', %s, '', '', '', '', '', '', %s, false, %s, %s, '', %s) RETURNING id
        """,
        [str(number), chance.choice(KINDS), chance.random() < 0.3, came, came, chance.choice(["routed", "reviewed"])],
    ).fetchone()
    return row[0]


def decide(
    connection: Connection, chance: random.Random, report: int, at: datetime, before: list[int], *, is_first: bool
) -> int:
    outcome = chance.choice(["auto", "review"]) if is_first else chance.choice(["auto", "review", "person"])
    connection.execute("UPDATE decisions SET is_current = false WHERE report_id = %s", [report])
    row = connection.execute(
        """
        INSERT INTO decisions (report_id, report_version, decided_at, decided_by, outcome, acted, depth, path, path_p,
                               reasons, office_id, klasifikasi, klasifikasi_p, evidence, model, policy, directory,
                               automation, restores)
        VALUES (%s, 1, %s, 'x', %s, %s, 4, %s, '{1,1,1,1}', '{}', %s, %s, 1, '{}', 'm', 'p1', 'd', 'provisional', %s)
        RETURNING id
        """,
        [report, at, outcome, outcome == "person" or chance.random() < 0.5, chance.choice(PATHS),
         chance.choice(OFFICES), chance.choice(KINDS) or "",
         chance.choice(before) if before and chance.random() < 0.2 else None],
    ).fetchone()  # fmt: skip
    return row[0]


def label(connection: Connection, chance: random.Random, report: int, decisions: list[int], at: datetime) -> None:
    for source in chance.sample(["review", "audit", "return"], chance.randint(0, 2)):
        connection.execute(
            """
            INSERT INTO labels (report_id, report_version, category, klasifikasi, source, person, agreed, note, model,
                                decision_id, labelled_at, withdrawn_at)
            VALUES (%s, 1, 'imi-paspor', 'informasi', %s, 'sari', %s, '', 'm', %s, %s, %s)
            """,
            [report, source, chance.random() < 0.6, chance.choice([*decisions, None]), at,
             at if chance.random() < 0.2 else None],
        )  # fmt: skip


def judge(connection: Connection, chance: random.Random, report: int, decisions: list[int], at: datetime) -> None:
    """Given back by a unit, a duplicate, audited, or judged blind by two people or one."""
    wrong = chance.choice(decisions)
    if chance.random() < 0.3:
        connection.execute(
            """
            INSERT INTO reopenings (report_id, report_version, decision_id, kind, person, reason, reopened_at)
            VALUES (%s, 1, %s, %s, 'unit', 'x', %s)
            """,
            [report, wrong, chance.choice(["return", "reopen"]), at],
        )
    if chance.random() < 0.3:
        connection.execute(
            """
            INSERT INTO merges (report_id, report_version, original_id, person, merged_at, undone_at)
            SELECT %s, %s, min(id), 'sari', %s, %s FROM reports
            """,
            [report, chance.choice([1, 2]), at, at if chance.random() < 0.2 else None],
        )
    if chance.random() < 0.4:
        connection.execute(
            """
            INSERT INTO audits (decision_id, report_id, policy, branch, alpha, delta, sampling_p, judged_at, wrong)
            VALUES (%s, %s, 'p1', '{IMIPAS}', 0.02, 0.05, 0.1, %s, %s)
            """,
            [wrong, report, at, chance.random() < 0.3],
        )
    if chance.random() < 0.4:
        (panel,) = connection.execute(
            """
            INSERT INTO panels (report_id, report_version, asked_by, note, closed_at, decision_id)
            VALUES (%s, 1, 'sari', '', %s, %s) RETURNING id
            """,
            [report, at, wrong],
        ).fetchone()
        for person in ("budi", "tuti")[: chance.randint(1, 2)]:
            connection.execute(
                """
                INSERT INTO opinions (panel_id, report_id, person, is_blind, path, addressee, klasifikasi, note)
                VALUES (%s, %s, %s, true, %s, '', 'informasi', '')
                """,
                [panel, report, person, chance.choice(PATHS[:3])],
            )


def read(connection: Connection) -> dict[str, Rows]:
    """Every row of every table that counts, in the order of its id."""
    return {
        "reports": rows(connection, "SELECT * FROM reports ORDER BY id"),
        "decisions": rows(connection, "SELECT * FROM decisions ORDER BY id"),
        "labels": rows(connection, "SELECT * FROM labels ORDER BY id"),
        "reopenings": rows(connection, "SELECT * FROM reopenings ORDER BY id"),
        "merges": rows(connection, "SELECT * FROM merges"),
        "audits": rows(connection, "SELECT * FROM audits"),
        "panels": rows(connection, "SELECT * FROM panels ORDER BY id"),
        "opinions": rows(connection, "SELECT * FROM opinions ORDER BY id"),
        "deadlines": rows(connection, "SELECT * FROM deadlines"),
    }


def rows(connection: Connection, query: str) -> Rows:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query).fetchall()


def within(moment: datetime | None) -> bool:
    return moment is not None and SINCE <= moment < UPTO


def bucket(took: timedelta) -> int:
    return math.floor(FINE * math.log2(max(1.0, took.total_seconds())))


def place(row: dict[str, Any]) -> tuple[tuple[str, ...], str]:
    return tuple((row["path"] or [])[:3]), row["office_id"] or ""


def stands(report: dict[str, Any]) -> tuple[tuple[str, ...], str]:
    return tuple((report["current_path"] or [])[:3]), report["current_office"] or ""


def count(kept: dict[str, Rows]) -> Counts:
    """The same by hand: row after row."""
    found: Counts = defaultdict(Counter)
    reports = {row["id"]: row for row in kept["reports"]}
    decisions = {row["id"]: row for row in kept["decisions"]}
    for where, key in (
        *arrivals(kept),
        *work(kept, reports, decisions),
        *judgements(kept, reports, decisions),
        *duties(kept, reports),
    ):
        found[where][key] += 1
    return found


def arrivals(kept: dict[str, Rows]) -> Iterator[tuple[tuple[tuple[str, ...], str], str]]:
    for report in kept["reports"]:
        if not within(report["received_at"]):
            continue
        where, current = stands(report), [row for row in kept["decisions"] if row["report_id"] == report["id"]][-1]
        by_person = current["klasifikasi"] if current["outcome"] == "person" else ""
        yield where, "in"
        yield where, f"kind:{by_person or report['klasifikasi'] or current['klasifikasi'] or '-'}"
        yield where, f"category:{(report['current_path'] or ['-'])[-1]}"
        if report["anonim"]:
            yield where, "anonymous"
        if any(
            merge["report_id"] == report["id"]
            and merge["undone_at"] is None
            and merge["report_version"] == report["version"]
            for merge in kept["merges"]
        ):
            yield where, "duplicate"


def work(
    kept: dict[str, Rows], reports: dict[int, Any], decisions: dict[int, Any]
) -> Iterator[tuple[tuple[tuple[str, ...], str], str]]:
    handed_before: set[int] = set()
    for row in kept["decisions"]:
        is_inside = within(row["decided_at"])
        if is_inside and row["outcome"] != "person":
            yield place(row), "checked"
        if is_inside and row["outcome"] == "auto" and row["acted"]:
            yield place(row), "sent"
        if not (row["acted"] and row["path"] and row["restores"] is None):
            continue
        if is_inside:
            yield place(row), "handed"
        if is_inside and row["report_id"] not in handed_before:
            yield place(row), f"t_sent:{bucket(row['decided_at'] - reports[row['report_id']]['received_at'])}"
        handed_before.add(row["report_id"])
    for audit in kept["audits"]:
        if within(audit["judged_at"]):
            yield place(decisions[audit["decision_id"]]), "audited"
            if audit["wrong"]:
                yield place(decisions[audit["decision_id"]]), "misrouted"


def judgements(
    kept: dict[str, Rows], reports: dict[int, Any], decisions: dict[int, Any]
) -> Iterator[tuple[tuple[tuple[str, ...], str], str]]:
    for row in kept["labels"]:
        if within(row["labelled_at"]) and row["withdrawn_at"] is None and row["source"] != "return":
            about = decisions.get(row["decision_id"])
            where = place(about) if about else stands(reports[row["report_id"]])
            yield where, "labelled"
            if not row["agreed"]:
                yield where, "corrected"
    for row in kept["reopenings"]:
        if row["kind"] == "return" and within(row["reopened_at"]):
            yield place(decisions[row["decision_id"]]), "returned"
    for panel in kept["panels"]:
        said = [row["path"][-1] for row in kept["opinions"] if row["panel_id"] == panel["id"]]
        if within(panel["closed_at"]) and len(said) == 2:
            where = place(decisions[panel["decision_id"]])
            yield where, "judged_twice"
            yield where, f"pair:{said[0]}|{said[1]}"
            if said[0] == said[1]:
                yield where, "agreed"


def duties(kept: dict[str, Rows], reports: dict[int, Any]) -> Iterator[tuple[tuple[tuple[str, ...], str], str]]:
    now, late = datetime.now(UTC), set()
    for row in kept["deadlines"]:
        where, met = stands(reports[row["report_id"]]), row["met_at"]
        if row["step"] == "closing" or row["due_on"] > Q2.last:
            is_due = is_over = False
        else:
            is_over = row["due_at"] <= now
            is_due = is_over and row["due_on"] >= Q2.first
        if is_due:
            yield where, f"due:{row['step']}"
        if is_due and met is not None and met < row["due_at"]:
            yield where, f"kept:{row['step']}"
        if is_over and (met is None or met >= UPTO):
            late.add((row["report_id"], where))
        if row["step"] == "follow_up" and within(met):
            yield where, f"t_follow:{bucket(met - row['started_at'])}"
    for _, where in late:
        yield where, "late"


@pytest.mark.parametrize("seed", range(3))
def test_every_count_is_that_of_all_rows_read_one_by_one(connection: Connection, seed: int) -> None:
    fill(connection, random.Random(seed))
    measure(connection, Q2, [], actor="test")
    counted = {(cell.path, cell.office_id): dict(cell.counts) for cell in read_cells(connection, Q2.code)}
    expected = count(read(connection))
    assert counted == expected
    keys = {key.partition(":")[0] for counts in expected.values() for key in counts}
    assert keys >= {"anonymous", "duplicate", "t_sent", "corrected", "returned", "agreed", "due", "kept", "t_follow"}
