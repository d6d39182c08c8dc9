"""One service request of Open311 GeoReport v2, and how it becomes a report."""

import re
from collections.abc import Mapping
from datetime import datetime

from complaints.errors import InvalidReport
from complaints.intake import RawReport, accept
from complaints.report import IncomingReport, Place, Reporter
from connectors.kept_cells import cut_problems

LABELS = {
    "external_id": "service_request_id",
    "judul": "service_name",
    "isi": "description",
    "reported_at": "requested_datetime",
    "reporter": "first_name",
    "contact": "email",
}
READ_FIELDS = ("service_request_id", "service_name", "service_code", "description", "requested_datetime", "address")
NAME_FIELDS = ("first_name", "last_name")
CONTACT_FIELDS = ("email", "phone")
PLACE_FIELDS = ("provinsi", "kota", "kecamatan", "kelurahan")


def fields_of(record: Mapping[str, object]) -> dict[str, str]:
    """The fields that are read, as text; nothing that says who reported."""
    return {name: _text(record[name]) for name in READ_FIELDS if record.get(name) is not None}


def reporter_of(record: Mapping[str, object]) -> Reporter | None:
    """Who reported, where the server says so: name, and e-mail and phone as contact."""
    name = " ".join(filter(None, (_text(record.get(part)) for part in NAME_FIELDS)))
    contact = ", ".join(filter(None, (_text(record.get(part)) for part in CONTACT_FIELDS)))
    return Reporter(name=name, contact=contact) if name or contact else None


def read_record(fields: Mapping[str, str], reporter: Reporter | None, *, source: str, now: datetime) -> IncomingReport:
    """The report in these fields, the same at import and when a mended record is replayed.

    Raises InvalidReport with all problems.
    """
    place = read_address(fields.get("address", ""))
    report = RawReport(
        source=source,
        external_id=fields.get("service_request_id", ""),
        judul=fields.get("service_name", ""),
        isi=fields.get("description", ""),
        reported_at=fields.get("requested_datetime", ""),
        category_hint=fields.get("service_code", ""),
        channel="Open311",
        reporter=reporter,
        labels=LABELS,
        provinsi=place.provinsi,
        kota=place.kota,
        kecamatan=place.kecamatan,
        kelurahan=place.kelurahan,
    )
    cut = cut_problems(fields)
    try:
        accepted = accept(report, now=now)
    except InvalidReport as error:
        raise InvalidReport([*cut, *error.problems]) from error
    if cut:
        raise InvalidReport(cut)
    return accepted


def read_address(address: str) -> Place:
    """The parts of `street, kelurahan, kecamatan, kota, provinsi 12345, Indonesia` that are sure enough to name.

    GeoReport has one line for the address and promises no order: with fewer than three parts nothing is taken.
    """
    parts = [re.sub(r"\b[0-9]{5}\b", "", part).strip() for part in address[:1000].split(",")]
    parts = [part for part in parts if part and part.casefold() != "indonesia"]
    if len(parts) < 3:
        return Place()
    return Place(**dict(zip(PLACE_FIELDS, reversed(parts[1:]), strict=False)))


def _text(value: object) -> str:
    """A JSON scalar as text; lists and objects, which no field may be, as nothing."""
    return "" if value is None or isinstance(value, list | dict | bool) else str(value).strip()
