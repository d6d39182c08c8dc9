"""A quarantined row tried again, with mended columns: by the page, by programs and by the command line alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from complaints.errors import InvalidReport, Problem
from complaints.messages import say
from connectors.replaying import read_kept_row
from database import intake, quarantine


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """What became of a row: accepted where nothing is wrong any more.

    `report_id` is the report that it became, None where that was known already.
    """

    id: int
    report_id: int | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def reason(self) -> str:
        """Why it was refused again; empty where it was accepted."""
        return " ".join(say(problem) for problem in self.problems)


def replay_row(
    connection: Connection, id_: int, mended: Mapping[str, str], *, actor: str, run_id: UUID, now: datetime
) -> Replayed:
    """Try a waiting row again; accepted, it leaves the quarantine as a report, with a record of who mended what.

    Raises NotFound for a row that does not wait, UnknownColumn for a column that its source does not have.
    """
    row = quarantine.hold_quarantined(connection, id_)
    try:
        incoming = read_kept_row(row.source_key, row.raw, mended, now=now)
    except InvalidReport as error:
        return Replayed(id=id_, problems=tuple(error.problems))
    stored = intake.store_reports(connection, [incoming], actor=actor, run_id=run_id)
    report_id = next(iter((*stored.new, *stored.changed)), None)
    quarantine.close_quarantined(
        connection,
        id_,
        report_id=report_id,
        keep_identity=not incoming.report.anonim,
        actor=actor,
        mended=sorted(mended),
    )
    return Replayed(id=id_, report_id=report_id)
