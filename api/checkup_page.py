"""Pemeriksaan: each quarter everybody looks at the data of their offices, and says of many at once that it is right."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from api.access import acting, needs
from api.reasons import PRINTABLE
from api.rendering import render
from api.services import Services
from complaints.access import Permission, Person
from complaints.cells import plain_cell
from complaints.directory import Directory, Office
from complaints.directory.changes import DataStanding, fingerprint_of
from complaints.directory.checkup import Group, grouped, offices_of, standing_since
from complaints.errors import NotFound
from complaints.monev import Span, span_holding
from complaints.timestamps import day_of
from database import confirming, facts

Confirmer = Annotated[Person, Depends(needs(Permission.CONFIRM_OFFICES))]
TEXT = Query(max_length=100, pattern=PRINTABLE)
PAGE = 25
"""As many as a person looks at before they say that they did."""
ADDRESS = "/direktori/pemeriksaan"


class LookedAt(BaseModel):
    """The offices that were ticked, each as `fingerprint:id` of what the page showed."""

    kantor: list[Annotated[str, Field(max_length=120)]] = Field(default_factory=list, max_length=PAGE)


@dataclass(frozen=True, kw_only=True)
class Checkup:
    """The offices of one person and how the data of each stands in this quarter."""

    quarter: Span
    directory: Directory
    offices: Sequence[Office]
    standings: Mapping[str, DataStanding]

    @property
    def counts(self) -> dict[DataStanding, int]:
        return {one: sum(value is one for value in self.standings.values()) for one in DataStanding}


def checkup_routes(services: Services) -> APIRouter:
    """GET /direktori/pemeriksaan and its summary; POST the offices whose data is right."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get(ADDRESS)
    def pemeriksaan(
        request: Request,
        person: Confirmer,
        *,
        keadaan: Annotated[str, TEXT] = "",
        setelah: Annotated[str, TEXT] = "",
        tersimpan: Annotated[int, Query(ge=0, le=PAGE)] = 0,
        berubah: Annotated[int, Query(ge=0, le=PAGE)] = 0,
        kosong: Annotated[str, TEXT] = "",
    ) -> HTMLResponse:
        told = {"saved": tersimpan, "changed": berubah, "is_empty": bool(kosong)}
        return render(request, "pemeriksaan.html", _view(_checkup(services, person), keadaan, setelah) | told)

    @router.post(ADDRESS)
    def benarkan(person: Confirmer, form: Annotated[LookedAt, Form()]) -> RedirectResponse:
        if not form.kantor:
            return RedirectResponse(f"{ADDRESS}?kosong=ya", status_code=303)
        saved = _confirm(services, person, form.kantor)
        answer = f"{ADDRESS}?tersimpan={saved}&berubah={len(form.kantor) - saved}"
        return RedirectResponse(answer, status_code=303)

    @router.get(f"{ADDRESS}/rekap")
    def rekap(request: Request, person: Confirmer, bentuk: Annotated[str, TEXT] = "") -> Response:
        found = _checkup(services, person)
        groups = grouped(found.directory, found.offices, found.standings)
        if bentuk != "csv":
            context = {"groups": groups, "quarter": found.quarter, "counts": found.counts}
            return render(request, "pemeriksaan_rekap.html", context)
        headers = {"Content-Disposition": f'attachment; filename="pemeriksaan-{found.quarter.code}.csv"'}
        return Response(_as_csv(groups), media_type="text/csv; charset=utf-8", headers=headers)

    return router


def _checkup(services: Services, person: Person) -> Checkup:
    today = day_of(services.now())
    directory, quarter = services.directory().as_of(today), span_holding(today)
    with acting(services, person) as connection:
        said = confirming.latest_confirmations(connection)
    offices = offices_of(person, directory)
    standings = {one.id: standing_since(quarter.first, one, confirming.word_of(said.get(one.id))) for one in offices}
    return Checkup(quarter=quarter, directory=directory, offices=offices, standings=standings)


def _view(checkup: Checkup, standing: str, after: str) -> dict[str, Any]:
    found = [one for one in checkup.offices if standing in {"", checkup.standings[one.id]}]
    ids = [one.id for one in found]
    start = ids.index(after) + 1 if after in ids else 0
    shown = found[start : start + PAGE]
    return {
        "rows": [_row(checkup, one) for one in shown],
        "next_after": shown[-1].id if shown and start + PAGE < len(found) else "",
        "is_first": start == 0,
        "standing": standing,
        "standings": list(DataStanding),
        "counts": checkup.counts,
        "total": len(checkup.offices),
        "quarter": checkup.quarter,
    }


def _row(checkup: Checkup, office: Office) -> dict[str, Any]:
    above = checkup.directory.office_by_id.get(office.parent_id)
    names = {region.code: region.name for region in checkup.directory.regions}
    return {
        "office": office,
        "above": above.name if above else "",
        "served": [names.get(code.rstrip("*"), code) for code in office.served],
        "standing": checkup.standings[office.id],
        "value": f"{fingerprint_of(office)}:{office.id}",
    }


def _confirm(services: Services, person: Person, ticked: Sequence[str]) -> int:
    """Keep it for every office of theirs whose data is still what they saw; how many they were."""
    directory = services.directory().as_of(day_of(services.now()))
    mine = {f"{fingerprint_of(one)}:{one.id}": one.id for one in offices_of(person, directory)}
    seen = [(mine[value], value.partition(":")[0]) for value in dict.fromkeys(ticked) if value in mine]
    with acting(services, person) as connection:
        version = facts.current_directory_version(connection)
        if version is None:
            raise NotFound("directory")
        for office_id, fingerprint in seen:
            one = confirming.Seen(office_id=office_id, directory=version, fingerprint=fingerprint)
            confirming.confirm_office(connection, one, is_right=True, note="", person=person.name)
    return len(seen)


def _as_csv(groups: Sequence[Group]) -> str:
    """A row for each Kanwil or unit; no cell begins as a formula does."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(["kanwil_atau_unit", "satuan_kerja", *DataStanding, "sudah_menjawab"])
    for one in groups:
        counts = [one.counts[standing] for standing in DataStanding]
        writer.writerow([plain_cell(one.name), one.total, *counts, "tidak" if one.is_silent else "ya"])
    return target.getvalue()
