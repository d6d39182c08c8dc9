"""From what the policy says of a report to what is done with it."""

from complaints.routing import Automation, Decision, Outcome, Reason


def undecided(policy: str, model: str) -> Decision:
    """The decision about a report that no model could read: a person reads it, with no suggestion."""
    return Decision(outcome=Outcome.REVIEW, depth=0, steps=(), reasons=(Reason.FAILED,), policy=policy, model=model)


def act_on(
    decision: Decision,
    automation: Automation,
    *,
    reviewed_before: bool,
    braked: bool = False,
    promised: bool = False,
) -> tuple[bool, Reason]:
    """Whether to send the report on now, and if not, why it waits for a person.

    A report that a person decided before and that changed since goes back to a person, however sure the policy is.
    `braked` says that the promise of the report's branch was seen to break, `promised` that the instansi's own audits
    prove it.
    """
    if reviewed_before:
        return False, Reason.CHANGED
    if decision.outcome is Outcome.REVIEW:
        return False, decision.reasons[0]
    if automation is Automation.SHADOW:
        return False, Reason.SHADOW
    if braked:
        return False, Reason.BRAKED
    if automation is Automation.PROMISED and not promised:
        return False, Reason.UNPROMISED
    return True, Reason.SURE
