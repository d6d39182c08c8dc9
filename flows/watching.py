"""The watch in a run: what the audits say of each branch, which brakes are pulled, and which reports are audited."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from psycopg import Connection

from complaints.acting import act_on
from complaints.alarm import judge_urgency
from complaints.betting import count, lower_rate
from complaints.guarantee import labels_needed
from complaints.promises import BranchPromise, branch_holding
from complaints.routing import Decision, Outcome, Reason, RoutingPolicy
from complaints.watch import audit_share, is_broken, is_drawn
from database import auditing, watch
from database.claiming import Claimed
from database.routed import Routed
from flows.workplace import Workplace

ACTOR = "flow:triage"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Watch:
    """How the promise of each branch of the policy stands just now."""

    policy: RoutingPolicy
    promises: Mapping[tuple[str, ...], BranchPromise]


def pull_brakes(work: Workplace) -> list[watch.Stream]:
    """Take branches off automation whose audits show that their promise is broken; returns them, for an alert."""
    pulled = []
    with work.pool.connection() as connection:
        for stream in watch.read_streams(connection):
            if is_broken(stream.wrong, alpha=stream.alpha, delta=stream.delta):
                lower = lower_rate(count(sum(stream.wrong), len(stream.wrong)), stream.delta)
                if watch.pull_brake(connection, stream, lower, actor=ACTOR):
                    logger.warning("brake pulled: branch %s", "/".join(stream.branch) or "*")
                    pulled.append(stream)
    return pulled


def read_watch(connection: Connection, policy: RoutingPolicy) -> Watch:
    """How every branch stands by the audits so far."""
    return Watch(policy=policy, promises=watch.promises_of(connection, policy))


def act(work: Workplace, watching: Watch, item: Claimed, decision: Decision) -> Routed:
    """What is done with one report, and whether it is audited."""
    promise = _promise_of(watching, decision)
    path = decision.steps[-1].path if decision.steps else ()
    automation = work.conduct.automation_in(path)
    acted, reason = act_on(decision, automation, reviewed_before=item.reviewed_before, promise=promise)
    drawn = None
    if promise is not None and decision.outcome is Outcome.AUTO and reason is not Reason.CHANGED:
        drawn = _draw(work.conduct.audit_share_in(path), promise, item, watching.policy.version)
    return Routed(
        claimed=item,
        decision=decision,
        acted=acted,
        reason=reason,
        drawn=drawn,
        urgency=judge_urgency(item.message, decision.alarm),
        automation=automation,
    )


def _promise_of(watching: Watch, decision: Decision) -> BranchPromise | None:
    if not decision.steps:
        return None
    return watching.promises.get(branch_holding(watching.policy, decision.steps[-1].path))


def _draw(base: float, promise: BranchPromise, item: Claimed, policy: str) -> auditing.Drawn | None:
    share = audit_share(base, promise.n, labels_needed(promise.alpha, promise.delta))
    if not is_drawn(item.id, item.version, policy, share):
        return None
    return auditing.Drawn(policy=policy, branch=promise.branch, alpha=promise.alpha, delta=promise.delta, p=share)
