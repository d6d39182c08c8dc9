"""From what the policy says of a report to what is done with it."""

from collections.abc import Mapping, Sequence

from complaints.conduct import Conduct
from complaints.promises import BranchPromise, Standing, branch_holding
from complaints.routing import Automation, Decision, Outcome, Reason, RoutingPolicy


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


def would_act(
    path: Sequence[str],
    *,
    is_sure: bool,
    reviewed_before: bool,
    conduct: Conduct,
    policy: RoutingPolicy,
    promises: Mapping[tuple[str, ...], BranchPromise],
) -> bool:
    """Whether a report with this whole suggested path goes on by itself under this conduct; `is_sure`: the policy says
    that it may."""
    decision = Decision(
        outcome=Outcome.AUTO if is_sure else Outcome.REVIEW,
        depth=int(is_sure),
        steps=(),
        reasons=(Reason.SURE if is_sure else Reason.UNSURE,),
    )
    promise = promises.get(branch_holding(policy, path))
    acted, _ = act_on(
        decision,
        conduct.automation_in(path),
        reviewed_before=reviewed_before,
        braked=promise is not None and promise.standing is Standing.BRAKED,
        promised=promise is not None and promise.is_kept,
    )
    return acted
