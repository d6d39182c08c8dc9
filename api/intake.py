"""Reports come in over HTTP: stored once, answered with where to look. A flow routes them."""

import hashlib
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Header, Response
from psycopg import Connection

from api.access import Reader, Sender, acting, receiving
from api.problems import ApiProblem
from api.schemas import Accepted, ComplaintIn
from api.services import Services
from api.views import complaint_view
from complaints.access import Person
from complaints.errors import Problem
from complaints.intake import RawReport, accept
from complaints.report import Reporter
from database.idempotency import AnsweredRequest, find_answered, hold_request, remember_answered
from database.intake import store_reports
from database.reports import StoredReport, find_by_id, find_by_source, find_report, sender_of

SOURCE = "api"
MAX_KEY = 200
LABELS = {
    "external_id": "id",
    "reported_at": "dilaporkan_pada",
    "reported_time": "dilaporkan_pada",
    "channel": "kanal",
    "reporter": "pelapor.nama",
    "contact": "pelapor.kontak",
}
KEY_HEADER = Header(alias="Idempotency-Key", description="Any text that names this request; sent twice, stored once.")


def intake_routes(services: Services) -> APIRouter:
    """POST and GET of complaints."""
    router = APIRouter(prefix="/v1", tags=["complaints"])

    @router.post("/complaints", status_code=202, summary="Hand over a report")
    def post_complaint(
        person: Sender, body: ComplaintIn, response: Response, key: Annotated[str | None, KEY_HEADER] = None
    ) -> Accepted:
        with receiving(services, person) as connection:
            stored = _receive_once(connection, person, body, _checked(key), services)
        response.headers["Location"] = f"/v1/complaints/{stored.public_id}"
        return Accepted(id=str(stored.public_id), status=stored.status)

    @router.get("/complaints/{public_id:uuid}", summary="A report, its decision and its history")
    def get_complaint(person: Reader, public_id: UUID) -> dict[str, Any]:
        taxonomy = services.taxonomy()
        with acting(services, person) as connection:
            return complaint_view(connection, public_id, taxonomy)

    return router


def _checked(key: str | None) -> str | None:
    if key is not None and not 0 < len(key) <= MAX_KEY:
        values = {"length": len(key), "limit": MAX_KEY}
        raise ApiProblem(422, problems=[Problem(code="too_long", field="Idempotency-Key", values=values)])
    return key


def _receive_once(
    connection: Connection, person: Person, body: ComplaintIn, key: str | None, services: Services
) -> StoredReport:
    """The report of this request, stored now or before. Raises ApiProblem where the key was used for another."""
    if key is None:
        return _receive(connection, person, body, services)
    # The keys of one sender say nothing of those of another.
    key = f"{person.name}:{key}"
    fingerprint = _fingerprint(body)
    hold_request(connection, f"key:{key}")
    answered = find_answered(connection, key)
    if answered is None:
        report = _receive(connection, person, body, services)
        remember_answered(connection, key, AnsweredRequest(fingerprint=fingerprint, report_id=report.id))
        return report
    if answered.fingerprint != fingerprint:
        raise ApiProblem(409, "key_reused")
    return find_report(connection, find_by_id(connection, answered.report_id))


def _fingerprint(body: ComplaintIn) -> str:
    """SHA-256 over the request without the reporter: not even a hash of an identity is kept with a report."""
    return hashlib.sha256(body.model_dump_json(exclude={"pelapor"}).encode()).hexdigest()


def _receive(connection: Connection, person: Person, body: ComplaintIn, services: Services) -> StoredReport:
    raw = _raw(body, body.id if body.id is not None else uuid4().hex)
    now = services.now()
    hold_request(connection, f"id:{raw.external_id}")
    if sender_of(connection, SOURCE, raw.external_id) not in {None, person.name}:
        raise ApiProblem(409, "id_taken")
    if not raw.reported_at:
        raw = _dated(connection, raw, now.isoformat())
    incoming = accept(raw, now=now)
    store_reports(connection, [incoming], actor=f"api:{person.name}", run_id=uuid4())
    public_id = find_by_source(connection, SOURCE, incoming.report.external_id)
    assert public_id is not None
    return find_report(connection, public_id)


def _dated(connection: Connection, raw: RawReport, now: str) -> RawReport:
    """Dated now, or as it was when it came first: a repeated request must not look like a change."""
    public_id = find_by_source(connection, SOURCE, raw.external_id)
    moment = find_report(connection, public_id).reported_at.isoformat() if public_id else now
    return replace(raw, reported_at=moment)


def _raw(body: ComplaintIn, external_id: str) -> RawReport:
    person = body.pelapor
    return RawReport(
        source=SOURCE,
        external_id=external_id,
        judul=body.judul or "",
        isi=body.isi,
        reported_at=body.dilaporkan_pada or "",
        klasifikasi=body.klasifikasi or "",
        channel=body.kanal or "API",
        provinsi=body.provinsi or "",
        kota=body.kota or "",
        kecamatan=body.kecamatan or "",
        kelurahan=body.kelurahan or "",
        anonim=body.anonim,
        rahasia=body.rahasia,
        reporter=Reporter(name=person.nama or "", contact=person.kontak or "") if person else None,
        labels=LABELS,
    )
