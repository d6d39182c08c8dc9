"""The check-up of each quarter: whoever reaches an office is asked whether its data is right. Pure.

That a unit's own account answers for its data follows from the roles of LAPOR!: admin instansi, pejabat penghubung,
operator UPT (the row `role` of the rules of LAPOR! that docs/operations.md names).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from complaints.access import Permission, Person
from complaints.directory.changes import DataStanding, fingerprint_of
from complaints.directory.facts import Directory, Office
from complaints.kanwil import kanwil_by_office
from complaints.timestamps import day_of


@dataclass(frozen=True, kw_only=True)
class Word:
    """The newest word of a person about an office: what they saw (its fingerprint), and whether it is right."""

    seen: str
    is_right: bool
    said_at: datetime


@dataclass(frozen=True, kw_only=True)
class Group:
    """The offices below one Kanwil, or of one unit where none is above them, by how their data stands this quarter."""

    name: str
    counts: Mapping[DataStanding, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def is_silent(self) -> bool:
        """Nobody said anything of any of them this quarter."""
        return self.counts[DataStanding.UNCONFIRMED] == self.total


def standing_since(first: date, office: Office, word: Word | None) -> DataStanding:
    """How the data of the office stands in the quarter that begins on this day: what was said before does not count."""
    if word is None or day_of(word.said_at) < first:
        return DataStanding.UNCONFIRMED
    if word.seen != fingerprint_of(office):
        return DataStanding.STALE
    return DataStanding.CONFIRMED if word.is_right else DataStanding.DISPUTED


def may_confirm(person: Person, directory: Directory, office_id: str) -> bool:
    """Whether the person's role permits it and the office lies in their reach. Raises NotFound."""
    office = directory.office(office_id)
    unit = next((unit for unit in directory.units if unit.id == office.unit_id), None)
    path = (unit.ministry, unit.bidang or office.bidang, unit.id) if unit else ()
    return person.may(Permission.CONFIRM_OFFICES) and person.reach.covers(path, office_id)


def offices_of(person: Person, directory: Directory) -> list[Office]:
    """The offices at work whose data this person may confirm, by name."""
    mine = [directory.office(one.id) for one in directory.open_offices if may_confirm(person, directory, one.id)]
    return sorted(mine, key=lambda office: (office.name, office.id))


def grouped(directory: Directory, offices: Sequence[Office], standings: Mapping[str, DataStanding]) -> list[Group]:
    """These offices by Kanwil or unit, the silent ones first, then those with most to say."""
    top = kanwil_by_office(directory.open_offices)
    above_others = {above for id_, above in top.items() if above != id_}
    units = {unit.id: unit.name for unit in directory.units}
    found: dict[str, list[DataStanding]] = {}
    for office in offices:
        above = directory.open_by_id[top[office.id]]
        name = above.name if above.id in above_others else units.get(office.unit_id, office.name)
        found.setdefault(name, []).append(standings[office.id])
    groups = [Group(name=name, counts={one: said.count(one) for one in DataStanding}) for name, said in found.items()]
    return sorted(groups, key=lambda one: (not one.is_silent, -one.counts[DataStanding.UNCONFIRMED], one.name))
