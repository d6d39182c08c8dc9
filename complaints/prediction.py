"""What a model says about one report: probabilities of leaves, from which those of all nodes follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from complaints.alarm import Alarm
from complaints.taxonomy import Taxonomy


@dataclass(frozen=True, kw_only=True)
class WordEvidence:
    """A stretch of the report that speaks for the suggested leaf, against the runner-up where `weight` is positive."""

    word: str
    weight: float


@dataclass(frozen=True, kw_only=True)
class OfficeMatch:
    """An office that the text names or determines. `span` is the matching stretch; `p` the measured precision of `how`.

    `how` says by which rule it was found: name, alias, kind_town, typo, area, place.
    """

    id: str
    name: str
    how: str
    span: str
    p: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Prediction:
    """What a model says about one report.

    `leaves` maps leaf codes to calibrated probabilities that sum to 1; `klasifikasi` maps kinds likewise (it may be
    empty). `offices` are ranked; more than one means that the text leaves it open. `others` are offices that the
    text names beside them. `beyond_words` is what an encoder adds to the weights of the words: it reads the text as a
    whole, so that this belongs to no word. `alarm` says that the model takes it for urgent.
    `proven` says of leaves that changed since the model was trained how many levels of their path still hold.
    """

    leaves: Mapping[str, float]
    klasifikasi: Mapping[str, float] = field(default_factory=dict)
    offices: tuple[OfficeMatch, ...] = ()
    others: tuple[OfficeMatch, ...] = ()
    words: tuple[WordEvidence, ...] = ()
    beyond_words: float = 0.0
    model: str = ""
    alarm: Alarm | None = None
    proven: Mapping[str, int] = field(default_factory=dict)

    @property
    def office(self) -> OfficeMatch | None:
        """The one office that the text determines, or None where it names none or leaves it open."""
        return self.offices[0] if len(self.offices) == 1 else None


@dataclass(frozen=True, kw_only=True)
class Step:
    """One node on the suggested path, with the probability that the report belongs below it."""

    path: tuple[str, ...]
    p: float


def node_probabilities(taxonomy: Taxonomy, leaves: Mapping[str, float]) -> dict[tuple[str, ...], float]:
    """The probability of every node: the sum over its leaves. Unknown leaves raise KeyError."""
    totals, places = [0.0] * len(taxonomy.nodes), taxonomy.places_of_leaf
    for leaf, p in leaves.items():
        for place in places[leaf]:
            totals[place] += p
    return dict(zip(taxonomy.nodes, totals, strict=True))


def suggested_path(taxonomy: Taxonomy, leaves: Mapping[str, float]) -> tuple[Step, ...]:
    """From the top down, always the likeliest child: so the deeper suggestion never contradicts the surer one."""
    totals = node_probabilities(taxonomy, leaves)
    steps: list[Step] = []
    path: tuple[str, ...] = ()
    while path in taxonomy.children:
        path = max(taxonomy.children[path], key=lambda child: (totals[child], child))
        steps.append(Step(path=path, p=min(1.0, totals[path])))
    return tuple(steps)
