"""What a model knew of texts that it did not learn from, kept beside it: thresholds for any promise follow from it."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from classifier.judging import Sample, gather_kinds, gather_samples
from classifier.policies import fit_samples
from classifier.rows import LabelledRow
from complaints.guarantee import Terms
from complaints.prediction import Prediction
from complaints.routing import RoutingPolicy
from complaints.taxonomy import Taxonomy

CALIBRATION = "calibration.npz"


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """The samples (by branch) to which a model's policy was fitted, its levels from the top down, and its terms;
    `kinds` are those of the klasifikasi, none where the model does not say it.

    It holds probabilities and whether the suggestion was wrong; no text, and nothing from which a text follows.
    """

    samples: Mapping[tuple[str, ...], Sample]
    levels: tuple[str, ...]
    terms: Terms
    kinds: Mapping[tuple[str, ...], Sample] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        predictions: Sequence[Prediction],
        rows: Sequence[LabelledRow],
        taxonomy: Taxonomy,
        terms: Terms,
        sampled: Sequence[float | None] | None = None,
    ) -> "Calibration":
        """From calibrated predictions of texts that were not learnt from, with their labels; see fit_policy. A label of
        which `sampled` (aligned) knows no probability does not count."""
        counted = [number for number in range(len(rows)) if sampled is None or sampled[number] is not None]
        drawn = None if sampled is None else [p for p in sampled if p is not None]
        said, told = [predictions[number] for number in counted], [rows[number] for number in counted]
        return cls(
            samples=gather_samples([one.leaves for one in said], [row.category for row in told], taxonomy, drawn),
            levels=tuple(taxonomy.levels),
            terms=terms,
            kinds=gather_kinds([one.klasifikasi for one in said], [row.klasifikasi for row in told], drawn),
        )

    def policy_under(self, terms: Terms) -> RoutingPolicy:
        """The policy that training under these terms would have fitted, by the same rule on the same labels."""
        return fit_samples(self.samples, self.levels, terms, self.kinds)

    def pack(self) -> bytes:
        """As the bytes of a file: the same calibration always gives the same bytes."""
        about = {
            "branches": [list(branch) for branch in self.samples],
            "kinds": [list(kind) for kind in self.kinds],
            "levels": list(self.levels),
            "terms": {**asdict(self.terms), "alpha_in": [[*item] for item in self.terms.alpha_in.items()]},
        }
        arrays = {"about": np.array(json.dumps(about, sort_keys=True))}
        for number, sample in enumerate([*self.samples.values(), *self.kinds.values()]):
            arrays |= {f"sure_{number}": sample.sure, f"wrong_{number}": sample.wrong}
            if sample.sampled is not None:
                arrays[f"sampled_{number}"] = sample.sampled
        buffer = io.BytesIO()
        np.savez_compressed(buffer, allow_pickle=False, **arrays)
        return buffer.getvalue()


def load_calibration(folder: Path, policy: RoutingPolicy) -> Calibration | None:
    """The calibration of the model in this folder, whose own policy this is.

    None where there is none, or where it is not the one from which the policy follows: then no other may follow.
    """
    try:
        calibration = _read(folder / CALIBRATION)
    except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile):
        return None
    return calibration if calibration.policy_under(calibration.terms).version == policy.version else None


def policy_under(folder: Path, policy: RoutingPolicy, terms: Terms) -> RoutingPolicy | None:
    """The policy under these terms of the model in this folder, whose own policy this is; None: nothing to choose from.

    What was promised to a model's own policy needs no choice: it is that policy.
    """
    calibration = load_calibration(folder, policy)
    if calibration is None:
        return None
    return policy if calibration.terms == terms else calibration.policy_under(terms)


def _read(path: Path) -> Calibration:
    with np.load(path, allow_pickle=False) as arrays:
        about = json.loads(str(arrays["about"]))
        branches = [tuple(branch) for branch in about["branches"]]
        names = branches + [tuple(kind) for kind in about.get("kinds", ())]
        read = [
            Sample(
                sure=arrays[f"sure_{number}"],
                wrong=arrays[f"wrong_{number}"],
                sampled=arrays.get(f"sampled_{number}"),
            )
            for number in range(len(names))
        ]
    cut = len(branches)
    samples, kinds = (dict(zip(names[part], read[part], strict=True)) for part in (slice(cut), slice(cut, None)))
    alpha_in = {tuple(node): alpha for node, alpha in about["terms"]["alpha_in"]}
    terms = Terms(**{**about["terms"], "alpha_in": alpha_in})
    return Calibration(samples=samples, levels=tuple(about["levels"]), terms=terms, kinds=kinds)
