"""Second opinions, as programs see and send them."""

from typing import Literal

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from api.entered import MAX_ADDRESSEE, MAX_NOTE
from api.schemas import OneLine, Sent, Text
from api.v1.examples import ID
from api.v1.shape import Change, Shape, shown_as
from complaints.review import Turn

GIVEN: JsonDict = {
    "path": ["IMIPAS", "imigrasi", "IMI", "imi-paspor"],
    "office_id": "IMI-KANIM-CJR",
    "klasifikasi": "tidak-berkadar",
    "addressee": "",
}
OTHER: JsonDict = {**GIVEN, "path": ["IMIPAS", "imigrasi", "IMI", "imi-mpaspor"], "office_id": None}


class GivenAnswer(Shape):
    """What one of the two said, without who it was: whoever settles weighs what was said."""

    path: list[str]
    office_id: str | None
    klasifikasi: str
    addressee: str


class PanelShape(Shape):
    """A panel that is open. What was answered is told to whoever settles, and to nobody before."""

    model_config = shown_as(
        {
            "id": ID,
            "asked_by": "sari",
            "note": "Paspor atau aplikasinya?",
            "turn": "settle",
            "answered": 2,
            "answers": [GIVEN, OTHER],
        }
    )

    id: str
    asked_by: str
    note: str = Field(description="What is in doubt; empty for whoever answers blind")
    turn: Turn = Field(description="What it waits for from you: a blind answer, the one that settles, or nothing")
    answered: int
    answers: list[GivenAnswer]


class PanelIn(Sent):
    """What is in doubt."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"note": "Paspor atau aplikasinya?"}]})

    note: Text = Field(default="", max_length=MAX_NOTE, repr=False)


class PanelChanged(Change):
    """The report, and where it stands now."""

    model_config = shown_as({"id": ID, "status": "in_review"})


class OpinionIn(Sent):
    """Where one person says that the report belongs."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"category": "imi-paspor", "office_id": "IMI-KANIM-CJR", "klasifikasi": "tidak-berkadar"}]
        }
    )

    category: Text = Field(max_length=100, description="A leaf of the taxonomy, inside or outside")
    office_id: Text | None = Field(default=None, max_length=100)
    keep_office: bool = Field(default=False, description="As in a verdict")
    klasifikasi: Literal["berkadar", "tidak-berkadar", "aspirasi", "informasi"]
    addressee: OneLine = Field(default="", max_length=MAX_ADDRESSEE, repr=False)
    note: Text = Field(default="", max_length=MAX_NOTE, repr=False)


class OpinionGiven(Change):
    """Whether the panel is settled by this answer: then the report is decided."""

    model_config = shown_as({"id": ID, "status": "in_review", "is_settled": False})

    is_settled: bool
