"""Who holds which report just now, what a person left to others, and the next report that is free."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from complaints.errors import HeldByAnother, JudgedBlind, KeptBack, NotFound
from complaints.review import BLIND_ANSWERS, HELD_FOR, SKIPPED_FOR

TRIES = 3


@dataclass(frozen=True, kw_only=True)
class Lease:
    """Who holds a report, until when, and how many seconds that is from now."""

    person: str
    until: datetime
    seconds_left: int


@dataclass(frozen=True, kw_only=True)
class _Bar:
    """What keeps people from deciding a report: another who holds it, the text that is kept back, an open panel."""

    person: str | None
    until: datetime | None
    is_kept: bool | None
    is_before_panel: bool


def claim(connection: Connection, public_id: UUID, person: str) -> Lease | None:
    """Hold the report for this person, or for longer; returns who holds it, None where it waits for nobody.

    What they may not read they do not hold.

    The time of another who holds it is over as soon as `until` has passed.
    """
    with connection.cursor(row_factory=class_row(Lease)) as cursor:
        mine = cursor.execute(
            """
            INSERT INTO review_claims (report_id, person, until)
            SELECT q.report_id, %(person)s, now() + %(held_for)s
            FROM review_queue q JOIN reports r ON r.id = q.report_id
            WHERE r.public_id = %(public_id)s AND q.done_at IS NULL AND is_kept_from_person(r.rahasia) IS NOT TRUE
            ON CONFLICT (report_id) DO UPDATE SET
                person = excluded.person, until = excluded.until,
                claimed_at = CASE WHEN review_claims.person = excluded.person AND review_claims.until > now()
                                  THEN review_claims.claimed_at ELSE now() END
            WHERE review_claims.person = excluded.person OR review_claims.until <= now()
            RETURNING person, until, extract(epoch FROM until - now())::integer AS seconds_left
            """,
            {"public_id": public_id, "person": person, "held_for": HELD_FOR},
        ).fetchone()
    return mine or holder_of(connection, public_id)


def holder_of(connection: Connection, public_id: UUID) -> Lease | None:
    """Who holds the report just now."""
    with connection.cursor(row_factory=class_row(Lease)) as cursor:
        return cursor.execute(
            """
            SELECT c.person, c.until, extract(epoch FROM c.until - now())::integer AS seconds_left
            FROM review_claims c JOIN reports r ON r.id = c.report_id
            WHERE r.public_id = %(public_id)s AND c.until > now()
            """,
            {"public_id": public_id},
        ).fetchone()


def release(connection: Connection, public_id: UUID, person: str, until: datetime | None = None) -> None:
    """Give the report back, where this person holds it (until just then, where it is said: not if opened anew)."""
    connection.execute(
        """
        DELETE FROM review_claims c USING reports r
        WHERE r.id = c.report_id AND r.public_id = %(public_id)s AND c.person = %(person)s
          AND c.until = coalesce(%(until)s::timestamptz, c.until)
        """,
        {"public_id": public_id, "person": person, "until": until},
    )


def skip(connection: Connection, public_id: UUID, person: str) -> None:
    """Leave the report to others: it does not come up by itself for this person for a while. Raises NotFound."""
    row = connection.execute(
        """
        INSERT INTO review_skips (person, report_id)
        SELECT %(person)s, r.id FROM reports r WHERE r.public_id = %(public_id)s
        ON CONFLICT (person, report_id) DO UPDATE SET skipped_at = now() RETURNING report_id
        """,
        {"public_id": public_id, "person": person},
    ).fetchone()
    if row is None:
        raise NotFound(f"report {public_id}")
    release(connection, public_id, person)


def claim_first(connection: Connection, report_ids: Sequence[int], person: str) -> UUID | None:
    """Hold the first of these that waits and that nobody else holds; None where there is none.

    What the person skipped lately is passed over, and so is a panel in which they have nothing (more) to say.
    """
    for _ in range(TRIES):
        free = _first_free(connection, report_ids, person)
        if free is None:
            return None
        lease = claim(connection, free, person)
        # Another may have taken it between both statements: then look again.
        if lease is not None and lease.person == person:
            return free
    return None


def _first_free(connection: Connection, report_ids: Sequence[int], person: str) -> UUID | None:
    row = connection.execute(
        """
        SELECT r.public_id
        FROM unnest(%(ids)s::bigint[]) WITH ORDINALITY AS wanted(report_id, place)
        JOIN review_queue q USING (report_id) JOIN reports r ON r.id = q.report_id
        WHERE q.done_at IS NULL AND is_kept_from_person(r.rahasia) IS NOT TRUE
          AND NOT EXISTS (SELECT FROM review_claims c
                          WHERE c.report_id = q.report_id AND c.person <> %(person)s AND c.until > now())
          AND NOT EXISTS (SELECT FROM review_skips s
                          WHERE s.report_id = q.report_id AND s.person = %(person)s
                            AND s.skipped_at >= q.queued_at AND s.skipped_at > now() - %(skipped_for)s)
          AND NOT EXISTS (
              SELECT FROM panels p
              WHERE p.report_id = q.report_id AND p.closed_at IS NULL AND p.report_version = r.version
                AND (EXISTS (SELECT FROM opinions o WHERE o.panel_id = p.id AND o.person = %(person)s)
                     OR (p.asked_by = %(person)s
                         AND (SELECT count(*) FROM opinions o WHERE o.panel_id = p.id) < %(blind_answers)s)))
        ORDER BY wanted.place LIMIT 1
        FOR UPDATE OF q SKIP LOCKED
        """,
        {
            "ids": list(report_ids),
            "person": person,
            "skipped_for": SKIPPED_FOR,
            "blind_answers": BLIND_ANSWERS,
        },
    ).fetchone()
    return row[0] if row else None


def refuse_if_held(connection: Connection, public_id: UUID, person: str) -> None:
    """Let nobody decide what another holds, or what they may not read. Raises HeldByAnother or KeptBack."""
    _refuse(_bar_of(connection, public_id), public_id, person)


def refuse_if_taken(connection: Connection, public_id: UUID, person: str) -> None:
    """Let nobody decide what another holds, they may not read, or two others judge blind.

    Raises HeldByAnother, KeptBack or JudgedBlind.
    """
    bar = _bar_of(connection, public_id)
    _refuse(bar, public_id, person)
    if bar and bar.is_before_panel:
        raise JudgedBlind(str(public_id))


def _bar_of(connection: Connection, public_id: UUID) -> _Bar | None:
    with connection.cursor(row_factory=class_row(_Bar)) as cursor:
        return cursor.execute(
            """
            SELECT c.person, c.until, is_kept_from_person(r.rahasia) AS is_kept,
                   EXISTS (SELECT FROM panels p WHERE p.report_id = r.id AND p.closed_at IS NULL
                           AND p.report_version = r.version) AS is_before_panel
            FROM reports r LEFT JOIN review_claims c ON c.report_id = r.id AND c.until > now()
            WHERE r.public_id = %(public_id)s
            """,
            {"public_id": public_id},
        ).fetchone()


def _refuse(bar: _Bar | None, public_id: UUID, person: str) -> None:
    if bar is None:
        return
    if bar.is_kept:
        raise KeptBack(str(public_id))
    if bar.person and bar.until and bar.person != person:
        raise HeldByAnother(bar.person, bar.until)


def is_before_panel(connection: Connection, public_id: UUID) -> bool:
    """Whether two people are asked to judge the report, as it reads now, blind."""
    bar = _bar_of(connection, public_id)
    return bar is not None and bar.is_before_panel
