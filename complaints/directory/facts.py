"""What is known of units, offices and regions, and how people call an office. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    where unknown or open.
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
    successor: str = ""
    source: str = ""

    @property
    def served(self) -> tuple[str, ...]:
        """Codes of the regions that lead to this office, a `*` behind those that it serves in part."""
        if self.work_area == ("-",):
            return ()
        return self.work_area or ((self.kab_code,) if self.kab_code else ())


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
    """All that is known of who sits where. Built by read_directory, which checks it."""

    units: tuple[Unit, ...] = field(default=(), repr=False)
    offices: tuple[Office, ...] = field(default=(), repr=False)
    regions: tuple[Region, ...] = field(default=(), repr=False)
    office_words: tuple[OfficeWord, ...] = field(default=(), repr=False)

    @cached_property
    def office_by_id(self) -> Mapping[str, Office]:
        return {office.id: office for office in self.offices}

    def office(self, office_id: str) -> Office:
        """The office with this id. Raises NotFound where there is none."""
        if office_id not in self.office_by_id:
            raise NotFound(f"office {office_id}")
        return self.office_by_id[office_id]

    def current_office(self, office_id: str, on: date) -> Office:
        """The office that does the work of this one on that day: itself, or whoever succeeded it by then.

        An office that closed without a successor stays itself. Raises NotFound for an unknown id.
        """
        office = self.office(office_id)
        while office.successor and office.valid_to is not None and office.valid_to < on:
            office = self.office(office.successor)
        return office
