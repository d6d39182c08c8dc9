"""How far reviewers agree where two of them judged the same report blind: by person and by branch."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.access import Watcher, acting
from api.confusions import confusion_view
from api.rendering import render
from api.report_page import path_label
from api.services import Services
from complaints.agreement import Agreement, agreement_by_branch, agreement_by_person
from complaints.guides import find_confusions
from complaints.numerals import numeral
from complaints.taxonomy import Taxonomy
from database.agreeing import list_two_answers
from database.guides import count_corrections

PAIRS = 20
ENOUGH = 20
"""Pairs of answers from which a kappa says something; below, it is shown with a warning."""


def agreement_routes(services: Services) -> APIRouter:
    """GET /kesepakatan."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/kesepakatan")
    def kesepakatan(request: Request, person: Watcher) -> HTMLResponse:
        taxonomy = services.taxonomy()
        with acting(services, person) as connection:
            answers = list_two_answers(connection)
            corrections = count_corrections(connection)
        confusions = find_confusions(corrections, [one.categories for one in answers], most=PAIRS)
        context = {
            "pairs": len(answers),
            "by_person": _rows(agreement_by_person(answers), None),
            "by_branch": _rows(agreement_by_branch(answers), taxonomy),
            "confusions": [confusion_view(one, taxonomy) for one in confusions],
        }
        return render(request, "kesepakatan.html", context)

    return router


def _rows(agreements: Sequence[Agreement], taxonomy: Taxonomy | None) -> list[dict[str, Any]]:
    return [
        {
            "about": path_label(one.about, taxonomy) if taxonomy else one.about[0],
            "pairs": one.pairs,
            "agreed": one.agreed,
            "kappa": "–" if one.kappa is None else numeral(one.kappa, ".2f"),
            "is_few": one.pairs < ENOUGH,
        }
        for one in agreements
    ]
