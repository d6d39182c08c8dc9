"""What programs send, and the examples that the API's description shows."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag, ValidationError, model_validator
from pydantic.config import JsonDict
from pydantic_core import InitErrorDetails, PydanticCustomError

MAX_QUESTIONS = 256
MAX_ERRORS = 50
COMPLAINT_EXAMPLE: JsonDict = {
    "id": "LAPOR-2026-000123",
    "judul": "Antrean paspor tidak muncul",
    "isi": "Saya sudah membayar paspor lewat M-Paspor, tetapi jadwal kedatangan tidak muncul di aplikasi.",
    "klasifikasi": "tidak-berkadar",
    "provinsi": "Jawa Barat",
    "kota": "Kabupaten Cianjur",
    "anonim": False,
    "rahasia": False,
    "dilaporkan_pada": "2026-11-20T09:30:00+07:00",
    "pelapor": {"nama": "Nama Pelapor", "kontak": "pelapor@contoh.id"},
}
QUESTION_EXAMPLE: JsonDict = {
    "id": "1",
    "judul": "Antrean paspor",
    "isi": "Jadwal M-Paspor tidak muncul.",
    "kota": "Cianjur",
}
ANSWER_EXAMPLE: dict[str, Any] = {
    "id": "1",
    "ministry": {"code": "IMIPAS", "p": 0.995},
    "bidang": {"code": "imigrasi", "p": 0.994},
    "unit": {"code": "IMI", "p": 0.991},
    "category": {"code": "imi-mpaspor", "p": 0.93},
    "klasifikasi": {"code": "tidak-berkadar", "p": 0.81, "sure": False},
    "office": {"id": "IMI-KANIM-CJR", "name": "Kantor Imigrasi Kelas II Non TPI Cianjur", "p": 0.93},
    "decision": "auto",
    "depth": "unit",
    "urgency": {"level": "none", "reasons": []},
    "evidence": [{"word": "M-Paspor", "weight": 1.84}],
    "model": "tfidf-0123456789",
}


def _storable(text: str) -> str:
    """Refuse what PostgreSQL cannot hold, rather than drop it unseen."""
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise PydanticCustomError("forbidden_character", "holds a character that cannot be stored")
    return text


def _printable(text: str) -> str:
    """Refuse what would break a line, or a terminal."""
    if not text.isprintable():
        raise PydanticCustomError("forbidden_character", "holds a character that cannot stand on one line")
    return text


Text = Annotated[str, AfterValidator(_storable)]
OneLine = Annotated[str, AfterValidator(_printable)]


class Sent(BaseModel):
    """A misspelt field is refused and a flag is never guessed: both could publish what must stay hidden."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _knows_every_field(cls, value: object) -> object:
        """Refuse unknown fields before all else, and say which are known: what seems missing was often misspelt."""
        unknown = [name for name in value if name not in cls.model_fields] if isinstance(value, dict) else []
        if unknown:
            error = PydanticCustomError("unknown_field", "is not known", {"known": tuple(cls.model_fields)})
            wrong = [InitErrorDetails(type=error, loc=(name,), input=None) for name in unknown[:MAX_ERRORS]]
            raise ValidationError.from_exception_data(cls.__name__, wrong)
        return value


class ReporterIn(Sent):
    """Who reports. Kept apart from the report, never shown again, dropped where the report is anonim."""

    nama: Text | None = Field(default=None, repr=False)
    kontak: Text | None = Field(default=None, repr=False)


class ComplaintIn(Sent):
    """A report as another system hands it over."""

    model_config = ConfigDict(json_schema_extra={"examples": [COMPLAINT_EXAMPLE]})

    id: Text | None = Field(default=None, description="The sender's own id; the same id is the same report.")
    judul: Text | None = None
    isi: Text
    klasifikasi: Text | None = Field(
        default=None, description="berkadar, tidak-berkadar, aspirasi, informasi, or LAPOR!'s own name."
    )
    provinsi: Text | None = None
    kota: Text | None = None
    kecamatan: Text | None = None
    kelurahan: Text | None = None
    kanal: Text | None = Field(default=None, description="Where the citizen wrote it, such as Website.")
    anonim: bool = False
    rahasia: bool = False
    dilaporkan_pada: Text | None = Field(default=None, description="ISO 8601; without a zone it is WIB. Default: now.")
    pelapor: ReporterIn | None = Field(default=None, repr=False)


class QuestionIn(Sent):
    """A text to be judged; nothing is stored."""

    model_config = ConfigDict(json_schema_extra={"examples": [QUESTION_EXAMPLE]})

    id: Text | None = None
    judul: Text | None = None
    isi: Text
    provinsi: Text | None = None
    kota: Text | None = None


def _one_or_many(value: object) -> str:
    return "many" if isinstance(value, list) else "one"


Questions = Annotated[
    Annotated[QuestionIn, Tag("one")]
    | Annotated[list[QuestionIn], Field(min_length=1, max_length=MAX_QUESTIONS), Tag("many")],
    Discriminator(_one_or_many),
]


class Accepted(BaseModel):
    """A stored report: look at `Location` for what becomes of it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"id": "0191f6a4-5a1e-4c11-9f3d-2f1f5f3f7a10", "status": "received"}]}
    )

    id: str
    status: str


class FieldProblem(BaseModel):
    """What is wrong with one field, and what to do about it."""

    field: str
    code: str
    detail: str


class ProblemDetail(BaseModel):
    """A problem as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldProblem] | None = None
