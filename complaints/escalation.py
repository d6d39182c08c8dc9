"""Who is told of a deadline, and when: a warning before it, and after it one level higher each time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from complaints.deadline_rules import Step
from complaints.directory import Office
from complaints.working_days import Calendar, due_day, indonesian_year, is_working_day

KANWIL = "Kanwil"
STEPS: Mapping[Step, str] = {
    Step.VERIFICATION: "Verifikasi",
    Step.FOLLOW_UP: "Tindak lanjut pertama",
    Step.CLOSING: "Penutupan",
    Step.TOTAL: "Penyelesaian",
}
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
UNIT_LEVELS = 3


class Level(StrEnum):
    """Whom a notice goes to, from the bottom up."""

    OFFICE = "office"
    KANWIL = "kanwil"
    UNIT = "unit"
    """The unit of Eselon I."""
    INSTANSI = "instansi"
    """The admin of the instansi."""


ADDRESSED: Mapping[Level, str] = {
    Level.OFFICE: "Kepala satuan kerja",
    Level.KANWIL: "Kepala Kantor Wilayah",
    Level.UNIT: "Unit Eselon I",
    Level.INSTANSI: "Admin instansi",
}
"""As whom a notice addresses them."""
Ladder = Sequence[tuple[Level, int]]
BY_OFFICES: Ladder = ((Level.OFFICE, -1), (Level.KANWIL, 0), (Level.UNIT, 2), (Level.INSTANSI, 4))
"""Each level with the working days between the due day and its notice: negative is a warning before it.

The order (office, Kanwil, Eselon I, admin instansi) is that of the service; how many days lie between is our choice:
the instansi itself is told before a second first follow-up could have passed.
"""
LADDERS: Mapping[Step, Ladder] = {
    # Before it is sent on nobody but the admin instansi has it; what closes by itself needs no reminder.
    Step.VERIFICATION: ((Level.INSTANSI, -1), (Level.INSTANSI, 0)),
    Step.FOLLOW_UP: BY_OFFICES,
    Step.TOTAL: BY_OFFICES,
}


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """Where a notice goes: an office of the directory, or a node of the taxonomy where `office_id` is None."""

    office_id: str | None
    path: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A warning before a deadline, or word to the next level that it has passed."""

    level: Level
    is_overdue: bool
    addressee: Addressee


def addressees_of(path: Sequence[str], office_id: str | None, offices: Mapping[str, Office]) -> dict[Level, Addressee]:
    """Whom each level means for a report at this path and office; a level that nobody holds is left out."""
    unit, kanwil = tuple(path[:UNIT_LEVELS]), _kanwil_of(office_id, offices)
    found: dict[Level, Addressee] = {}
    if office_id is not None and office_id != kanwil:
        found[Level.OFFICE] = Addressee(office_id=office_id, path=unit)
    if kanwil is not None:
        found[Level.KANWIL] = Addressee(office_id=kanwil, path=unit)
    if len(unit) == UNIT_LEVELS:
        found[Level.UNIT] = Addressee(office_id=None, path=unit)
    return {**found, Level.INSTANSI: Addressee(office_id=None, path=unit[:1])}


def _kanwil_of(office_id: str | None, offices: Mapping[str, Office]) -> str | None:
    """The Kanwil that the office is, or stands below."""
    seen: set[str] = set()
    while office_id is not None and office_id in offices and office_id not in seen:
        if offices[office_id].kind.startswith(KANWIL):
            return office_id
        seen.add(office_id)
        office_id = offices[office_id].parent_id
    return None


def notices_by(
    step: Step,
    due_on: date,
    today: date,
    addressees: Mapping[Level, Addressee],
    calendar: Calendar = indonesian_year,
) -> list[Notice]:
    """What should have been sent by this day about a deadline that is still open, from the bottom up.

    Where nobody holds a level that is warned, the next one up is; `today` is a day where the report comes from.
    """
    ladder = LADDERS.get(step, ())
    levels = list(Level)
    found = []
    for level, days in ladder:
        is_overdue = days >= 0
        held = [one for one in levels[levels.index(level) :] if one in addressees]
        told = level if level in addressees else held[0] if held and not is_overdue else None
        if told is not None and _has_come(due_on, days, today, calendar):
            found.append(Notice(level=told, is_overdue=is_overdue, addressee=addressees[told]))
    return found


def _has_come(due_on: date, days: int, today: date, calendar: Calendar) -> bool:
    if days >= 0:
        return today > due_day(due_on, days, calendar).day
    day = due_on
    while days < 0:
        day -= timedelta(days=1)
        days += is_working_day(day, calendar)
    return today >= day


def notice_text(step: Step, due_on: date, *, is_overdue: bool) -> str:
    """What a notice says, in the language of those who get it; never anything of the report itself."""
    day = f"{due_on.day} {MONTHS[due_on.month - 1]} {due_on.year}"
    if is_overdue:
        return f"{STEPS[step]} laporan ini lewat tenggat: batasnya {day}. Mohon segera ditangani."
    return f"Tenggat {STEPS[step].lower()} laporan ini {day}. Mohon ditangani sebelum lewat."
