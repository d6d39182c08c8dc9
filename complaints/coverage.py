"""How likely each labelled report was to be labelled: by design, and by how far people got.

What is sent on comes to a person by the draw of an audit, whose share is known; what waits in the queue comes for
certain, but people may not have got through. Whom they took first follows from what the queue knows (the branch, and
how sure the model was), so within such a cell the labelled are taken for a sample of all (weighting classes: Oh and
Scheuren 1983, "Weighting adjustment for unit nonresponse").

Two probabilities follow. `sampled` is that of the stream as it came: what it says of a rate holds for all of this time.
`drawn` is the same over the smallest that any report under the same policy had. It weighs times by how much is known of
them, which is right where the stream did not change, and far better there: before anything was sent on, every report
was labelled, and each of these labels counts as much as an audit does.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

BANDS = (0.5, 0.8, 0.95)


@dataclass(frozen=True, kw_only=True)
class Came:
    """A report that came to a person by design with probability `reach_p`; `sure` is the model's probability of the
    suggested leaf, `branch` the one that it was suggested to, `policy` the one in force."""

    id: int
    branch: tuple[str, ...]
    sure: float
    policy: str
    reach_p: float
    is_labelled: bool


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Both probabilities of each labelled report by its id (see above; `drawn` is a scale of its own, above 0), and the
    share (0..1) of the stream of which no label tells."""

    sampled: Mapping[int, float]
    drawn: Mapping[int, float]
    unseen: float


def cover(came: Sequence[Came]) -> Coverage:
    """The probabilities of the labelled ones among these.

    A branch of which some band of sureness has no label is one cell; one without any label is unseen.
    """
    whole: defaultdict[tuple[tuple[str, ...], bool], list[Came]] = defaultdict(list)
    for one in came:
        whole[one.branch, one.reach_p < 1].append(one)
    sampled: dict[int, float] = {}
    unseen = 0.0
    for members in whole.values():
        cells = _bands(members)
        for cell in cells if all(map(_labelled, cells)) else [members]:
            share = _labelled(cell) / len(cell)
            sampled |= {one.id: one.reach_p * share for one in cell if one.is_labelled}
            unseen += 0.0 if share else sum(1 / one.reach_p for one in cell)
    total = sum(1 / one.reach_p for one in came)
    least = _least(came)
    drawn = {one.id: sampled[one.id] / least[one.policy] for one in came if one.id in sampled}
    return Coverage(sampled=sampled, drawn=drawn, unseen=unseen / total if total else 0.0)


def _least(came: Sequence[Came]) -> Mapping[str, float]:
    """The smallest probability with which a report came to a person, by policy."""
    least: defaultdict[str, float] = defaultdict(lambda: 1.0)
    for one in came:
        least[one.policy] = min(least[one.policy], one.reach_p)
    return least


def _bands(members: Sequence[Came]) -> list[list[Came]]:
    bands: defaultdict[int, list[Came]] = defaultdict(list)
    for one in members:
        bands[bisect_right(BANDS, one.sure)].append(one)
    return list(bands.values())


def _labelled(members: Sequence[Came]) -> int:
    return sum(one.is_labelled for one in members)
