"""The way that a reviewer takes through the queue: what they filtered by goes along from report to report."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from psycopg import Connection

from complaints.intake import clean_text
from database.leases import claim_first
from database.waiting import QueueFilter, pick

TRIED = 10
"""Free reports that are tried first: a person may have skipped some, or others take them just then."""
MORE = 4
"""So many times as many are tried next: much of what stands first may be rahasia and not for this person."""
MAX_LENGTH = 1_000
OURS = frozenset({"tersimpan", "csrf"})


@dataclass(frozen=True, kw_only=True)
class Way:
    """The filters of the queue, as the pages' addresses carry them."""

    filters: Mapping[str, str]

    @property
    def query(self) -> str:
        """The filters as a query string."""
        return urlencode(self.filters)

    def address(self, path: str, **extra: str) -> str:
        """This path with the filters, and more."""
        query = urlencode({**self.filters, **extra})
        return f"{path}?{query}" if query else path


def read_way(query: str) -> Way:
    """The way from the filters of an address or of a form."""
    pairs = parse_qsl(clean_text(query)[:MAX_LENGTH], max_num_fields=None, errors="replace")
    return Way(filters={name: value for name, value in pairs if name not in OURS})


def next_report(connection: Connection, person: str, wanted: QueueFilter) -> UUID | None:
    """Hold and name the next report that the filter keeps and nobody else holds; None where none is left."""
    after, tried = None, TRIED
    while True:
        free = pick(connection, wanted, after=after, limit=tried, free_for=person)
        found = claim_first(connection, [report_id for _, report_id in free], person)
        if found is not None or len(free) < tried:
            return found
        after, tried = free[-1], MORE * tried


def lead_to(request: Request, address: str) -> Response:
    """On to this address (303). A script that swaps parts of a page is sent to another page as a whole."""
    if request.headers.get("hx-request") == "true" and not address.startswith("/laporan/"):
        return Response(headers={"HX-Redirect": address})
    return RedirectResponse(address, status_code=303)
