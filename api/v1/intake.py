"""Reports come in over HTTP: stored once, answered with where to look. A flow routes them."""

from dataclasses import replace
from uuid import uuid4

from fastapi import APIRouter, Response
from psycopg import Connection

from api.access import Sender, receiving
from api.problems import ApiProblem
from api.schemas import Accepted, ComplaintIn
from api.services import Services
from api.v1.described import LOCATION, WRITING, answered, refused
from api.v1.repeating import Key, answer_once, fingerprint_of, give
from complaints.access import Person
from complaints.intake import RawReport, accept
from complaints.report import Reporter
from database.idempotency import Answered, hold_request
from database.intake import store_reports
from database.reports import StoredReport, find_by_source, find_report, sender_of

SOURCE = "api"
LABELS = {
    "external_id": "id",
    "reported_at": "dilaporkan_pada",
    "reported_time": "dilaporkan_pada",
    "channel": "kanal",
    "reporter": "pelapor.nama",
    "contact": "pelapor.kontak",
}


def intake_routes(services: Services) -> APIRouter:
    """POST /v1/complaints."""
    router = APIRouter(prefix="/v1", tags=["complaints"])

    @router.post(
        "/complaints",
        status_code=202,
        summary="Hand over a report",
        responses=answered(202, LOCATION) | refused(*WRITING),
    )
    def post_complaint(person: Sender, body: ComplaintIn, response: Response, key: Key = None) -> Accepted:
        # Without the reporter: not even a hash of an identity is kept with a report.
        fingerprint = fingerprint_of("POST /v1/complaints", body.model_dump_json(exclude={"pelapor"}))

        def act() -> Answered:
            return _accepted(_receive(connection, person, body, services), fingerprint)

        with receiving(services, person) as connection:
            return give(response, answer_once(connection, person, key, fingerprint, act), Accepted)

    return router


def _accepted(stored: StoredReport, fingerprint: str) -> Answered:
    body = {"id": str(stored.public_id), "status": stored.status}
    headers = {"Location": f"/v1/complaints/{stored.public_id}"}
    return Answered(fingerprint=fingerprint, status=202, headers=headers, body=body)


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
