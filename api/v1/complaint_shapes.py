"""A report with its decision, its history and what is like it, as the API answers."""

from datetime import datetime
from typing import Any

from pydantic import Field

from api.v1.alike_shapes import Duplicate, MergedInto, Similar
from api.v1.deadline_shapes import DeadlineNow, MilestoneNow
from api.v1.examples import COMPLAINT, COMPLAINTS
from api.v1.part_shapes import CopyGiven, PartOfReport, WholeReport
from api.v1.shape import Shape, shown_as


class PathStep(Shape):
    """A node on the path from the top down; `p` lies in 0..1."""

    level: str
    code: str
    name: str
    p: float


class OfficeChoice(Shape):
    """The office, with how sure the match is; `p` is null where a person chose it."""

    id: str
    p: float | None


class KlasifikasiChoice(Shape):
    """The kind of report; empty where nothing was suggested."""

    code: str
    p: float


class Decision(Shape):
    """A decision about a report. Of one that is audited blind only id, version and time are told."""

    id: int
    report_version: int
    is_current: bool
    decided_at: datetime
    decided_by: str
    outcome: str | None = Field(description="`auto`, `review` or `person`; null while it is audited blind")
    acted: bool
    depth: int = Field(description="So many levels of the path were acted on, or may be")
    path: list[PathStep]
    office: OfficeChoice | None
    klasifikasi: KlasifikasiChoice
    reasons: list[str]
    evidence: dict[str, Any]
    model: str
    policy: str
    directory: str
    automation: str
    addressee: str = Field(description="Whom a person named where the report is not ours; else empty")
    restores: int | None = Field(description="The decision that this one brings back")


class UrgentReason(Shape):
    """Why a report cannot wait, with the stretches of its text that say so."""

    kind: str
    spans: list[str]
    p: float | None = Field(default=None, description="How sure the model is, where no rule found it")


class Urgency(Shape):
    """How urgent a report is."""

    level: str
    reasons: list[UrgentReason]


class EarlierVersion(Shape):
    """A text that the report had before."""

    version: int
    content: dict[str, Any]
    replaced_at: datetime


class HistoryEntry(Shape):
    """What the audit log says of the report."""

    at: datetime
    actor: str
    action: str
    details: dict[str, Any]


class TakenBackBefore(Shape):
    """A decision was taken back: returned by the unit that it was sent to, or reopened by a person."""

    kind: str
    person: str
    reason: str
    reopened_at: datetime


class ErasedPart(Shape):
    """That the text or the identity of a report was erased; `why` is `asked` or `retention`."""

    what: str
    why: str
    reference: str
    erased_at: datetime


class History(Shape):
    """All that became of a report, oldest first. Nothing is ever overwritten."""

    decisions: list[Decision]
    versions: list[EarlierVersion]
    audit: list[HistoryEntry]
    erased: list[ErasedPart]


class Report(Shape):
    """A report, never with who wrote it."""

    id: str
    source: str
    external_id: str
    version: int
    status: str
    judul: str | None = Field(description="Null in lists where the report is rahasia")
    klasifikasi: str | None
    kota: str
    anonim: bool
    rahasia: bool
    dilaporkan_pada: datetime
    diterima_pada: datetime
    is_masked: bool = Field(default=False, description="It is rahasia, and its text is not for you")
    is_copy: bool = Field(default=False, description="You see it for its copy (tembusan) alone: you read it, no more")
    is_blind: bool = Field(
        description="It is judged blind, by audit or for a second opinion: nothing of its suggestion is told"
    )


class Complaint(Report):
    """A report with all that became of it."""

    model_config = shown_as(COMPLAINT)

    isi: str | None
    kanal: str
    provinsi: str
    kecamatan: str
    kelurahan: str
    decision: Decision | None
    urgency: Urgency | None
    merged_into: MergedInto | None
    parts: list[PartOfReport]
    part_of: WholeReport | None
    copies: list[CopyGiven] = Field(description="None while it is judged blind")
    reopenings: list[TakenBackBefore]
    deadlines: list[DeadlineNow] = Field(description="None while it is judged blind")
    milestones: list[MilestoneNow]
    duplicates: list[Duplicate]
    similar: list[Similar]
    history: History


class DecisionSummary(Shape):
    """The decision in force, in short."""

    id: int
    outcome: str
    acted: bool
    depth: int
    path: list[PathStep]
    office_id: str | None


class ListedComplaint(Report):
    """A report in a list."""

    decision: DecisionSummary | None


class Complaints(Shape):
    """A page of reports."""

    model_config = shown_as(COMPLAINTS)

    items: list[ListedComplaint]
    next_cursor: str | None
