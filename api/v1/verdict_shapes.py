"""What is sent with a verdict, and what it is answered with."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BeforeValidator, ConfigDict, Field
from pydantic.config import JsonDict

from api.entered import MAX_ADDRESSEE, MAX_NOTE
from api.schemas import OneLine, Sent, Text
from api.v1.examples import ID, OTHER_ID
from api.v1.shape import Change, shown_as
from complaints.copies import MOST_COPIES

CONFIRM: JsonDict = {"verdict": "confirm"}
CORRECT: JsonDict = {
    "verdict": "correct",
    "category": "imi-paspor",
    "office_id": "IMI-KANIM-CJR",
    "klasifikasi": "tidak-berkadar",
    "note": "Bukan soal aplikasi, paspornya yang belum jadi.",
}
NOT_OURS: JsonDict = {
    "verdict": "bukan-kewenangan",
    "category": "luar-pemda",
    "addressee": "Dinas Pekerjaan Umum Kota Contoh",
    "note": "Trotoar: pemerintah kota.",
}
Sendable = Annotated[UUID, BeforeValidator(lambda text: UUID(text) if isinstance(text, str) else text)]


class CopyIn(Sent):
    """Who gets a copy: a node of the tree by its codes from the top down, or an office. One of both."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"path": ["IMIPAS", "pemasyarakatan"]}]})

    path: list[Text] = Field(default=[], max_length=10)
    office_id: Text = Field(default="", max_length=100)


class VerdictIn(Sent):
    """What a person decided. `confirm` takes what is left out from the suggestion; an audit has none to confirm."""

    model_config = ConfigDict(json_schema_extra={"examples": [CONFIRM, CORRECT, NOT_OURS]})

    verdict: Literal["confirm", "correct", "bukan-kewenangan"]
    category: Text | None = Field(
        default=None, max_length=100, description="A leaf of the taxonomy; with bukan-kewenangan the right addressee"
    )
    office_id: Text | None = Field(default=None, max_length=100, description="An office of the directory")
    keep_office: bool = Field(
        default=False,
        description="The office is meant although its kind does not handle such a category (office_unfit)",
    )
    klasifikasi: Literal["berkadar", "tidak-berkadar", "aspirasi", "informasi"] | None = Field(
        default=None, description="Left out: what was suggested, or what the source says"
    )
    addressee: OneLine = Field(
        default="", max_length=MAX_ADDRESSEE, repr=False, description="With bukan-kewenangan: who must answer, by name"
    )
    note: Text = Field(
        default="",
        max_length=MAX_NOTE,
        repr=False,
        description="Why; needed where a suggestion that the machine was sure of is overturned",
    )
    copies: list[CopyIn] = Field(
        default=[], max_length=MOST_COPIES, description="Who is told of it beside whoever is responsible (tembusan)"
    )


class VerdictGiven(Change):
    """The decision that is now in force, from the top of the path down."""

    model_config = shown_as(
        {
            "id": ID,
            "status": "reviewed",
            "decision_id": 57,
            "path": ["IMIPAS", "imigrasi", "IMI", "imi-paspor"],
            "office_id": "IMI-KANIM-CJR",
            "klasifikasi": "tidak-berkadar",
        }
    )

    decision_id: int
    path: list[str]
    office_id: str | None
    klasifikasi: str


class DuplicateIn(Sent):
    """Which report tells the same matter, and stays open."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"original": OTHER_ID}]})

    original: Sendable


class DuplicateClosed(Change):
    """The report that was closed, and the one that stays."""

    model_config = shown_as({"id": ID, "status": "reviewed", "original": OTHER_ID})

    original: str


class DuplicateUndone(Change):
    """The report waits again."""

    model_config = shown_as({"id": ID, "status": "in_review"})
