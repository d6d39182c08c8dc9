"""When a report was made, from the ways in which exports and programs write it."""

import re
from datetime import date, datetime, time, timedelta, timezone, tzinfo

WIB = timezone(timedelta(hours=7), "WIB")
ZONES = {"wib": WIB, "wita": timezone(timedelta(hours=8), "WITA"), "wit": timezone(timedelta(hours=9), "WIT")}
EARLIEST_YEAR = 1990
MONTHS = {
    **dict.fromkeys(("jan", "januari", "january"), 1),
    **dict.fromkeys(("feb", "peb", "februari", "pebruari", "february"), 2),
    **dict.fromkeys(("mar", "mrt", "maret", "march"), 3),
    **dict.fromkeys(("apr", "april"), 4),
    **dict.fromkeys(("mei", "may"), 5),
    **dict.fromkeys(("jun", "juni", "june"), 6),
    **dict.fromkeys(("jul", "juli", "july"), 7),
    **dict.fromkeys(("agu", "agt", "ags", "agust", "agustus", "aug", "august"), 8),
    **dict.fromkeys(("sep", "sept", "september"), 9),
    **dict.fromkeys(("okt", "oct", "oktober", "october"), 10),
    **dict.fromkeys(("nov", "nop", "november", "nopember"), 11),
    **dict.fromkeys(("des", "dec", "desember", "december"), 12),
}
DAY_FIRST = re.compile(
    r"(?:[A-Za-z'’]+,?\s+)?([0-9]{1,2})[\s/.-]+([0-9]{1,2}|[A-Za-z]+)\.?[\s/.,-]+([0-9]{4}|[0-9]{2})(?:[\sT,]+(?P<time>\S.*))?"
)
CLOCK = re.compile(
    r"(?:pukul\s+)?([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2})(?:[.,][0-9]+)?)?\s*(am|pm)?\s*(wib|wita|wit)?",
    re.IGNORECASE,
)


class UnreadableDate(ValueError):
    """This is no date that can be read."""


class UnreadableTime(ValueError):
    """This is no time of day that can be read."""


def read_timestamp(written: str, clock: str = "") -> datetime:
    """The moment that a date (which may carry its time) and a time of day name; WIB (UTC+7) where no zone is said.

    Reads ISO 8601, `5 Jan 2024` and `Jumat, 5 Januari 2024 02.13 WITA` (Indonesian and English months) and dd/mm/yyyy.
    `clock`, where given, wins over a time in `written`. Raises UnreadableDate or UnreadableTime.
    """
    moment = _read_date(" ".join(written.split()))
    if clock.strip():
        of_day, zone = _read_clock(clock)
        moment = datetime.combine(moment.date(), of_day, zone or moment.tzinfo)
    if moment.year < EARLIEST_YEAR:
        raise UnreadableDate(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=WIB)


def _read_date(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    match = DAY_FIRST.fullmatch(text)
    if match is None:
        raise UnreadableDate(text)
    day, month, year = match.group(1, 2, 3)
    try:
        number = int(month) if month.isdigit() else MONTHS[month.lower()]
        on = date(int(year) + (2000 if len(year) == 2 else 0), number, int(day))
    except (KeyError, ValueError) as error:
        raise UnreadableDate(text) from error
    of_day, zone = _read_clock(match["time"]) if match["time"] else (time.min, None)
    return datetime.combine(on, of_day, zone)


def _read_clock(text: str) -> tuple[time, tzinfo | None]:
    match = CLOCK.fullmatch(text.strip())
    if match is None:
        return _read_iso_clock(text)
    hour, half, zone = int(match[1]), (match[4] or "").lower(), (match[5] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, int(match[2]), int(match[3] or 0)), ZONES.get(zone)
    except ValueError as error:
        raise UnreadableTime(text) from error


def _read_iso_clock(text: str) -> tuple[time, tzinfo | None]:
    """A time as ISO 8601 writes it, or the time of an ISO date and time: spreadsheets store times as such."""
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment.time(), moment.tzinfo
    except ValueError as error:
        raise UnreadableTime(text) from error


def day_of(moment: datetime) -> date:
    """The day on which offices open and close: that of the capital."""
    return moment.astimezone(WIB).date()
