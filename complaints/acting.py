"""From what the policy says of a report to what is done with it."""

from complaints.promises import BranchPromise, Standing
from complaints.routing import Automation, Decision, Outcome, Reason


def undecided(policy: str, model: str) -> Decision:
    """The decision about a report that no model could read: a person reads it, with no suggestion."""
    return Decision(outcome=Outcome.REVIEW, depth=0, steps=(), reasons=(Reason.FAILED,), policy=policy, model=model)


def act_on(
    decision: Decision, automation: Automation, *, reviewed_before: bool, promise: BranchPromise | None = None
) -> tuple[bool, Reason]:
    """Whether to send the report on now, and if not, why it waits for a person.

    A report that a person decided before and that changed since goes back to a person, however sure the policy is.
    `promise` says how the promise of the report's branch stands by the instansi's own audits.
    """
    if reviewed_before:
        return False, Reason.CHANGED
    if decision.outcome is Outcome.REVIEW:
        return False, decision.reasons[0]
    held = held_back(automation, promise)
    return (held is None, held or Reason.SURE)


def held_back(automation: Automation, promise: BranchPromise | None) -> Reason | None:
    """Why a report that the policy is sure of waits for a person all the same; None where it goes on."""
    if automation is Automation.SHADOW:
        return Reason.SHADOW
    if promise is not None and promise.standing is Standing.BRAKED:
        return Reason.BRAKED
    if automation is Automation.PROMISED and not (promise is not None and promise.is_kept):
        return Reason.UNPROMISED
    return None
