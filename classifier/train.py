"""From labelled rows to a stored model: learn, calibrate, fit the policy, measure, write."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version as version_of_package
from pathlib import Path
from typing import Any

import numpy as np

from classifier.alarm_training import learn_alarm
from classifier.calibration import CALIBRATION, Calibration
from classifier.encoders import Encoder, describe
from classifier.evaluate import Evaluation, OfficeScore, measure
from classifier.folds import Progress
from classifier.groups import LeftOut
from classifier.heads import Parts, Recipe
from classifier.model_card import draw_pictures
from classifier.rows import LabelledRow, group_of, mask_rows
from classifier.storing import store_model
from classifier.temperatures import calibrated, fit_temperatures
from classifier.thinning import thin
from classifier.tuning import Contest, Setting, Tune, learn, learn_tuned
from classifier.urgent_texts import UrgentText
from complaints.directory import Directory
from complaints.guarantee import Terms
from complaints.office import OfficeMatcher
from complaints.prediction import Prediction, suggested_path
from complaints.routing import RoutingPolicy
from complaints.taxonomy import Taxonomy

ORDINARY = 10_000
"""Ordinary reports that alarms are learnt against at most: every so many of the rows."""
LIBRARIES = ("numpy", "scikit-learn", "scipy", "skops")


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Who gave the rows (this project, or somebody else), and what is left out together when they are checked."""

    own: bool = True
    left_out: LeftOut = LeftOut.VOICES


@dataclass(frozen=True, kw_only=True)
class TrainedModel:
    """A model in its folder, with its policy and how it did on texts of voices left out.

    `contests` are those of an encoder that was tuned on the labels; it was kept where it won them all.
    """

    version: str
    folder: Path
    policy: RoutingPolicy
    held_out: Evaluation
    contests: tuple[Contest, ...] = ()


def say_nothing(step: str, done: int, total: int) -> None:
    """A progress that nobody watches."""


def train(
    rows: Sequence[LabelledRow],
    taxonomy: Taxonomy,
    out_dir: Path,
    progress: Progress = say_nothing,
    *,
    directory: Directory | None = None,
    origin: Origin = Origin(),
    recipe: Recipe | None = None,
    encoder: Encoder | None = None,
    tune: Tune | None = None,
    jobs: int = 2,
    terms: Terms | None = None,
    urgent_texts: Sequence[UrgentText] = (),
    sampled: Sequence[float | None] | None = None,
) -> TrainedModel:
    """Train on these rows, masked, and store the model as out_dir/<version>; the same rows give the same bytes.

    Temperature, policy and scores come from texts of groups left out (see group_of), so rows of a holdout must not be
    among `rows`. With a `directory` the precision of the office matcher is measured too. `terms` are what the policy
    promises to a stream from which rows were drawn, each with a probability in proportion to `sampled` (all alike where
    None; see complaints.coverage): thresholds weigh them by it, temperature and scores rest on a plain sample (see
    classifier.thinning), and rows that have none are learnt from, but judge nothing. Without `urgent_texts` the
    model raises no alarms. With an `encoder` its vectors stand beside the counted words; with `tune` those of one that
    is tuned on the rows, where they are surely better (see learn_tuned). `progress` hears of the steps "tune", "folds"
    and "write". Raises TooFewRows, or what `tune` raises.
    """
    given, rows = rows, mask_rows(rows)
    kept = thin(sampled) if sampled is not None else None
    plain = np.arange(len(rows)) if kept is None else kept
    how = Setting(taxonomy=taxonomy, recipe=recipe or Recipe(), encoder=encoder, jobs=jobs, progress=progress)
    learnt = learn_tuned(rows, how, tune, kept, out_dir) if tune else learn(rows, how)
    parts, held_out = learnt.parts, learnt.held_out
    ordinary = rows[:: -(-len(rows) // ORDINARY)]
    alarm = learn_alarm(parts.features, urgent_texts, ordinary, jobs=jobs) if urgent_texts else None
    checked = [rows[number] for number in plain]
    fit_temperatures(parts, held_out.take(plain), checked)
    everything = calibrated(parts, held_out)
    calibration = Calibration.of(everything, rows, taxonomy, terms or Terms(), sampled)
    predictions = [everything[number] for number in plain]
    policy = calibration.policy_under(calibration.terms)
    if directory:
        matcher = OfficeMatcher(directory)
        predictions = [_find_office(matcher, taxonomy, *pair) for pair in zip(predictions, checked, strict=True)]
    evaluation = measure(predictions, policy, taxonomy, checked)
    card = _describe(given, taxonomy, parts, policy, held_out=evaluation, origin=origin)
    card |= {"encoder": describe(learnt.encoder) if learnt.encoder else None}
    card |= {"urgency": alarm.figures.to_dict() if alarm else None}
    card |= {"tuning": [asdict(contest) for contest in learnt.contests]} if tune else {}
    pictures = draw_pictures(predictions, policy, taxonomy, checked)
    progress("write", 0, 1)
    companions = {name: picture.encode() for name, picture in pictures.items()} | {CALIBRATION: calibration.pack()}
    files = learnt.encoder.files if learnt.encoder else {}
    folder = store_model(
        out_dir, card, parts, policy, alarm=alarm, taxonomy=taxonomy, companions=companions, more=files
    )
    progress("write", 1, 1)
    return TrainedModel(
        version=folder.name, folder=folder, policy=policy, held_out=evaluation, contests=learnt.contests
    )


def _find_office(matcher: OfficeMatcher, taxonomy: Taxonomy, prediction: Prediction, row: LabelledRow) -> Prediction:
    """The prediction with its offices, found among the kinds that the suggested leaf names."""
    path = suggested_path(taxonomy, prediction.leaves)[-1].path
    return replace(prediction, offices=matcher.match(row.message, taxonomy.nodes[path].office_types))


def _precision_of(offices: OfficeScore | None) -> dict[str, float]:
    """For each way to find an office its share of right answers."""
    return {how: right / decided for how, (decided, right) in offices.by_how.items()} if offices else {}


def _describe(
    rows: Sequence[LabelledRow],
    taxonomy: Taxonomy,
    parts: Parts,
    policy: RoutingPolicy,
    *,
    held_out: Evaluation,
    origin: Origin,
) -> dict[str, Any]:
    """The manifest without the hashes of the files and the name."""
    return {
        "format": 1,
        "data": {
            "rows": len(rows),
            "voices": len(set(group_of(rows))),
            "sha256": fingerprint(rows),
            **asdict(origin),
        },
        "levels": list(taxonomy.levels),
        "paths": {str(leaf): list(taxonomy.path_of_leaf[leaf]) for leaf in parts.leaves.classes_},
        "klasifikasi": [str(kind) for kind in parts.klasifikasi.classes_] if parts.klasifikasi else [],
        "temperature": {
            "leaves": parts.leaves.temperature_,
            "klasifikasi": parts.klasifikasi.temperature_ if parts.klasifikasi else None,
        },
        "policy": policy.version,
        "office_precision": _precision_of(held_out.office),
        "held_out": held_out.to_dict(),
        "libraries": {name: version_of_package(name) for name in LIBRARIES},
    }


def fingerprint(rows: Sequence[LabelledRow]) -> str:
    """A SHA-256 over the rows as they were read, in their order."""
    content = "\n".join(json.dumps(asdict(row), sort_keys=True) for row in rows)
    return hashlib.sha256(content.encode()).hexdigest()
