"""What is due about a report, and what was done about it."""

from datetime import date, datetime

from pydantic import Field

from api.v1.shape import Shape


class DeadlineNow(Shape):
    """What must be done by when; `due_at` is the end of the day `due_on` where the report comes from."""

    step: str = Field(description="`verification`, `follow_up`, `closing` or `total`")
    started_at: datetime
    due_on: date
    due_at: datetime
    met_at: datetime | None
    uncertain: bool = Field(description="Holidays on the way are not fully decreed yet: the day may move")


class MilestoneNow(Shape):
    """What a unit, the reporter or LAPOR! did with the report."""

    kind: str
    at: datetime
    source: str
