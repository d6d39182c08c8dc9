"""What GET of requests asks for, read as GeoReport v2 has it."""

from datetime import datetime, timedelta

from complaints.errors import ComplaintError
from complaints.timestamps import UnreadableDate, UnreadableTime, read_timestamp
from database.open_requests import Search

LONGEST = timedelta(days=90)
# Moments are told by the second: who goes on from the last request that they have must not lose others of its second.
REST_OF_SECOND = timedelta(microseconds=999_999)
STATUSES = {"open": False, "closed": True}


class NotAnswerable(ComplaintError):
    """The question breaks a rule of GeoReport v2; the text says which."""


def read_search(now: datetime, start_date: str, end_date: str, status: str, service_code: str) -> Search:
    """The search, of 90 days at most: up to now where no end is said. Raises NotAnswerable."""
    end = _moment("end_date", end_date) if end_date else None
    start = _moment("start_date", start_date) if start_date else (end or now) - LONGEST
    end = end or min(now, start + LONGEST)
    if end - start > LONGEST:
        raise NotAnswerable("start_date and end_date may not span more than 90 days")
    return Search(
        start=start,
        end=end + REST_OF_SECOND,
        closed=_closed(status),
        service_codes=[code.strip() for code in service_code.replace("\0", "").split(",") if code.strip()],
    )


def _moment(name: str, written: str) -> datetime:
    # A plus that was not escaped arrives as a space.
    text = written.replace(" ", "+") if "T" in written else written
    try:
        return read_timestamp(text)
    except (UnreadableDate, UnreadableTime, OverflowError) as error:
        raise NotAnswerable(f"{name} is no date that can be read") from error


def _closed(status: str) -> bool | None:
    wanted = {part.strip().lower() for part in status.split(",") if part.strip()}
    if not wanted <= STATUSES.keys():
        raise NotAnswerable("status is open or closed")
    return STATUSES[wanted.pop()] if len(wanted) == 1 else None
