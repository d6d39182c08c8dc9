"""Reports by the words in their text, or by their number. The text of a rahasia report is never searched."""

import re

from psycopg import Connection

WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 8
FOUND_AT_MOST = 2_000
"""Of a search over everything the newest so many are kept."""


def words_of(written: str) -> str:
    """What was typed as a query that cannot fail: each word, or how it begins, must stand in the text."""
    return " & ".join(f"{word}:*" for word in WORD.findall(written.lower())[:MOST_WORDS])


def search_waiting(connection: Connection, written: str) -> list[int]:
    """Ids of what waits and holds these words, or has this number."""
    return _known(
        connection.execute(
            """
            SELECT found FROM find_waiting_words(%(words)s) AS found
            UNION SELECT id FROM reports WHERE external_id = %(number)s
            """,
            {"words": words_of(written), "number": written.strip()},
        ).fetchall()
    )


def search_all(connection: Connection, written: str) -> list[int]:
    """Ids of the newest reports that hold these words, FOUND_AT_MOST at most, or have this number."""
    return _known(
        connection.execute(
            """
            SELECT found FROM find_words(%(words)s, %(most)s) AS found
            UNION SELECT id FROM reports WHERE external_id = %(number)s
            """,
            {"words": words_of(written), "number": written.strip(), "most": FOUND_AT_MOST},
        ).fetchall()
    )


def _known(rows: list[tuple[int]]) -> list[int]:
    return [row[0] for row in rows]
