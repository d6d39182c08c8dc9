"""Discovery, the services that citizens can choose, and what may be asked with each."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.open311.answering import Form, refuse, write
from api.open311.shapes import SERVICE, Discovery, Service, ServiceDefinition, in_both_forms
from api.services import Services
from api.v1.permitted import DirectoryReader
from complaints.taxonomy import Node, Taxonomy

CHANGESET = "2026-11-01T00:00:00+07:00"
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
YES_OR_NO = ({"key": "ya", "name": "Ya"}, {"key": "tidak", "name": "Tidak"})
KINDS = (
    {"key": "tidak-berkadar", "name": "Pengaduan tidak berkadar pengawasan"},
    {"key": "berkadar", "name": "Pengaduan berkadar pengawasan"},
    {"key": "aspirasi", "name": "Aspirasi"},
    {"key": "informasi", "name": "Permintaan informasi"},
)
QUESTIONS = (
    ("anonim", "Sembunyikan siapa pelapornya, juga dari peninjau?", YES_OR_NO),
    ("rahasia", "Sembunyikan isi laporan dari umum?", YES_OR_NO),
    ("klasifikasi", "Jenis laporan", KINDS),
)


def service_routes(services: Services) -> APIRouter:
    """GET discovery, services and their definitions."""
    router = APIRouter(prefix="/open311/v2", tags=["open311"])
    where: dict[str, Any] = {"changeset": CHANGESET, "contact": "", "key_service": "", "endpoints": []}

    @router.get("/discovery.{form}", summary="Where everything is found", responses=in_both_forms(Discovery, where))
    def discover(person: DirectoryReader, request: Request, form: Form) -> Response:
        return write(form, "discovery", discovery(f"{request.base_url}open311/v2"))

    @router.get(
        "/services.{form}", summary="What citizens can choose", responses=in_both_forms(list[Service], [SERVICE])
    )
    def list_services(person: DirectoryReader, form: Form) -> Response:
        taxonomy = services.taxonomy()
        return write(form, "services", [service_view(leaf, taxonomy) for leaf in chooseable(taxonomy).values()])

    @router.get(
        "/services/{service_code}.{form}",
        summary="What may be asked with a service",
        responses=in_both_forms(ServiceDefinition, {"service_code": "imi-mpaspor", "attributes": []}),
    )
    def define_service(person: DirectoryReader, request: Request, service_code: str, form: Form) -> Response:
        if service_code not in chooseable(services.taxonomy()):
            return refuse(request, 404, "service_code was not found")
        return write(form, "service_definition", {"service_code": service_code, "attributes": _attributes()})

    return router


def chooseable(taxonomy: Taxonomy) -> dict[str, Node]:
    """The leaves that are ours to answer, by their codes."""
    leaves = {code: taxonomy.leaf(code) for code in taxonomy.leaves}
    return {code: leaf for code, leaf in leaves.items() if not leaf.outside}


def service_view(leaf: Node, taxonomy: Taxonomy) -> dict[str, Any]:
    above = [taxonomy.label(leaf.path[:depth]) for depth in range(1, len(leaf.path))]
    return {
        "service_code": leaf.code,
        "service_name": leaf.name,
        "description": leaf.about,
        "metadata": True,
        "type": "realtime",
        "keywords": ", ".join(dict.fromkeys(name.replace(",", "") for name in above)),
        "group": above[min(1, len(above) - 1)] if above else "",
    }


def discovery(url: str) -> dict[str, Any]:
    endpoint = {
        "specification": SPECIFICATION,
        "url": url,
        "changeset": CHANGESET,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    asked = "Mintalah kunci (api_key) kepada admin instansi."
    return {"changeset": CHANGESET, "contact": asked, "key_service": asked, "endpoints": [endpoint]}


def _attributes() -> list[dict[str, Any]]:
    return [
        {
            "variable": True,
            "code": code,
            "datatype": "singlevaluelist",
            "required": False,
            "datatype_description": "",
            "order": order,
            "description": description,
            "values": list(values),
        }
        for order, (code, description, values) in enumerate(QUESTIONS, start=1)
    ]
