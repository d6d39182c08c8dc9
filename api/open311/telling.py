"""A report as a service request: what others may read of it, and how far it got."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.wording import WIB
from complaints.directory import Directory
from complaints.privacy import LONGEST_BODY, mask
from complaints.taxonomy import Taxonomy
from database.open_requests import OpenRequest

CUT_NOTE = " …"


@dataclass(frozen=True)
class Telling:
    """Tells requests by the names of this taxonomy and directory."""

    taxonomy: Taxonomy
    directory: Directory

    def tell(self, found: OpenRequest) -> dict[str, Any]:
        """The request, masked. Of what is rahasia only that it came and how far it got."""
        is_hidden = found.rahasia
        agency = "" if is_hidden else self._agency(found)
        code = "" if is_hidden else found.service_code
        return {
            "service_request_id": str(found.public_id),
            "status": "closed" if found.is_merged or found.is_outside else "open",
            "status_notes": _notes(found),
            "service_name": self.taxonomy.leaf(code).name if code in self.taxonomy.path_of_leaf else "",
            "service_code": code,
            "description": "" if is_hidden else _masked(found.isi),
            "agency_responsible": agency,
            "service_notice": None,
            "requested_datetime": _written(found.reported_at),
            "updated_datetime": _written(found.updated_at),
            "expected_datetime": None,
            "address": "" if is_hidden else _address(found),
            "address_id": None,
            "zipcode": None,
            "lat": None,
            "long": None,
            "media_url": None,
        }

    def _agency(self, found: OpenRequest) -> str:
        """Who has it now: the office, or the deepest part of the tree that it was sent to."""
        office = self.directory.office_by_id.get(found.office_id or "")
        if office:
            return office.name
        path = tuple(found.sent_to)
        return self.taxonomy.label(path) if path in self.taxonomy.nodes else ""


def _notes(found: OpenRequest) -> str:
    if found.is_merged:
        return "Digabung dengan laporan lain tentang hal yang sama."
    if found.is_outside:
        return "Bukan kewenangan kami; sudah diarahkan kepada yang berwenang."
    if found.sent_to:
        return "Sudah diteruskan; menunggu jawaban unit."
    return "Diterima; sedang diperiksa."


def _masked(text: str) -> str:
    return mask(text[:LONGEST_BODY]) + (CUT_NOTE if len(text) > LONGEST_BODY else "")


def _address(found: OpenRequest) -> str:
    return ", ".join(part for part in (found.kelurahan, found.kecamatan, found.kota, found.provinsi) if part)


def _written(moment: datetime) -> str:
    return moment.astimezone(WIB).isoformat(timespec="seconds")
