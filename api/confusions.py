"""Two leaves that are taken for each other, side by side: which words tell them apart, and examples."""

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from api.access import Watcher, acting
from api.rendering import render
from api.services import Services
from classifier.masked_words import words_of
from complaints.errors import NotFound
from complaints.guides import Advice, Confusion, telling_words
from complaints.numerals import numeral
from complaints.taxonomy import Taxonomy
from database.guides import LabelledText, read_pair

TEXTS = 150
EXAMPLES = 5
ADVICES = {
    Advice.MERGE: "Gabungkan: orang pun tidak dapat membedakannya",
    Advice.DESCRIBE: "Perjelas uraian keduanya",
}


class PairQuery(BaseModel):
    """The codes of the two leaves."""

    satu: Annotated[str, Query(max_length=100)] = ""
    dua: Annotated[str, Query(max_length=100)] = ""


def confusion_routes(services: Services) -> APIRouter:
    """GET /kesepakatan/pasangan."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/kesepakatan/pasangan")
    def pasangan(request: Request, person: Watcher, query: Annotated[PairQuery, Query()]) -> HTMLResponse:
        taxonomy, leaves = services.taxonomy(), (query.satu, query.dua)
        if query.satu == query.dua or not set(leaves) <= set(taxonomy.leaves):
            raise NotFound("pair of categories")
        with acting(services, person) as connection:
            texts = read_pair(connection, leaves, limit=TEXTS)
        words = telling_words(*[[words_of(text.message) for text in one] for one in texts])
        sides = [
            _side(leaf, other, taxonomy, own, telling)
            for leaf, other, own, telling in zip(leaves, reversed(leaves), texts, words, strict=True)
        ]
        return render(request, "pasangan.html", {"sides": sides, "most": TEXTS})

    return router


def _side(
    leaf: str, other: str, taxonomy: Taxonomy, texts: Sequence[LabelledText], words: Sequence[str]
) -> dict[str, Any]:
    confused = [text for text in texts if text.suggested == other]
    return {
        "code": leaf,
        "name": taxonomy.leaf(leaf).name,
        "about": taxonomy.leaf(leaf).about,
        "count": len(texts),
        "words": words,
        "examples": (confused or texts)[:EXAMPLES],
        "is_confused": bool(confused),
    }


def confusion_view(confusion: Confusion, taxonomy: Taxonomy) -> dict[str, Any]:
    """A pair as a row of the table; a leaf that the taxonomy no longer knows keeps its code and has no page."""
    known = all(leaf in taxonomy.path_of_leaf for leaf in confusion.leaves)
    one, other = confusion.leaves
    return {
        "names": [taxonomy.leaf(leaf).name if leaf in taxonomy.path_of_leaf else leaf for leaf in confusion.leaves],
        "address": f"/kesepakatan/pasangan?{urlencode({'satu': one, 'dua': other})}" if known else "/direktori",
        "corrected": confusion.corrected,
        "disagreed": confusion.disagreed,
        "kappa": "–" if confusion.kappa is None else numeral(confusion.kappa, ".2f"),
        "advice": ADVICES[confusion.advice],
    }
