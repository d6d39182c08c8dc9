"""What can be asked of the list of reports, as it stands in the address."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode

from psycopg import Connection
from pydantic import BaseModel, BeforeValidator, Field

from api.office_tree import offices_of
from api.problems import ApiProblem
from api.queue_query import Code, Text
from complaints.access import Reach
from complaints.directory import Office
from complaints.errors import Problem
from complaints.figures import start_of
from complaints.taxonomy import Taxonomy
from database.listing import Kind, ListFilter
from database.searching import search_all

Day = Annotated[
    Annotated[date, Field(ge=date(2000, 1, 1), le=date(2200, 1, 1))] | None, BeforeValidator(lambda day: day or None)
]
Position = tuple[datetime, int]


class ListQuery(BaseModel):
    """The fields of the form above the list; an empty one keeps all. `cabang` is a code of any level."""

    daftar: Kind = Kind.ALL
    dari: Day = None
    sampai: Day = None
    cabang: Code = ""
    kanwil: Code = ""
    kantor: Code = ""
    cari: Text = ""

    @property
    def address(self) -> str:
        """The chosen fields as a query string, always in the same order."""
        chosen = {name: value for name, value in self.model_dump(mode="json").items() if value}
        return urlencode({name: value for name, value in chosen.items() if (name, value) != ("daftar", Kind.ALL)})


def filter_of(connection: Connection, query: ListQuery, taxonomy: Taxonomy, offices: Sequence[Office]) -> ListFilter:
    """The filter that this query means; a text is searched for here."""
    is_unit = query.cabang in {path[2] for path in taxonomy.nodes if len(path) == 3}
    return ListFilter(
        kind=query.daftar,
        since=start_of(query.dari) if query.dari else None,
        upto=start_of(query.sampai + timedelta(days=1)) if query.sampai else None,
        code="" if is_unit else query.cabang,
        unit=query.cabang if is_unit else "",
        offices=offices_of(query.kanwil, query.kantor, offices),
        ids=search_all(connection, query.cari) if query.cari else None,
    )


def kept_within(wanted: ListFilter, reach: Reach, taxonomy: Taxonomy) -> ListFilter | None:
    """The filter kept to somebody's own offices, which an index finds; None where nothing of it lies in their reach.

    The database shows no more than that anyway, but it would look at every row in between.
    """
    code = wanted.unit or wanted.code
    inside = [path for path in taxonomy.nodes if path[: len(reach.path)] == reach.path]
    if reach.path and code and not any(code in path for path in inside):
        return None
    if not reach.offices:
        return wanted
    offices = [office for office in reach.offices if not wanted.offices or office in wanted.offices]
    return replace(wanted, offices=offices) if offices else None


def write_moment(position: Position) -> str:
    """Where a page of the list ended, so that the next one goes on behind it whatever came in between."""
    moment, decision_id = position
    return base64.urlsafe_b64encode(f"{moment.isoformat()}|{decision_id}".encode()).decode()


def read_moment(cursor: str) -> Position:
    """The inverse of write_moment. Raises ApiProblem."""
    try:
        moment, _, number = base64.urlsafe_b64decode(cursor.encode("ascii")).decode("ascii").partition("|")
        position = datetime.fromisoformat(moment), int(number)
        if position[0].tzinfo is None or not 0 <= position[1] < 2**62:
            raise ValueError(cursor)
    except (ValueError, binascii.Error) as error:
        raise ApiProblem(422, problems=[Problem(code="bad_cursor", field="cursor")]) from error
    return position
