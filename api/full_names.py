"""The full names of people, for wherever a page tells of others: read once a minute, not once a page."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from time import monotonic
from typing import Any

from markupsafe import Markup
from psycopg import Connection

from api.wording import actor_in_words
from complaints.access import Person
from complaints.labels import LabelOfRecord, explain_label
from database.accounts import full_names

READ_EVERY = 60.0
"""Seconds after which a name that was changed through another process is seen here."""


class FullNames:
    """The full name of each account by the name that it signs in with."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._known: Mapping[str, str] = {}
        self._read_at: float | None = None

    def refresh(self, connection: Connection, person: Person) -> None:
        """Read them all where that was long ago; who asks is known from their session, as they are called by now."""
        if self._read_at is None or self._clock() - self._read_at >= READ_EVERY:
            self._known, self._read_at = full_names(connection), self._clock()
        if self._known.get(person.name) != person.shown_as:
            self._known = {**self._known, person.name: person.shown_as}

    def filters(self) -> dict[str, Any]:
        """`orang` for a sign-in name, `pelaku` for an actor of the log (with `login=True` both names can be read), and
        `dasar_label` for why a label holds."""
        return {"orang": self._shown, "pelaku": self._actor, "dasar_label": self._why_it_holds}

    def _actor(self, actor: str, *, login: bool = False) -> str:
        kind, _, name = actor.partition(":")
        return self._shown(name, login=login) if kind == "person" else actor_in_words(actor)

    def _why_it_holds(self, record: LabelOfRecord) -> str:
        named = replace(record, people=tuple(self._known.get(name, name) for name in record.people))
        return explain_label(named, "id")

    def _shown(self, name: str, *, login: bool = False) -> str:
        full = self._known.get(name, name)
        if full == name:
            return name
        if login:
            return f"{full} ({name})"
        return Markup('<span title="{}">{}</span>').format(name, full)
