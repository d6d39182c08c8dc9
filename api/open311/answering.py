"""Answers of GeoReport v2, in JSON and in XML."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi import Request
from fastapi.responses import JSONResponse, Response

PREFIX = "/open311/"
# What stands in a list, by the name of the list (GeoReport v2, XML examples).
ITEM_OF = {
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "values": "value",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Form(StrEnum):
    """How an answer is written; XML is the one that every server speaks."""

    JSON = "json"
    XML = "xml"


def form_of(request: Request) -> Form:
    """What the end of the address asks for."""
    return Form.JSON if request.url.path.endswith(".json") else Form.XML


def write(form: Form, name: str, content: Mapping[str, Any] | Sequence[Any], status: int = 200) -> Response:
    """The answer; `name` is the root of the XML."""
    if form is Form.JSON:
        return JSONResponse(content, status_code=status)
    text = tostring(_element(Element(name), content), encoding="unicode")
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'
    return Response(body, status_code=status, media_type="text/xml; charset=utf-8")


def refuse(request: Request, status: int, *descriptions: str, headers: Mapping[str, str] | None = None) -> Response:
    """The errors of GeoReport v2: a list of codes and descriptions."""
    # GeoReport knows 403 alone for a key that is missing or wrong.
    code = 403 if status == 401 else status
    errors = [{"code": code, "description": text} for text in descriptions]
    response = write(form_of(request), "errors", errors, code)
    response.headers.update(headers or {})
    return response


def _element(parent: Element, content: object) -> Element:
    match content:
        case Mapping():
            for name, part in content.items():
                _element(SubElement(parent, name), part)
        case list() | tuple():
            for part in content:
                _element(SubElement(parent, ITEM_OF[parent.tag]), part)
        case bool():
            parent.text = "true" if content else "false"
        case None:
            pass
        case _:
            parent.text = NOT_XML.sub("", str(content))
    return parent
