"""The masked words of recent reports, and how often each stands in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from complaints.drift import Count, Looked
from complaints.report import Message

HELD = timedelta(days=31)
"""Words of older reports are forgotten."""


@dataclass(frozen=True, kw_only=True)
class Span:
    """A window, from `since` (excluded) to `until`, and the weeks before it, from `begin` to `upto`."""

    begin: datetime
    upto: datetime
    since: datetime
    until: datetime

    @property
    def days(self) -> int:
        """How many days lie before the window."""
        return (self.upto - self.begin).days

    def by_day(self, found: Mapping[int, int]) -> tuple[int, ...]:
        """Counts by the number of their day before the window, as a row without gaps."""
        return tuple(found.get(day, 0) for day in range(self.days))


@dataclass(frozen=True, kw_only=True)
class Unread:
    """A recent report whose words are not kept yet."""

    id: int
    version: int
    reported_at: datetime
    judul: str
    isi: str

    @property
    def message(self) -> Message:
        return Message(judul=self.judul, isi=self.isi)


def newest_report(connection: Connection, now: datetime) -> datetime | None:
    """When the newest report was sent that is not rahasia; None without any. Nothing is newer than now."""
    row = connection.execute(
        """
        SELECT reported_at FROM reports WHERE NOT rahasia AND reported_at <= %(now)s ORDER BY reported_at DESC LIMIT 1
        """,
        {"now": now},
    ).fetchone()
    return row[0] if row else None


def read_unread(connection: Connection, since: datetime, limit: int) -> list[Unread]:
    """Reports since then whose words, as they read now, are not kept yet; never a rahasia one."""
    with connection.cursor(row_factory=class_row(Unread)) as cursor:
        return cursor.execute(
            """
            SELECT r.id, r.version, r.reported_at, r.judul, r.isi
            FROM reports r LEFT JOIN report_terms t ON t.report_id = r.id AND t.version = r.version
            WHERE r.reported_at > %(since)s AND NOT r.rahasia
              AND NOT EXISTS (SELECT FROM erasures e WHERE e.report_id = r.id AND e.what = 'text')
              AND t.report_id IS NULL
            ORDER BY r.id LIMIT %(limit)s
            """,
            {"since": since, "limit": limit},
        ).fetchall()


def keep_words(connection: Connection, words: Mapping[int, Sequence[str]], reports: Sequence[Unread]) -> None:
    """Keep the masked words of these reports; one that turned rahasia or changed meanwhile is left out."""
    rows = [{"id": one.id, "version": one.version, "words": list(words[one.id])} for one in reports]
    connection.execute(
        """
        INSERT INTO report_terms (report_id, version, reported_at, words)
        SELECT r.id, r.version, r.reported_at, n.words
        FROM jsonb_to_recordset(%(rows)s) AS n(id bigint, version integer, words text[])
        JOIN reports r ON r.id = n.id AND r.version = n.version AND NOT r.rahasia
        ON CONFLICT (report_id) DO UPDATE SET version = excluded.version, reported_at = excluded.reported_at,
            words = excluded.words
        """,
        {"rows": Jsonb(rows)},
    )


def forget_words(connection: Connection, before: datetime) -> None:
    """Forget the words of reports older than this."""
    connection.execute("DELETE FROM report_terms WHERE reported_at < %(before)s", {"before": before})


def count_reports(connection: Connection, span: Span) -> Looked:
    """How many reports with words lie in the window, and on each day before it."""
    rows = connection.execute(
        """
        SELECT CASE WHEN reported_at > %(since)s THEN -1
                    ELSE floor(extract(epoch FROM reported_at - %(begin)s) / 86400)::integer END, count(*)
        FROM report_terms
        WHERE (reported_at > %(begin)s AND reported_at <= %(upto)s)
           OR (reported_at > %(since)s AND reported_at <= %(until)s)
        GROUP BY 1
        """,
        vars(span),
    ).fetchall()
    found: dict[int, int] = dict(rows)
    return Looked(now=found.get(-1, 0), days=span.by_day(found))


def count_words(connection: Connection, span: Span, *, least: int) -> tuple[list[Count], int]:
    """The words in `least` reports of the window or more, and how many words there are in as many of the whole span."""
    rows = connection.execute(
        """
        SELECT word, count(*) FILTER (WHERE reported_at > %(since)s) AS now
        FROM report_terms CROSS JOIN unnest(words) AS word
        WHERE (reported_at > %(begin)s AND reported_at <= %(upto)s)
           OR (reported_at > %(since)s AND reported_at <= %(until)s)
        GROUP BY word HAVING count(*) >= %(least)s
        """,
        {**vars(span), "least": least},
    ).fetchall()
    recent = {word: now for word, now in rows if now >= least}
    days = _days_of(connection, span, sorted(recent))
    counts = [Count(name=word, now=now, days=span.by_day(days.get(word, {}))) for word, now in recent.items()]
    return counts, len(rows)


def _days_of(connection: Connection, span: Span, words: Sequence[str]) -> dict[str, dict[int, int]]:
    rows = connection.execute(
        """
        SELECT word, floor(extract(epoch FROM reported_at - %(begin)s) / 86400)::integer, count(*)
        FROM report_terms CROSS JOIN unnest(words) AS word JOIN unnest(%(words)s::text[]) AS wanted(word) USING (word)
        WHERE reported_at > %(begin)s AND reported_at <= %(upto)s
        GROUP BY 1, 2
        """,
        {**vars(span), "words": list(words)},
    ).fetchall()
    found: dict[str, dict[int, int]] = {}
    for word, day, count in rows:
        found.setdefault(word, {})[day] = count
    return found


def reports_with(connection: Connection, span: Span, words: Sequence[str]) -> dict[str, frozenset[int]]:
    """The ids of the reports of the window in which each word stands."""
    rows = connection.execute(
        """
        SELECT word, array_agg(report_id) FROM report_terms CROSS JOIN unnest(words) AS word
        WHERE reported_at > %(since)s AND reported_at <= %(until)s AND word = ANY(%(words)s)
        GROUP BY word
        """,
        {**vars(span), "words": list(words)},
    ).fetchall()
    return {word: frozenset(ids) for word, ids in rows}


def are_several(connection: Connection, ids: Sequence[int]) -> bool:
    """Whether these reports come from five people at the least (see identity.are_several)."""
    row = connection.execute("SELECT identity.are_several(%(ids)s)", {"ids": list(ids)}).fetchone()
    return bool(row and row[0])
