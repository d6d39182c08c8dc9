"""What can be asked of the queue, as it stands in the address: read, written back, and turned into a filter."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Literal
from urllib.parse import parse_qsl, urlencode

from psycopg import Connection
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, ValidationError

from api.office_tree import offices_of
from complaints.directory import Office
from complaints.figures import ends_of_today
from complaints.intake import clean_text
from database.searching import search_waiting
from database.waiting import QueueFilter

AGES = (1, 3, 5, 7, 14, 30)
"""Days since the report by which the queue can be narrowed."""
OVERDUE, TODAY = "lewat", "hari-ini"
Code = Annotated[str, Field(max_length=100, pattern=r"^[\w.\-]*$")]
Text = Annotated[str, Field(max_length=200), AfterValidator(lambda text: clean_text(text.replace("\x00", " ")))]
Days = Annotated[Annotated[int, Field(ge=0, le=3650)], BeforeValidator(lambda days: days or 0)]


class QueueQuery(BaseModel):
    """The fields of the form above the queue; an empty one keeps all. `umur` is in whole days since the report."""

    bidang: Code = ""
    unit: Code = ""
    kanwil: Code = ""
    kantor: Code = ""
    alasan: Code = ""
    jenis: Code = ""
    klasifikasi: Code = ""
    provinsi: Text = ""
    kota: Text = ""
    umur: Days = 0
    tenggat: Literal["", "lewat", "hari-ini"] = ""
    cari: Text = ""

    @property
    def address(self) -> str:
        """The chosen fields as a query string, always in the same order."""
        return urlencode({name: value for name, value in self.model_dump().items() if value})

    @property
    def is_empty(self) -> bool:
        return not self.address


def read_address(address: str) -> QueueQuery:
    """The query that stands in such a string; what is unknown or wrong in it falls away."""
    known = {name: value for name, value in parse_qsl(address) if name in QueueQuery.model_fields}
    try:
        return QueueQuery.model_validate(known)
    except ValidationError:
        return QueueQuery()


def filter_of(connection: Connection, query: QueueQuery, offices: Sequence[Office], now: datetime) -> QueueFilter:
    """The filter that this query means now; a text is searched for here."""
    return QueueFilter(
        bidang=query.bidang,
        unit=query.unit,
        offices=offices_of(query.kanwil, query.kantor, offices),
        reason=query.alasan,
        kind=query.jenis,
        klasifikasi=query.klasifikasi,
        provinsi=query.provinsi,
        kota=query.kota,
        before=now - timedelta(days=query.umur) if query.umur else None,
        due_from=now if query.tenggat == TODAY else None,
        due_before=_due_before(query, now),
        ids=search_waiting(connection, query.cari) if query.cari else None,
    )


def _due_before(query: QueueQuery, now: datetime) -> datetime | None:
    at, tomorrow = ends_of_today(now)
    return {OVERDUE: at, TODAY: tomorrow}.get(query.tenggat)
