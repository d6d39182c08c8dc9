"""A citizen's report, and the identity of the citizen, which is kept apart from it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Klasifikasi(StrEnum):
    """The kind of a report (klasifikasi laporan) as SP4N-LAPOR! knows it; it decides the time limit."""

    BERKADAR = "berkadar"
    TIDAK_BERKADAR = "tidak-berkadar"
    ASPIRASI = "aspirasi"
    INFORMASI = "informasi"


class Status(StrEnum):
    """Where a report stands."""

    RECEIVED = "received"
    ROUTED = "routed"
    IN_REVIEW = "in_review"
    REVIEWED = "reviewed"
    AWAITING_INFO = "awaiting_info"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the matter lies, as the reporter or the source says; any part may be empty."""

    provinsi: str = ""
    kota: str = ""
    kecamatan: str = ""
    kelurahan: str = ""


@dataclass(frozen=True, kw_only=True)
class Message:
    """All of a report that a model may see."""

    judul: str
    isi: str
    place: Place = field(default_factory=Place)

    @property
    def text(self) -> str:
        """Title and body, a line each."""
        return f"{self.judul}\n{self.isi}" if self.judul else self.isi


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a citizen wrote. It never holds who wrote it: see Reporter.

    `source` and `external_id` together name a report once and for all; `reported_at` is aware of its time zone.
    """

    source: str
    external_id: str
    judul: str
    isi: str
    reported_at: datetime
    klasifikasi: Klasifikasi | None = None
    channel: str = ""
    category_hint: str = ""
    place: Place = field(default_factory=Place)
    anonim: bool = False
    rahasia: bool = False

    @property
    def message(self) -> Message:
        return Message(judul=self.judul, isi=self.isi, place=self.place)


@dataclass(frozen=True, kw_only=True)
class Reporter:
    """Who wrote a report. Kept apart, never given to the model, logs, parameters or exports."""

    name: str = ""
    contact: str = ""


@dataclass(frozen=True, kw_only=True)
class IncomingReport:
    """A report as a source hands it over, with the identity that goes to its own table (None where anonim)."""

    report: Report
    reporter: Reporter | None = None
