"""What is known of units, offices and regions, and how people call an office. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from complaints.errors import NotFound


class WordUse(StrEnum):
    """What a word says about an office."""

    NAME = "name"
    """It stands before the name of such an office: "lapas" in "lapas Sragen"."""
    SUBTYPE = "subtype"
    """It narrows the kind between the kind and the name: "narkotika" in "lapas kelas IIA narkotika Bangli"."""
    CONTEXT = "context"
    """It says that the text speaks of such offices, and names none: "sipir"."""
    OTHER = "other"
    """It stands before the name of somebody else's office: "rutan polres"."""


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A ministry or a unit below it."""

    id: str
    ministry: str
    bidang: str
    level: str
    parent_id: str
    name: str
    abbreviations: tuple[str, ...] = ()
    former_name: str = ""
    topics: str = ""
    keywords: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Office:
    """An office that serves people at one place. `class_` is its rank (kelas); `work_area` holds region codes.

    A code that ends in `*` is served in part only; `-` alone says that no place leads to this office; empty, that it
    serves where it lies. `valid_from` and `valid_to` are the first and the last day, None
    where unknown or open. `successors` took over after the last day: one, or several where it was split.
    """

    id: str
    kind: str
    subtype: str = ""
    class_: str = ""
    name: str
    bidang: str = ""
    unit_id: str = ""
    parent_id: str = ""
    kab_code: str = ""
    city: str = ""
    province: str = ""
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    work_area: tuple[str, ...] = ()
    status: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()
    source: str = ""

    @property
    def served(self) -> tuple[str, ...]:
        """Codes of the regions that lead to this office, a `*` behind those that it serves in part."""
        if self.work_area == ("-",):
            return ()
        return self.work_area or ((self.kab_code,) if self.kab_code else ())

    def is_open(self, on: date | None) -> bool:
        """Whether it is at work on that day; without a day, always."""
        if on is None:
            return True
        return (self.valid_from or on) <= on <= (self.valid_to or on)


@dataclass(frozen=True, kw_only=True)
class OfficeWord:
    """A word or phrase by which people call offices of a kind, and what it says; see WordUse."""

    kind: str
    subtype: str = ""
    words: str
    use: WordUse


@dataclass(frozen=True, kw_only=True)
class Region:
    """A province, or a kabupaten or kota below it, with the names that people use for it or for its main towns."""

    code: str
    level: str
    name: str
    parent_code: str = ""
    aliases: tuple[str, ...] = ()
    source: str = ""
    alias_source: str = ""


@dataclass(frozen=True, kw_only=True)
class Directory:
    """All that is known of who sits where. Built by read_directory, which checks it.

    `on` is the day for which it says who is at work; None: everybody who ever was.
    """

    units: tuple[Unit, ...] = field(default=(), repr=False)
    offices: tuple[Office, ...] = field(default=(), repr=False)
    regions: tuple[Region, ...] = field(default=(), repr=False)
    office_words: tuple[OfficeWord, ...] = field(default=(), repr=False)
    on: date | None = None

    def as_of(self, day: date) -> "Directory":
        """The same directory as it answers on this day."""
        return self if self.on == day else replace(self, on=day)

    @cached_property
    def office_by_id(self) -> Mapping[str, Office]:
        return {office.id: office for office in self.offices}

    @cached_property
    def open_offices(self) -> tuple[Office, ...]:
        """Who is at work on the day; below a closed office stands whoever is below its one successor of that bidang."""
        return tuple(self._placed(office) for office in self.offices if office.is_open(self.on))

    @cached_property
    def open_by_id(self) -> Mapping[str, Office]:
        return {office.id: office for office in self.open_offices}

    def office(self, office_id: str) -> Office:
        """The office with this id. Raises NotFound where there is none."""
        if office_id not in self.office_by_id:
            raise NotFound(f"office {office_id}")
        return self.office_by_id[office_id]

    def heirs_of(self, office_id: str) -> tuple[Office, ...]:
        """Who does the work of this office on the day: itself, or all that took over from it; nobody where it is not
        known, or closed without a successor."""
        return tuple(self._heirs(office_id, ()))

    def _heirs(self, office_id: str, passed: tuple[str, ...]) -> dict[Office, None]:
        office = self.office_by_id.get(office_id)
        if office is None or office_id in passed:
            return {}
        if office.is_open(self.on):
            return {office: None}
        return {heir: None for id_ in office.successors for heir in self._heirs(id_, (*passed, office_id))}

    def _placed(self, office: Office) -> Office:
        above = self.office_by_id.get(office.parent_id)
        if above is None or above.is_open(self.on):
            return office
        heirs = self.heirs_of(above.id)
        fitting = [heir for heir in heirs if heir.bidang == office.bidang] if len(heirs) > 1 else heirs
        return replace(office, parent_id=fitting[0].id if len(fitting) == 1 else "")
