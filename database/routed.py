"""A claimed report with what was decided about it, before any of it is saved."""

from dataclasses import dataclass, field
from uuid import UUID

from complaints.routing import Automation, Decision, Reason
from complaints.urgency import Urgency
from database import auditing
from database.claiming import Claimed


@dataclass(frozen=True, kw_only=True)
class Routed:
    """A decision about a claimed report. `acted` says whether it is sent on now.

    With `drawn` a person also judges it blind, which holds up nothing. `automation` is how far the machine may act in
    the report's branch, None where that is as everywhere.
    """

    claimed: Claimed
    decision: Decision
    acted: bool
    reason: Reason
    drawn: auditing.Drawn | None = None
    urgency: Urgency = field(default_factory=Urgency)
    automation: Automation | None = None

    @property
    def stays_open(self) -> bool:
        """Whether a person must decide: an urgent report is never left to the machine, sent on or not.

        One that is audited is seen by a person all the same, blind.
        """
        return not self.acted or (self.urgency.is_urgent and self.drawn is None)


@dataclass(frozen=True, kw_only=True)
class Versions:
    """What a decision was made with, so that it can be recomputed."""

    directory: str
    automation: Automation
    run_id: UUID
