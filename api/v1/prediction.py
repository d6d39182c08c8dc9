"""Where a text belongs, answered at once. Nothing is stored."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from api.access import Reader
from api.schemas import ANSWER_EXAMPLE, QUESTION_EXAMPLE, QuestionIn, Questions
from api.services import Services
from api.v1.complaint_shapes import Urgency
from api.v1.described import WRITING, Responses, refused
from api.v1.shape import Shape
from complaints.answer import answer, question
from complaints.errors import InvalidReport, Problem
from complaints.intake import MAX_TEXT
from complaints.report import Message
from complaints.routing import decide

EXAMPLES: Any = {
    "one": {"summary": "One text", "value": QUESTION_EXAMPLE},
    "many": {"summary": "Several texts", "value": [QUESTION_EXAMPLE, {"isi": "Kunjungan ke lapas ditolak petugas."}]},
}


class Likely(Shape):
    """The likeliest code of a level; `p` lies in 0..1."""

    code: str
    p: float


class LikelyKind(Likely):
    """The likeliest klasifikasi; `sure` where its probability passes the threshold of the policy."""

    sure: bool


class LikelyOffice(Shape):
    """The one office that the text names or determines."""

    id: str
    name: str
    p: float


class Suggestion(BaseModel):
    """Where a text belongs: beside what stands here a field for every level of the taxonomy, with code and p."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Likely]

    id: str
    klasifikasi: LikelyKind
    office: LikelyOffice | None
    decision: str
    depth: str
    urgency: Urgency
    evidence: list[dict[str, Any]]
    model: str


def prediction_routes(services: Services) -> APIRouter:
    """POST /v1/predict."""
    router = APIRouter(prefix="/v1", tags=["prediction"])
    described: Responses = {200: {"content": {"application/json": {"example": ANSWER_EXAMPLE}}}}

    @router.post(
        "/predict",
        summary="Say where texts belong; store nothing",
        response_model=Suggestion | list[Suggestion],
        responses=described | refused(*WRITING),
    )
    def predict(person: Reader, body: Annotated[Questions, Body(openapi_examples=EXAMPLES)]) -> JSONResponse:
        if isinstance(body, list):
            return JSONResponse(_answers(body, services))
        return JSONResponse(_answers([body], services)[0])

    return router


def _answers(asked: Sequence[QuestionIn], services: Services) -> list[dict[str, Any]]:
    taxonomy, policy = services.taxonomy(), services.policy()
    messages = _messages(asked)
    predictions = services.predictor().predict(messages)
    return [
        answer(item.id or "", message, decide(prediction, policy, taxonomy), prediction, taxonomy)
        for item, message, prediction in zip(asked, messages, predictions, strict=True)
    ]


def _messages(asked: Sequence[QuestionIn]) -> list[Message]:
    """Raises InvalidReport, which names every text that is empty or too long."""
    problems: list[Problem] = []
    messages: list[Message] = []
    for number, item in enumerate(asked):
        field = f"{number}.isi" if len(asked) > 1 else "isi"
        length = len(item.isi) + len(item.judul or "")
        if length > MAX_TEXT:
            problems.append(Problem(code="too_long", field=field, values={"length": length, "limit": MAX_TEXT}))
            continue
        message = question(judul=item.judul or "", isi=item.isi, provinsi=item.provinsi or "", kota=item.kota or "")
        if not message.isi:
            problems.append(Problem(code="missing", field=field))
        messages.append(message)
    if problems:
        raise InvalidReport(problems)
    return messages
