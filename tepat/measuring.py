"""Train and evaluate from the command line."""

from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from classifier.evaluate import Evaluation, evaluate
from classifier.registry import set_current
from classifier.rows import read_rows
from classifier.train import train
from complaints.directory import shipped_directory, shipped_taxonomy
from complaints.guarantee import Terms
from tepat.predicting import open_predictor
from tepat.settings import Settings
from tepat.wording import Language, say


def evaluate_file(settings: Settings, file: Path, *, split: str = "") -> Evaluation:
    """How the current model does on the labelled rows of this file. Raises InvalidRows, NoModel or ModelDamaged."""
    predictor = open_predictor(settings)
    rows = read_rows(file, predictor.taxonomy, split=split)
    return evaluate(predictor, predictor.policy, predictor.taxonomy, rows)


def train_model(
    data: Path, out: Path, console: Console, language: Language, *, make_current: bool, terms: Terms
) -> str:
    """Train on the rows of split "train" with a progress bar; returns the model's version. Raises InvalidRows.

    `terms` are what the model's policy promises.
    """
    taxonomy = shipped_taxonomy()
    rows = read_rows(data, taxonomy, split="train")
    with _progress(console) as progress:
        tasks: dict[str, TaskID] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = progress.add_task(say(language, f"train.{step}"), total=total)
            progress.update(tasks[step], completed=done, total=total)

        trained = train(rows, taxonomy, out, show, directory=shipped_directory(), terms=terms)
    if make_current:
        set_current(out, trained.version)
    return trained.version


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
    )
