"""Tuning an encoder on labels: texts of one leaf, and what is said of it, move together and away from other leaves.

Multiple negatives ranking (Henderson et al. 2017, "Efficient Natural Language Response Suggestion for Smart Reply"),
where other texts of the same leaf are no negatives (Khosla et al. 2020, "Supervised Contrastive Learning").
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from classifier.encoders import Encoder, encoder_of, is_static, open_with_torch
from classifier.own_encoder import batches, fresh_model, halves_of, open_packages, pairs_of
from classifier.rows import LabelledRow
from classifier.words import READ_AT_MOST
from complaints.directory import Directory
from complaints.taxonomy import Taxonomy

SCALE = 20.0
OWN = "our own"


@dataclass(frozen=True, kw_only=True)
class Course:
    """How long to tune, in which steps, and on how many texts at most, evenly taken (None: all)."""

    epochs: int
    at_once: int
    rate: float
    texts: int | None


STATIC_COURSE = Course(epochs=3, at_once=128, rate=5e-3, texts=None)
DEEP_COURSE = Course(epochs=1, at_once=32, rate=2e-5, texts=4_000)
"""A transformer has seen much already, and reads some ten texts a second on a CPU."""


@dataclass(frozen=True, kw_only=True)
class Example:
    """Two texts that belong together; those of the same `leaf` are not taken for strangers."""

    one: str
    other: str
    leaf: str


@dataclass(frozen=True, kw_only=True)
class LabelTuner:
    """Tunes the encoder in this folder or of this name on the hub ("": a new static embedding, from the rows' words,
    which learns from what stands together in one report and in the directory too)."""

    start: str
    taxonomy: Taxonomy
    directory: Directory | None

    def __call__(self, rows: Sequence[LabelledRow]) -> Encoder:
        """An encoder tuned on these rows; a static one is the same for the same rows.

        Raises EncoderMissing or EncoderPackagesMissing.
        """
        torch, _ = open_packages()
        shuffle = np.random.default_rng(0)
        together = [] if self.start else self._standing_together(rows)
        model = self._open(torch, rows, together)
        course = STATIC_COURSE if is_static(model) else DEEP_COURSE
        chosen = rows[:: -(-len(rows) // course.texts)] if course.texts else rows
        optimizer = torch.optim.Adam(model.parameters(), lr=course.rate)
        model.train()
        for _ in range(course.epochs):
            examples = [*label_examples(chosen, self.taxonomy, shuffle), *together]
            for batch in batches(len(examples), course.at_once, shuffle):
                optimizer.zero_grad()
                _surprise(torch, model, [examples[number] for number in batch]).backward()
                optimizer.step()
        model.eval()
        return encoder_of(f"{Path(self.start).name or OWN}, tuned on the labels", model)

    def _open(self, torch: Any, rows: Sequence[LabelledRow], together: Sequence[Example]) -> Any:  # noqa: ANN401
        """A static embedding stays on the CPU, where it learns as fast and always the same."""
        if not self.start:
            texts = [row.message.text[:READ_AT_MOST] for row in rows]
            return fresh_model([*texts, *(text for one in together for text in (one.one, one.other))])
        model = open_with_torch(self.start)
        if is_static(model):
            torch.set_num_threads(1)
            return model
        return model.to("cuda" if torch.cuda.is_available() else "cpu")

    def _standing_together(self, rows: Sequence[LabelledRow]) -> list[Example]:
        within = [(row.category, pair) for row in rows for pair in halves_of(row.message)]
        named = [(f"pair {number}", pair) for number, pair in enumerate(pairs_of([], self.taxonomy, self.directory))]
        return [Example(one=one, other=other, leaf=leaf) for leaf, (one, other) in [*within, *named]]


def label_examples(rows: Sequence[LabelledRow], taxonomy: Taxonomy, shuffle: np.random.Generator) -> Iterator[Example]:
    """Each text with what is said of its leaf, and with another text of that leaf where there is one."""
    by_leaf: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        by_leaf[row.category].append(row.message.text[:READ_AT_MOST])
    for leaf in sorted(by_leaf):
        texts = [by_leaf[leaf][number] for number in shuffle.permutation(len(by_leaf[leaf])).tolist()]
        node = taxonomy.leaf(leaf)
        said = f"{node.name}. {node.about}"
        for number, text in enumerate(texts):
            yield Example(one=text, other=said, leaf=leaf)
            if len(texts) > 1:
                yield Example(one=text, other=texts[number - 1], leaf=leaf)


def _surprise(torch: Any, model: Any, batch: Sequence[Example]) -> Any:  # noqa: ANN401
    """How unlikely it is to find the other half of each example among those of other leaves (cross-entropy)."""
    one, other = (_directions(torch, model, side) for side in ([e.one for e in batch], [e.other for e in batch]))
    leaves = np.unique([example.leaf for example in batch], return_inverse=True)[1]
    alike = torch.from_numpy((leaves[:, None] == leaves[None, :]) & ~np.eye(len(batch), dtype=bool))
    likeness = (SCALE * one @ other.T).masked_fill(alike.to(one.device), -torch.inf)
    return torch.nn.functional.cross_entropy(likeness, torch.arange(len(batch), device=one.device))


def _directions(torch: Any, model: Any, texts: list[str]) -> Any:  # noqa: ANN401
    features = {name: value.to(model.device) for name, value in model.preprocess(texts).items()}
    return torch.nn.functional.normalize(model(features)["sentence_embedding"])
