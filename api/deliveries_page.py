"""Kiriman: what waits to be sent on, what failed and why, what was received; mended and sent again by people."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field

from api.access import Reader, Tender, acting
from api.delivery_words import failure_in_words, shipment_in_words
from api.rendering import render
from api.report_page import path_label
from api.services import Services
from complaints.access import Permission
from complaints.directory import Directory
from complaints.intake import clean_text
from complaints.receivers import Receiver
from complaints.taxonomy import Taxonomy
from database.deliveries import (
    Delivery,
    Mended,
    Standing,
    cancel_delivery,
    count_standings,
    find_delivery,
    list_deliveries,
    send_again,
)
from database.receivers import list_receivers

PAGE = 50
NEWEST = 2**62
MOST_MESSAGE = 5000
ROW = Path(ge=1, le=NEWEST)
State = Literal["gagal", "menunggu", "tanpa-penerima", "terkirim"]
BLIND = "Tujuannya tidak ditampilkan selama laporan ini dinilai tertutup"
NONE = Standing(waiting=0, dead=0)


class MendForm(BaseModel):
    """What is to stand in place; what is not shown is left."""

    kepada: Annotated[str, Field(max_length=300)] | None = None
    pesan: Annotated[str, Field(max_length=MOST_MESSAGE)] | None = None


def delivery_routes(services: Services) -> APIRouter:
    """GET /kiriman and a row of it; POST one to be sent again, or never."""
    router = APIRouter(prefix="/kiriman", default_response_class=HTMLResponse)

    @router.get("")
    def kiriman(
        request: Request,
        person: Reader,
        *,
        keadaan: Annotated[State, Query()] = "gagal",
        sebelum: Annotated[int, Query(ge=0, le=NEWEST)] = NEWEST,
        diulang: Annotated[int, Query(ge=0, le=1)] = 0,
    ) -> HTMLResponse:
        taxonomy, directory, now = services.taxonomy(), services.directory(), services.now()
        with acting(services, person) as connection:
            rows = list_deliveries(connection, keadaan, before=sebelum, limit=PAGE + 1)
            standings = count_standings(connection)
            receivers = list_receivers(connection)
        context = {
            "state": keadaan,
            "rows": [delivery_view(row, taxonomy, directory) for row in rows[:PAGE]],
            "next_before": rows[PAGE - 1].id if len(rows) > PAGE else None,
            "counts": _counts(standings),
            "receivers": [
                _receiver_view(one, standings.get(one.name, NONE), one.breaker.is_open(now)) for one in receivers
            ],
            "again": diulang,
        }
        return render(request, "kiriman.html", context)

    @router.get("/{id_}")
    def satu(request: Request, person: Reader, id_: Annotated[int, ROW]) -> HTMLResponse:
        taxonomy, directory = services.taxonomy(), services.directory()
        with acting(services, person) as connection:
            row = find_delivery(connection, id_)
        may_tend = person.may(Permission.TEND_DELIVERIES) and row.dead_at is not None
        is_open = row.sent_at is None and row.cancelled_at is None
        context = {"one": delivery_view(row, taxonomy, directory), "may_tend": may_tend and is_open}
        return render(request, "satu_kiriman.html", context)

    _add_tending(router, services)
    return router


def _add_tending(router: APIRouter, services: Services) -> None:
    @router.post("/{id_}/ulang")
    def ulang(person: Tender, id_: Annotated[int, ROW], form: Annotated[MendForm, Form()]) -> RedirectResponse:
        now = services.now()
        with acting(services, person) as connection:
            row = find_delivery(connection, id_)
            mended = Mended(addressee=_changed(form.kepada, row.addressee), message=_changed(form.pesan, row.message))
            if row.rahasia or row.is_blind:
                # What is not shown nobody can have mended.
                mended = Mended(addressee=None if row.is_blind else mended.addressee)
            send_again(connection, id_, mended, person.name, now)
        return RedirectResponse("/kiriman?diulang=1", status_code=303)

    @router.post("/{id_}/batal")
    def batal(person: Tender, id_: Annotated[int, ROW]) -> RedirectResponse:
        with acting(services, person) as connection:
            cancel_delivery(connection, id_, person.name)
        return RedirectResponse("/kiriman", status_code=303)


def _changed(given: str | None, before: str) -> str | None:
    """The text that was given, where it is another; None where nothing changed."""
    cleaned = None if given is None else clean_text(given)
    return None if cleaned is None or cleaned == clean_text(before) else cleaned


def delivery_view(row: Delivery, taxonomy: Taxonomy, directory: Directory) -> dict[str, Any]:
    """A row as people read it."""
    return {
        "row": row,
        "kind": shipment_in_words(row.kind),
        "target": BLIND if row.is_blind else path_label(row.target, taxonomy) or "Kepada sumber laporan",
        "office": _office(directory, row.office_id),
        "failure": failure_in_words(row.failure, row.failure_detail),
        "has_message": bool(row.message),
    }


def _office(directory: Directory, office_id: str | None) -> str:
    known = directory.office_by_id.get(office_id or "")
    return known.name if known else office_id or ""


def _counts(standings: dict[str, Standing]) -> dict[str, int]:
    with_receiver: Sequence[Standing] = [one for name, one in standings.items() if name]
    return {
        "gagal": sum(one.dead for one in standings.values()),
        "menunggu": sum(one.waiting for one in with_receiver),
        "tanpa-penerima": standings.get("", NONE).waiting,
    }


def _receiver_view(receiver: Receiver, standing: Standing, is_resting: bool) -> dict[str, Any]:
    return {"receiver": receiver, "standing": standing, "is_resting": is_resting and not receiver.is_paused}
