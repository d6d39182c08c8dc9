"""Where a text belongs, answered at once. Nothing is stored."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse

from api.schemas import ANSWER_EXAMPLE, QUESTION_EXAMPLE, QuestionIn, Questions
from api.services import Services
from complaints.answer import answer, question
from complaints.errors import InvalidReport, Problem
from complaints.intake import MAX_TEXT
from complaints.report import Message
from complaints.routing import decide

EXAMPLES: Any = {
    "one": {"summary": "One text", "value": QUESTION_EXAMPLE},
    "many": {"summary": "Several texts", "value": [QUESTION_EXAMPLE, {"isi": "Kunjungan ke lapas ditolak petugas."}]},
}


def prediction_routes(services: Services) -> APIRouter:
    """POST /v1/predict."""
    router = APIRouter(prefix="/v1", tags=["prediction"])
    described = {"content": {"application/json": {"example": ANSWER_EXAMPLE}}, "description": "An answer, or a list"}

    @router.post("/predict", summary="Say where texts belong; store nothing", responses={200: described})
    def predict(body: Annotated[Questions, Body(openapi_examples=EXAMPLES)]) -> JSONResponse:
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
