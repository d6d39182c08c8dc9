"""What learns in the replay: ours through the training door of any instansi, and the peers' fixed cut."""

import csv
import gzip
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.peer_models import Corpus, Predict, train_signalen
from benchmarks.replay import TERMS
from benchmarks.replay_shapes import Judged, Label, Report
from classifier.groups import LeftOut
from classifier.heads import STRENGTHS, Recipe
from classifier.model import Model, load_model
from classifier.rows import Columns, Record, rows_of
from classifier.train import Origin, train
from complaints.cleaning import clean_text
from complaints.raising import Seen, raise_thresholds
from complaints.report import Message
from complaints.routing import Key, Outcome, RoutingPolicy, decide
from complaints.taxonomy import Taxonomy, flat_taxonomy
from complaints.timestamps import read_timestamp

RECIPE = Recipe(strength=STRENGTHS[0], quick=True)
"""As `tepat train` finds it for these labels in every night but the first ones, and with the folds of large data."""


class Ours:
    """`tepat train` on the labels so far, its policy fitted to them, and `decide`."""

    is_watched = True

    def __init__(self) -> None:
        self._live: tuple[Model, Taxonomy] | None = None
        self._raised: dict[Key, float] = {}

    @property
    def is_raised(self) -> bool:
        return bool(self._raised)

    @property
    def policy(self) -> str:
        """The policy in force, empty while none of its thresholds keeps the promise."""
        policy = self._fitted
        return policy.version if policy and any(one.value is not None for one in policy.thresholds) else ""

    @property
    def _fitted(self) -> RoutingPolicy | None:
        return self._live[0].policy if self._live else None

    def learn(self, labels: Sequence[Label]) -> None:
        taxonomy = flat_taxonomy({label.report.leaf for label in labels})
        cells = [
            {"isi": one.report.message.isi, "category": one.report.leaf, "time": f"{one.report.moment:%Y-%m-%d %H:%M}"}
            for one in labels
        ]
        rows = rows_of([Record(place="", cells=one) for one in cells], taxonomy, Columns(time="time"))
        with tempfile.TemporaryDirectory() as folder:
            trained = train(
                rows,
                taxonomy,
                Path(folder),
                origin=Origin(own=False, left_out=LeftOut.TIME),
                recipe=RECIPE,
                jobs=1,
                terms=TERMS,
                sampled=[label.drawn for label in labels],
            )
            self._live, self._raised = (load_model(trained.folder), taxonomy), {}

    def judge(self, reports: Sequence[Report]) -> Sequence[Judged]:
        if self._live is None:
            return [Judged(leaf="", p=0.0, sure=False) for _ in reports]
        model, taxonomy = self._live
        decisions = [
            decide(one, model.policy, taxonomy, self._raised)
            for one in model.predict([report.message for report in reports])
        ]
        return [
            Judged(leaf=one.steps[-1].path[-1], p=one.steps[-1].p, sure=one.outcome is Outcome.AUTO)
            for one in decisions
        ]

    def heed(self, seen: Sequence[Seen]) -> None:
        if self._live is not None:
            found = raise_thresholds(self._live[0].policy, self._live[1].levels, seen)
            self._raised = {key: one.value for key, one in found.items() if one.value is not None}


class FixedCut:
    """Signalen's recipe, and what it is at least so sure of is sent on: nothing is audited, nothing is braked."""

    is_watched = False
    is_raised = False

    def __init__(self, cut: float) -> None:
        self._cut = cut
        self._predict: Predict | None = None

    @property
    def policy(self) -> str:
        return f"cut {self._cut}" if self._predict else ""

    def learn(self, labels: Sequence[Label]) -> None:
        texts = [label.report.message.text for label in labels]
        self._predict = train_signalen(Corpus(texts=texts, labels=[label.report.leaf for label in labels], moments=()))

    def judge(self, reports: Sequence[Report]) -> Sequence[Judged]:
        if self._predict is None or not reports:
            return [Judged(leaf="", p=0.0, sure=False) for _ in reports]
        leaves, sure = self._predict([report.message.text for report in reports])
        return [Judged(leaf=str(leaf), p=p, sure=p >= self._cut) for leaf, p in zip(leaves, sure.tolist(), strict=True)]

    def heed(self, seen: Sequence[Seen]) -> None:
        """A fixed cut heeds nothing."""


def read_stream(path: Path) -> list[Report]:
    """The reports of Surabaya in the order of time. The topic is not read: it gives the answer away."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["tanggal_keluhan"])
    return [
        Report(
            number=number,
            moment=read_timestamp(row["tanggal_keluhan"]),
            message=Message(judul="", isi=clean_text(row["keluhan"])),
            leaf=row["instansi"].strip(),
        )
        for number, row in enumerate(rows, start=1)
    ]
