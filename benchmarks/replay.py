"""A year and a half of reports, day by day, as if the system had been there from the first day.

Nothing is labelled at the start. The day's reports are judged by the model of the night before; complaints/watch.py
draws the audits and pulls the brake, complaints/teaching.py orders the queue, people review so many a day, and what
they say is what the next model learns from. The true label of a report is looked at only where a person would give it,
and to count misroutes in the end.
"""

import heapq
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from benchmarks.replay_shapes import Day, Judged, Kept, Label, Machine, Order, Report, Waiting
from complaints.coverage import Came, cover
from complaints.guarantee import Terms, labels_needed
from complaints.raising import Seen
from complaints.teaching import BLIND, place, teaches, tier_of
from complaints.urgency import WITHIN_LEVEL, urgency_of
from complaints.watch import audit_share, is_broken, is_drawn

TERMS = Terms(alpha=0.05, delta=0.05)
FIRST_LABELS = 150
GROWTH = 1.5
"""In the night in which there are half more labels than the last model learnt from, the next one is trained."""


@dataclass(kw_only=True)
class Office:
    """One office with its machine: what waits (the lowest key first), what people said, what the audits say; and what
    came to people by design, by number."""

    machine: Machine
    reviews: int
    audit_share: float
    order: Order = Order.PLACE
    labelled: list[Report] = field(default_factory=list)
    came: dict[int, Came] = field(default_factory=dict)
    of_leaf: Counter[str] = field(default_factory=Counter)
    queue: list[tuple[float, int, Waiting]] = field(default_factory=list)
    audits: list[bool] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    learnt_from: int = 0
    braked: bool = False
    chance: random.Random = field(default_factory=lambda: random.Random(0))

    def work(self, reports: Sequence[Report]) -> Iterator[Day]:
        """Day after day, those without reports too."""
        of_day = defaultdict(list)
        for report in reports:
            of_day[report.moment.date()].append(report)
        for number in range(min(of_day).toordinal(), max(of_day).toordinal() + 1):
            today = date.fromordinal(number)
            raised = self.machine.is_raised
            day = Day(day=today, came=len(of_day[today]), braked=self.braked, raised=raised)
            self._route(of_day[day.day], day)
            self._review(day)
            self._watch()
            self._heed(today)
            day.trained = self._learn()
            yield day

    def _route(self, reports: Sequence[Report], day: Day) -> None:
        """Send on what the machine is sure of, draw audits among it, and put the rest before people."""
        watched = self.machine.is_watched
        share = (
            audit_share(self.audit_share, len(self.audits), labels_needed(TERMS.alpha, TERMS.delta)) if watched else 0.0
        )
        for report, judged in zip(reports, self.machine.judge(reports), strict=True):
            self.kept.append(Kept(report=report, judged=judged))
            wrong = judged.leaf != report.leaf
            drawn = judged.sure and watched and is_drawn(report.number, 1, self.machine.policy, share)
            acts = judged.sure and not self.braked
            day.automatic += acts
            day.wrong += acts and wrong
            if drawn or not acts:
                policy = self.machine.policy
                self.came[report.number] = Came(
                    id=report.number,
                    branch=(),
                    sure=judged.p,
                    policy=policy,
                    reach_p=share if acts else 1.0,
                    is_labelled=False,
                )
                waiting = Waiting(report=report, wrong=wrong, policy=policy if drawn else "")
                heapq.heappush(self.queue, (-self._place(report, judged, drawn=drawn), report.number, waiting))

    def _place(self, report: Report, judged: Judged, *, drawn: bool) -> float:
        if self.order is Order.RANDOM:
            return self.chance.random()
        taught = BLIND if drawn else teaches([judged.p] if judged.leaf else [], self.of_leaf[judged.leaf])
        if self.order is Order.TEACHES:
            return taught
        urgency = urgency_of(report.message)
        if urgency.is_urgent:
            taught = urgency.precedence % WITHIN_LEVEL
        return place(tier_of(urgency.level), report.moment, taught)

    def _review(self, day: Day) -> None:
        """As many as people manage in a day."""
        while self.queue and day.reviewed < self.reviews:
            _, _, waiting = heapq.heappop(self.queue)
            day.reviewed += 1
            day.audited += bool(waiting.policy)
            self.labelled.append(waiting.report)
            self.came[waiting.report.number] = replace(self.came[waiting.report.number], is_labelled=True)
            self.of_leaf[waiting.report.leaf] += 1
            if waiting.policy and waiting.policy == self.machine.policy:
                self.audits.append(waiting.wrong)
        day.waiting = len(self.queue)

    def _watch(self) -> None:
        """The brake holds until the next model."""
        if self.machine.is_watched and is_broken(self.audits, alpha=TERMS.alpha, delta=TERMS.delta):
            self.braked = True

    def _heed(self, today: date) -> None:
        """What people said so far of all that this machine judged."""
        told = {number for number, one in self.came.items() if one.is_labelled}
        self.machine.heed(
            [
                Seen(
                    path=(one.judged.leaf,),
                    path_p=(one.judged.p,),
                    age=(today - one.report.moment.date()).days,
                    label=(one.report.leaf,) if one.report.number in told else None,
                )
                for one in self.kept
            ]
        )

    def _learn(self) -> bool:
        if len(self.labelled) < max(FIRST_LABELS, self.learnt_from * GROWTH):
            return False
        drawn = cover(list(self.came.values())).drawn
        ordered = sorted(self.labelled, key=lambda report: report.number)
        self.machine.learn([Label(report=report, drawn=drawn[report.number]) for report in ordered])
        self.learnt_from, self.audits, self.braked, self.kept = len(self.labelled), [], False, []
        return True
