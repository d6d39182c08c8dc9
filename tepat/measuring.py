"""Evaluate from the command line."""

from pathlib import Path

from classifier.evaluate import Evaluation, evaluate
from classifier.rows import read_rows
from tepat.predicting import open_predictor
from tepat.settings import Settings


def evaluate_file(settings: Settings, file: Path, *, split: str = "") -> Evaluation:
    """How the current model does on the labelled rows of this file. Raises InvalidRows, NoModel or ModelDamaged."""
    predictor = open_predictor(settings)
    rows = read_rows(file, predictor.taxonomy, split=split)
    return evaluate(predictor, predictor.policy, predictor.taxonomy, rows)
