"""Who has a copy of a decision, and what a report was split into, as the API answers."""

from datetime import datetime

from pydantic import Field

from api.v1.shape import Shape


class CopyGiven(Shape):
    """Who was told of a decision beside whoever is responsible, and reads the report while the copy is in force."""

    id: int
    decision_id: int
    path: list[str] = Field(description="Codes of the directory, from the top down")
    name: str
    office_id: str | None
    given_by: str
    given_at: datetime
    withdrawn_at: datetime | None = Field(description="Null while it is in force")
    withdrawn_by: str | None


class PartOfReport(Shape):
    """A part that the report was split into; whoever does not see it is told its number alone."""

    id: str | None
    external_id: str
    status: str | None
    person: str
    split_at: datetime
    is_withdrawn: bool = Field(description="The split was taken back: the report itself is worked on")


class WholeReport(Shape):
    """The report that a part was split from; whoever does not see it is told its number alone."""

    id: str | None
    external_id: str
    has_changed: bool = Field(description="Its text changed at its source after it was split")
    is_withdrawn: bool
