"""A civic app files a report."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from api.access import Sender, receiving
from api.open311.answering import Form as Written
from api.open311.answering import refuse, write
from api.open311.services import KINDS, chooseable
from api.open311.shapes import Filed, in_both_forms
from api.schemas import Text
from api.services import Services
from complaints.errors import InvalidReport
from complaints.intake import RawReport, accept
from complaints.messages import say
from complaints.report import Reporter
from connectors.open311_record import read_address
from database.intake import store_reports
from database.reports import find_by_id

EXAMPLE: JsonDict = {
    "service_code": "imi-mpaspor",
    "description": "Jadwal M-Paspor tidak muncul.",
    "address_string": "Jl. Contoh 1, Sukamaju, Cianjur, Kabupaten Cianjur, Jawa Barat",
}
LONGEST = 4000
NOTICE = "Laporan diterima. Simpan service_request_id untuk mengikutinya."
KLASIFIKASI = frozenset(kind["key"] for kind in KINDS)


class Filing(BaseModel):
    """What an app sends. What is not read here (account, device, media) is dropped."""

    model_config = ConfigDict(extra="ignore", json_schema_extra={"examples": [EXAMPLE]})

    service_code: Text = ""
    description: Text = Field(default="", description="At most 4,000 characters", repr=False)
    address_string: Text = Field(default="", max_length=1000, description="Jalan, kelurahan, kecamatan, kota, provinsi")
    address_id: Text = Field(default="", max_length=200)
    lat: Text = Field(default="", max_length=50)
    long: Text = Field(default="", max_length=50)
    first_name: Text = Field(default="", max_length=500, repr=False)
    last_name: Text = Field(default="", max_length=500, repr=False)
    email: Text = Field(default="", max_length=500, repr=False)
    phone: Text = Field(default="", max_length=500, repr=False)
    anonim: Text = Field(default="", alias="attribute[anonim]")
    rahasia: Text = Field(default="", alias="attribute[rahasia]")
    klasifikasi: Text = Field(default="", alias="attribute[klasifikasi]")


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """What GeoReport answers where something is wrong."""

    status: int
    description: str


def filing_routes(services: Services) -> APIRouter:
    """POST of a request."""
    router = APIRouter(prefix="/open311/v2", tags=["open311"])
    filed = {"service_request_id": "0191f6a4-5a1e-4c11-9f3d-2f1f5f3f7a10", "service_notice": NOTICE, "account_id": None}

    @router.post(
        "/requests.{form}", status_code=201, summary="File a report", responses=in_both_forms(list[Filed], [filed], 201)
    )
    def file_request(person: Sender, request: Request, form: Written, filing: Annotated[Filing, Form()]) -> Response:
        wrong = check(filing, chooseable(services.taxonomy()))
        if wrong:
            return refuse(request, max(one.status for one in wrong), *(one.description for one in wrong))
        try:
            incoming = accept(_raw(filing, services.now().isoformat()), now=services.now())
        except InvalidReport as error:
            return refuse(request, 400, *(say(problem, "en") for problem in error.problems))
        with receiving(services, person) as connection:
            stored = store_reports(connection, [incoming], actor=f"open311:{person.name}", run_id=uuid4())
            public_id = find_by_id(connection, stored.new[0])
        answer = {"service_request_id": str(public_id), "service_notice": NOTICE, "account_id": None}
        return write(form, "service_requests", [answer], 201)

    return router


def check(filing: Filing, codes: Container[str]) -> list[Wrong]:
    """Everything in which the request breaks a rule of GeoReport v2."""
    wrong = []
    if not filing.service_code:
        wrong.append(Wrong(status=400, description="service_code was not provided"))
    elif filing.service_code not in codes:
        wrong.append(Wrong(status=404, description="service_code was not found"))
    if not filing.description.strip():
        wrong.append(Wrong(status=400, description="description was not provided"))
    elif len(filing.description) > LONGEST:
        wrong.append(Wrong(status=400, description=f"description is longer than {LONGEST} characters"))
    if not _has_place(filing):
        wrong.append(Wrong(status=400, description="lat and long, address_string or address_id was not provided"))
    return wrong + _wrong_answers(filing)


def _wrong_answers(filing: Filing) -> list[Wrong]:
    """A misspelt answer is refused, never guessed: it could publish what must stay hidden."""
    answers = {"anonim": filing.anonim, "rahasia": filing.rahasia}
    wrong = [name for name, answer in answers.items() if answer not in {"", "ya", "tidak"}]
    wrong += [] if filing.klasifikasi in {"", *KLASIFIKASI} else ["klasifikasi"]
    return [Wrong(status=400, description=f"attribute[{name}] is none of its values") for name in wrong]


def _has_place(filing: Filing) -> bool:
    if filing.address_string.strip() or filing.address_id.strip():
        return True
    try:
        return abs(float(filing.lat)) <= 90 and abs(float(filing.long)) <= 180
    except ValueError:
        return False


def _raw(filing: Filing, now: str) -> RawReport:
    place: dict[str, Any] = vars(read_address(filing.address_string))
    return RawReport(
        source="open311",
        external_id=uuid4().hex,
        isi=filing.description,
        reported_at=now,
        category_hint=filing.service_code,
        channel="Open311",
        klasifikasi=filing.klasifikasi,
        anonim=filing.anonim == "ya",
        rahasia=filing.rahasia == "ya",
        reporter=Reporter(
            name=f"{filing.first_name} {filing.last_name}".strip(),
            contact=", ".join(part for part in (filing.email, filing.phone) if part),
        ),
        **place,
    )
