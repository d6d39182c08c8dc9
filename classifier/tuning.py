"""An encoder tuned on the labels is kept only where it is surely better on rows that it was not tuned on.

Each fold gets an encoder of its own, tuned on the rows that the fold learns from; so what it says of the others, from
which temperature, policy and scores follow too, is what the kept one, tuned on all rows, will say of reports to come.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifier.dense import Dense, encode_rows
from classifier.encoders import Encoder, TorchEncoder, keep_with_torch
from classifier.features import Integers
from classifier.folds import HeldOut, Progress, learn_and_check, split_rows
from classifier.heads import Parts, Recipe
from classifier.rows import LabelledRow
from complaints.paired import CONFIDENCE, Compared, Did, Measure, compare
from complaints.taxonomy import Taxonomy

Tune = Callable[[Sequence[LabelledRow]], Encoder]
"""An encoder that was tuned on these rows, masked ones, and on no others."""


class Rival(StrEnum):
    """What a tuned encoder must beat."""

    WORDS = "words alone"
    UNTUNED = "the encoder before tuning"


@dataclass(frozen=True, kw_only=True)
class Contest:
    """The share (0..1) of left-out texts whose category is right, with the tuned encoder and with its rival.

    The difference tuned - without lies between `low` and `high` with CONFIDENCE; above 0 it is won.
    """

    rival: Rival
    texts: int
    without: float
    tuned: float
    low: float
    high: float
    won: bool


@dataclass(frozen=True, kw_only=True)
class Setting:
    """How rows are learnt from; `encoder` stands beside the counted words (None: nothing does)."""

    taxonomy: Taxonomy
    recipe: Recipe
    encoder: Encoder | None
    jobs: int
    progress: Progress


@dataclass(frozen=True, kw_only=True)
class Learnt:
    """A model of all rows, the scores of rows left out, and the encoder that it uses."""

    parts: Parts
    held_out: HeldOut
    encoder: Encoder | None
    contests: tuple[Contest, ...] = ()


def learn(rows: Sequence[LabelledRow], how: Setting, by_fold: Sequence[Dense] = ()) -> Learnt:
    """Train with one encoder for all rows; see learn_and_check for `by_fold` and for what is raised."""
    dense = _see(how.encoder, rows, how.taxonomy) if how.encoder else None
    parts, held_out = learn_and_check(
        rows, how.taxonomy, how.recipe, dense=dense, by_fold=by_fold, jobs=how.jobs, progress=how.progress
    )
    return Learnt(parts=parts, held_out=held_out, encoder=how.encoder)


def learn_tuned(
    rows: Sequence[LabelledRow], how: Setting, tune: Tune, judging: Integers | None, out_dir: Path
) -> Learnt:
    """Train with an encoder tuned on the labels; or as without it, where it does not win.

    It must win against the counted words alone, and against the encoder of `how` where there is one, on the rows
    `judging` (None: all). One that needs torch is stored in `out_dir`. Raises TooFewRows, or what `tune` raises.
    """
    tuned = _learn_with(rows, how, tune)
    plain = learn(rows, how)
    rivals = {Rival.WORDS: plain}
    if how.encoder:
        rivals = {Rival.WORDS: learn(rows, replace(how, encoder=None)), Rival.UNTUNED: plain}
    contests = tuple(_contest(rival, other, tuned, rows, judging) for rival, other in rivals.items())
    if not all(contest.won for contest in contests):
        return replace(plain, contests=contests)
    kept = keep_with_torch(tuned.encoder, out_dir) if isinstance(tuned.encoder, TorchEncoder) else tuned.encoder
    return replace(tuned, encoder=kept, contests=contests)


def _learn_with(rows: Sequence[LabelledRow], how: Setting, tune: Tune) -> Learnt:
    """Train with an encoder tuned on all rows, and check each fold with one tuned on the rows that it learns from."""
    splits = split_rows(rows, how.recipe)
    by_fold = []
    how.progress("tune", 0, len(splits) + 1)
    for number, (known, _) in enumerate(splits, start=1):
        encoder = tune([rows[row] for row in known.tolist()])
        by_fold.append(_see(encoder, rows, how.taxonomy))
        how.progress("tune", number, len(splits) + 1)
    whole = tune(rows)
    how.progress("tune", len(splits) + 1, len(splits) + 1)
    return learn(rows, replace(how, encoder=whole), by_fold)


def _see(encoder: Encoder, rows: Sequence[LabelledRow], taxonomy: Taxonomy) -> Dense:
    return encode_rows(encoder, [row.message.text for row in rows], taxonomy)


def _contest(
    rival: Rival, other: Learnt, tuned: Learnt, rows: Sequence[LabelledRow], judging: Integers | None
) -> Contest:
    chosen = np.arange(len(rows)) if judging is None else judging
    truth = np.array([row.category for row in rows])
    before, after = (_is_right(one.held_out, truth)[chosen].tolist() for one in (other, tuned))
    pairs = [
        Compared(branch=(), sampled=1.0, champion=_did(one), challenger=_did(two))
        for one, two in zip(before, after, strict=True)
    ]
    differences = compare((), pairs, alpha=1.0, strict=(1 - CONFIDENCE) / 2)
    found = next(one for one in differences if one.measure is Measure.SUGGESTED)
    return Contest(
        rival=rival,
        texts=len(pairs),
        without=found.champion,
        tuned=found.challenger,
        low=found.low,
        high=found.high,
        won=found.is_better,
    )


def _is_right(held_out: HeldOut, truth: NDArray[np.str_]) -> NDArray[np.bool_]:
    right: NDArray[np.bool_] = np.array(held_out.names)[held_out.leaves.argmax(axis=1)] == truth
    return right


def _did(is_right: bool) -> Did:
    """Nothing is routed here: only the suggestion is compared."""
    return Did(routed=False, is_wrong=False, is_suggested=is_right)
