"""Offices by what a person types: words of a name, an alias, a former name or a town, begun or whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from complaints.office_words import words_of

READ_AT_MOST = 100
FORMER = 2


class NamedOffice(Protocol):
    """What is known of an office by which people may look for it."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def aliases(self) -> Sequence[str]: ...

    @property
    def former_names(self) -> Sequence[str]: ...

    @property
    def city(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class FoundOffice:
    """An office that was looked for. `label` names it and no other; `because` is the alias that fits, or empty."""

    id: str
    label: str
    city: str
    because: str


@dataclass(frozen=True, kw_only=True)
class _Entry:
    found: FoundOffice
    words: tuple[str, ...]
    rank: int


class OfficeSearch:
    """All offices, ready to be looked for; a thousand take a few milliseconds to prepare, and one to search."""

    def __init__(
        self, offices: Iterable[NamedOffice], succeeded: Sequence[tuple[NamedOffice, Sequence[str]]] = ()
    ) -> None:
        """`succeeded` are offices that closed, with the ids of those among `offices` that have their work."""
        known = tuple(offices)
        self.id_by_label = label_offices(known)
        labels = {id_: label for label, id_ in self.id_by_label.items()}
        self._entries = [entry for office in known for entry in _entries(office, labels[office.id])]
        by_id = {office.id: office for office in known}
        self._closed: dict[str, str] = {}
        for office, heirs in succeeded:
            now = ", ".join(labels[id_] for id_ in heirs)
            self._closed[office.id] = f"{office.name} (tutup{f'; kini {now}' if now else ''})"
            self._entries += [_former(by_id[id_], labels[id_], office.name) for id_ in heirs]

    def find(self, typed: str, limit: int = 8) -> list[FoundOffice]:
        """Those of which every typed word begins a word: by name before by alias, shorter names first."""
        wanted = words_of(typed[:READ_AT_MOST])
        if not wanted:
            return []
        fitting = [entry for entry in self._entries if _fits(wanted, entry.words)]
        best: dict[str, FoundOffice] = {}
        for entry in sorted(fitting, key=lambda entry: (entry.rank, len(entry.words), entry.found.label)):
            best.setdefault(entry.found.id, entry.found)
        return list(best.values())[:limit]

    def id_of(self, written: str) -> str | None:
        """The office that was picked by its label, or whose id was typed."""
        return self.id_by_label.get(written) or (written if written in set(self.id_by_label.values()) else None)

    def label_of(self, office_id: str | None) -> str:
        """The label of this office; of one that closed its name, and who has its work; empty where there is none."""
        known = (label for label, id_ in self.id_by_label.items() if id_ == office_id)
        return next(known, self._closed.get(office_id or "", office_id or ""))


def label_offices(offices: Sequence[NamedOffice]) -> dict[str, str]:
    """The id of each office by what people pick: its name, with the id where two are called the same."""
    seen: dict[str, int] = {}
    for office in offices:
        seen[office.name] = seen.get(office.name, 0) + 1
    return {
        (office.name if seen[office.name] == 1 else f"{office.name} ({office.id})"): office.id for office in offices
    }


def _entries(office: NamedOffice, label: str) -> Iterable[_Entry]:
    town = words_of(office.city)
    for rank, texts in enumerate(((office.name,), office.aliases, office.former_names)):
        for text in texts:
            found = FoundOffice(id=office.id, label=label, city=office.city, because=text if rank else "")
            yield _Entry(found=found, words=tuple(dict.fromkeys([*words_of(text), *town])), rank=rank)


def _former(heir: NamedOffice, label: str, name: str) -> _Entry:
    found = FoundOffice(id=heir.id, label=label, city=heir.city, because=name)
    return _Entry(found=found, words=tuple(words_of(name)), rank=FORMER)


def _fits(wanted: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(word.startswith(begun) for word in words) for begun in wanted)
