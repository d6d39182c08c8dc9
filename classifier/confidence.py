"""How accurate a model is where nobody has labelled anything yet, estimated from how sure it is."""

from dataclasses import dataclass
from pathlib import Path

from classifier.calibration import load_calibration
from classifier.judging import pool_samples
from complaints.drift import fit_confidence
from complaints.routing import RoutingPolicy


@dataclass(frozen=True, kw_only=True)
class LevelConfidence:
    """One level of the tree: the confidence below which as many held-out texts lie as are wrong, and how many of these
    texts were right (0..1)."""

    level: str
    below: float
    accuracy: float


def confidence_of(folder: Path, policy: RoutingPolicy) -> tuple[LevelConfidence, ...]:
    """For each level of the model in this folder, whose own policy this is; empty where it brings no calibration."""
    calibration = load_calibration(folder, policy)
    if calibration is None or not any(len(one.sure) for one in calibration.samples.values()):
        return ()
    pooled = pool_samples(calibration.samples.values())
    return tuple(
        LevelConfidence(
            level=level,
            below=fit_confidence(pooled.sure[:, depth].tolist(), pooled.wrong[:, depth].tolist()),
            accuracy=1 - float(pooled.wrong[:, depth].mean()),
        )
        for depth, level in enumerate(calibration.levels)
    )
