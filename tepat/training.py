"""Train from the command line: on the texts that come along, or on labelled rows of any instansi."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from classifier.contrast import LabelTuner
from classifier.encoders import Encoder, find_encoder
from classifier.heads import SHIPPED_RECIPE
from classifier.registry import set_current
from classifier.rows import Columns, read_rows
from classifier.train import TrainedModel, train
from classifier.tuning import Contest
from classifier.urgent_texts import read_urgent_texts
from complaints.directory import Directory, shipped_directory, shipped_taxonomy
from complaints.guarantee import Terms
from complaints.numerals import numeral
from complaints.taxonomy import Taxonomy
from tepat.labelled import read_labelled
from tepat.predicting import open_directory
from tepat.settings import Settings
from tepat.wording import Language, say

SHOWN = {"tuned": ".1%", "without": ".1%", "low": "+.1%", "high": "+.1%", "texts": ","}


@dataclass(frozen=True, kw_only=True)
class Job:
    """What to train on (None: the texts that come along), for which tree (None: see read_labelled), and where to.

    `encoder` is a folder or a name of sentence-transformers ("": none), `tuning` whether it (or a new one) is tuned on
    the labels; `terms` are what the policy promises (None: the usual ones).
    """

    data: Path | None
    taxonomy: Path | None
    columns: Columns
    out: Path
    keep_current: bool
    encoder: str = ""
    tuning: bool = False
    terms: Terms | None = None


@dataclass(frozen=True, kw_only=True)
class DoneJob:
    """The model, and whether it is now the current one of its folder."""

    trained: TrainedModel
    current: bool


def run_job(settings: Settings, job: Job, console: Console) -> DoneJob:
    """Train with a progress bar, and make the model the current one where reports here can be routed with it.

    In a folder of its own a model becomes the current one in any case. Raises InvalidRows, InvalidTaxonomy,
    UnreadableFile, TooFewRows, EncoderMissing or EncoderPackagesMissing.
    """
    with _show_progress(console, settings.lang) as show:
        trained, tree = (_train_given if job.data or job.taxonomy else _train_shipped)(settings, job, show)
    fits = job.out.resolve() != settings.models.resolve() or _fits(tree, open_directory(settings)[1])
    if fits and not job.keep_current:
        set_current(job.out, trained.version)
    return DoneJob(trained=trained, current=fits and not job.keep_current)


Show = Callable[[str, int, int], None]


def _train_shipped(settings: Settings, job: Job, show: Show) -> tuple[TrainedModel, Taxonomy]:
    taxonomy, directory = shipped_taxonomy(), shipped_directory()
    rows = read_rows(settings.training_data, taxonomy, split="train")
    trained = train(
        rows,
        taxonomy,
        job.out,
        show,
        directory=directory,
        recipe=SHIPPED_RECIPE,
        encoder=_encoder_of(job),
        tune=_tuner_of(job, taxonomy, directory),
        terms=job.terms,
        urgent_texts=read_urgent_texts(settings.urgency_texts),
    )
    return trained, taxonomy


def _train_given(settings: Settings, job: Job, show: Show) -> tuple[TrainedModel, Taxonomy]:
    directory, known = open_directory(settings)
    data = read_labelled(job.data or settings.training_data, job.columns, known, job.taxonomy)
    offices = directory if _fits(data.taxonomy, known) else None
    trained = train(
        data.rows,
        data.taxonomy,
        job.out,
        show,
        directory=offices,
        origin=data.origin,
        encoder=_encoder_of(job),
        tune=_tuner_of(job, data.taxonomy, offices),
        terms=job.terms,
        urgent_texts=read_urgent_texts(settings.urgency_texts),
    )
    return trained, data.taxonomy


def _encoder_of(job: Job) -> Encoder | None:
    return find_encoder(job.encoder) if job.encoder else None


def _tuner_of(job: Job, taxonomy: Taxonomy, directory: Directory | None) -> LabelTuner | None:
    return LabelTuner(start=job.encoder, taxonomy=taxonomy, directory=directory) if job.tuning else None


def _fits(taxonomy: Taxonomy, known: Taxonomy) -> bool:
    """Whether every leaf stands where it stands in the known tree."""
    return taxonomy.levels == known.levels and taxonomy.path_of_leaf.items() <= known.path_of_leaf.items()


def tell_contests(contests: Sequence[Contest], language: Language) -> list[str]:
    """How a tuned encoder did against each rival, and whether it is kept; nothing where none was tuned."""
    lines = [
        say(
            language,
            f"train.contest.{one.rival.name.lower()}",
            **{name: numeral(getattr(one, name), form, language) for name, form in SHOWN.items()},
        )
        for one in contests
    ]
    kept = "train.tuned" if all(one.won for one in contests) else "train.not_tuned"
    return [*lines, say(language, kept)] if lines else []


@contextmanager
def _show_progress(console: Console, language: Language) -> Iterator[Show]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        tasks: dict[str, TaskID] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = progress.add_task(say(language, f"train.{step}"), total=total)
            progress.update(tasks[step], completed=done, total=total)

        yield show
