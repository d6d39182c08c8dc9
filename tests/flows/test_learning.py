"""Which labels thresholds are fitted to."""

from datetime import UTC, datetime

from classifier.rows import LabelledRow
from complaints.coverage import Came, cover
from complaints.guarantee import Terms
from complaints.report import Message
from complaints.weighting import effective_labels
from flows.learning import Material, drawn_with

TEXT = LabelledRow(id="1", message=Message(judul="", isi="paspor"), category="imi-paspor")
TERMS = Terms(alpha=0.05, delta=0.05)


def came(first: int, count: int, *, policy: str, p: float) -> list[Came]:
    return [
        Came(id=number, branch=(), sure=0.9, policy=policy, reach_p=p, is_labelled=True)
        for number in range(first, first + count)
    ]


def material(drawn: list[float | None]) -> Material:
    until = datetime(2026, 10, 1, tzinfo=UTC)
    return Material(name="", until=until, base=[TEXT], own=[], judged=[], drawn=drawn, unseen=0.0)


def test_few_audits_do_not_take_the_labels_of_before_away() -> None:
    stream = [
        *came(0, 1500, policy="", p=1.0),
        *came(1500, 60, policy="one", p=1.0),
        *came(1560, 9, policy="one", p=0.05),
    ]
    found = cover(stream)
    sampled = drawn_with(material(list(found.drawn.values())), TERMS)
    assert sampled is not None
    assert (len(sampled), sampled[0], sampled[1]) == (1570, None, 1.0)
    assert effective_labels([1 / p for p in found.drawn.values()]) > 1500
    # As a sample of the whole stream, all of it is worth few labels.
    assert drawn_with(material(list(found.sampled.values())), TERMS) is None


def test_labels_that_came_by_nobodys_design_count_for_nothing() -> None:
    assert drawn_with(material([None] * 5000), TERMS) is None
    assert drawn_with(material([1.0] * 589), TERMS) is None
    assert drawn_with(material([1.0] * 590 + [None] * 10), TERMS) is not None
