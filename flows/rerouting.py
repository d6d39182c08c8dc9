"""The steps of a comparison with what would be decided now. Each does one part whole, wherever it runs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from uuid import UUID

from complaints.errors import ComplaintError
from complaints.rerouting import Consequence, compare, follow
from complaints.routing import Decision, Reason
from database import reroutes, routing
from database.claiming import Claimed
from database.reroute_parts import Change, Compared, hold_part, keep_applied, keep_compared
from database.reroute_reading import Standing, count_changes, hold_changed, read_standing
from database.reroutes import Reroute
from database.routed import Routed, Versions
from flows.likening import keep_alike
from flows.steps import judge
from flows.watching import Watch, act, read_watch
from flows.workplace import Deciding, Workplace, open_workplace
from tepat.settings import Settings

PART_SIZE = 4_000
# Predicted at a time, so that a part needs little memory.
CHUNK = 500


class DecidersChanged(ComplaintError):
    """Another model, policy or directory is in force than the one that was compared. Compare again first."""


def begin(work: Workplace, *, model: str | None, asked_by: str, part_size: int = PART_SIZE) -> Reroute:
    """The unfinished comparison with these deciders, or a new one. Raises NothingStored, or what loading raises."""
    deciders = deciders_of(work.deciding(model))
    with work.pool.connection() as connection:
        unfinished = reroutes.find_unfinished(connection, **deciders)
        if unfinished is not None:
            return unfinished
        reroute_id = reroutes.start_reroute(connection, asked_by=asked_by, part_size=part_size, **deciders)
        return reroutes.find_reroute(connection, reroute_id)


def deciders_of(deciding: Deciding) -> dict[str, str]:
    """The versions of model, policy and directory."""
    return {
        "model": deciding.predictor.version,
        "policy": deciding.policy.version,
        "directory": deciding.directory,
    }


def check_deciders(deciding: Deciding, wanted: Reroute) -> None:
    """Raises DecidersChanged where this is not what decides in that comparison."""
    if deciders_of(deciding) != {"model": wanted.model, "policy": wanted.policy, "directory": wanted.directory}:
        raise DecidersChanged


@lru_cache(maxsize=1)
def deciding_of(reroute_id: UUID) -> Deciding:
    """What decides in this comparison, loaded once in a process. Raises DecidersChanged where it is there no more."""
    with open_workplace(Settings()) as work:
        with work.pool.connection() as connection:
            wanted = reroutes.find_reroute(connection, reroute_id)
        deciding = work.deciding(wanted.model)
    check_deciders(deciding, wanted)
    return deciding


def compare_part(reroute_id: UUID, number: int) -> int:
    """Decide on every report of the part and keep what differs; returns how many there were."""
    deciding = deciding_of(reroute_id)
    with open_workplace(Settings()) as work, work.pool.connection() as connection:
        part = hold_part(connection, reroute_id, number, "compare")
        if part is None:
            return 0
        standing = read_standing(connection, part)
        counts: Counter[Compared] = Counter()
        changes: list[Change] = []
        for start in range(0, len(standing), CHUNK):
            chunk = standing[start : start + CHUNK]
            for one, after in zip(chunk, judge(deciding, [one.item for one in chunk]), strict=True):
                compared = _compared(one, after)
                counts[compared] += 1
                changes += _change(one, compared.consequence)
        keep_compared(connection, part, counts, changes)
        return len(standing)


def _compared(one: Standing, after: Decision) -> Compared:
    difference = compare(one.before, after)
    path = after.steps[-1].path if after.steps else ()
    return Compared(
        by_person=one.before.by_person,
        difference=difference,
        consequence=follow(one.before, difference),
        before=one.before.path[:-1],
        after=path[:-1],
    )


def _change(one: Standing, consequence: Consequence) -> list[Change]:
    if consequence is Consequence.NOTHING:
        return []
    return [Change(report_id=one.item.id, decision_id=one.decision_id, consequence=consequence)]


def apply_part(reroute_id: UUID, number: int) -> int:
    """Decide anew on what the comparison found in this part, as the triage would; returns how many were."""
    deciding = deciding_of(reroute_id)
    with open_workplace(Settings()) as work, work.pool.connection() as connection:
        part = hold_part(connection, reroute_id, number, "apply")
        if part is None:
            return 0
        held = hold_changed(connection, part)
        watching = read_watch(connection, deciding.policy)
        versions = Versions(directory=deciding.directory, automation=work.conduct.automation, run_id=reroute_id)
        for start in range(0, len(held), CHUNK):
            chunk = held[start : start + CHUNK]
            keep_alike(connection, [item for item, _ in chunk])
            routing.save_routed(connection, _routed(work, watching, deciding, chunk), versions)
        keep_applied(connection, part, applied=len(held), skipped=count_changes(connection, part) - len(held))
        return len(held)


def _routed(
    work: Workplace, watching: Watch, deciding: Deciding, held: Sequence[tuple[Claimed, Consequence]]
) -> list[Routed]:
    decisions = judge(deciding, [item for item, _ in held])
    return [
        _looked_at(routed) if consequence is Consequence.LOOK else routed
        for (item, consequence), decision in zip(held, decisions, strict=True)
        for routed in [act(work, watching, item, decision)]
    ]


def _looked_at(routed: Routed) -> Routed:
    """It was sent elsewhere: nothing is sent by itself a second time, and nobody needs to judge it blind."""
    return replace(routed, acted=False, reason=Reason.REROUTED, drawn=None)
