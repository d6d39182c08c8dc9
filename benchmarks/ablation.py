"""What each part of our model is worth: on real texts, and on those that come along by voices left out.

    python -m benchmarks.ablation --real FOLDER [--encoder FOLDER_OR_NAME]

Of the real texts the last 20 %, on which benchmarks.peers tests, play no part here, so that settings may be chosen by
it: of the rest the first 80 % train and the others test. An encoder (`tepat train-encoder` makes one) is one variant
more.
"""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from rich.console import Console
from sklearn.model_selection import GroupKFold

from benchmarks.ablation_page import row, write_page
from benchmarks.ablation_variants import (
    OURS,
    REAL,
    SHIPPED,
    WRITTEN,
    Scores,
    Task,
    Variant,
    add_bayes,
    add_neighbours,
    score_hashed,
)
from benchmarks.peer_models import Corpus
from benchmarks.peers import SURABAYA, TRAIN_SHARE, read_split
from benchmarks.results import fingerprint, write
from benchmarks.selective import Answers, measure_answers
from classifier.encoders import Encoder, find_encoder
from classifier.rows import read_rows
from classifier.scoring import softmax
from complaints.directory import shipped_taxonomy
from complaints.taxonomy import flat_taxonomy
from tepat.settings import Settings

TEMPERATURE = 0.12
FOLDS = 3
ENCODED = "with an encoder ({name})"
REAL_TITLE = "Real reports to a city, by time ({texts} texts in the test; the last 20 % of all were never looked at)"
WRITTEN_TITLE = "The texts that come along, to 47 leaves, voices left out ({texts} texts)"


@dataclass(frozen=True, kw_only=True)
class Table:
    """A way to score each variant, with the truth of what is scored."""

    short: str
    title: str
    tasks: Sequence[Task]
    truth: Sequence[str]
    places: Sequence[int]
    """Where each text that the tasks score, in their order, stands among the truth."""

    def measure(self, score: Callable[[Task], Scores]) -> Mapping[str, float]:
        """Figures over all tasks together."""
        shares = [softmax(score(task) / TEMPERATURE) for task in self.tasks]
        said = [task.classes[best] for task, p in zip(self.tasks, shares, strict=True) for best in p.argmax(axis=1)]
        truth = [self.truth[place] for place in self.places]
        right = np.array([one == other for one, other in zip(said, truth, strict=True)])
        sure = np.concatenate([p.max(axis=1) for p in shares])
        return measure_answers(Answers(labels=said, sure=sure, right=right), truth)


def main() -> None:
    """Measure every variant, write benchmarks/results/ablation.json and docs/ablation.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--real", type=Path, help="folder with the real texts; without it nothing is measured")
    parser.add_argument("--encoder", default="", help="folder or name of a sentence-transformers model")
    parser.add_argument("--jobs", type=int, default=2, help="how many variants at once")
    parser.add_argument(
        "--kept", type=Path, help="folder that keeps each variant's figures: a run that was cut off goes on"
    )
    arguments = parser.parse_args()
    real: Path | None = arguments.real
    console = Console()
    if not real or not (real / SURABAYA).exists():
        console.print(f"Ablation skipped: no {SURABAYA} by --real FOLDER.")
        return
    encoder = find_encoder(arguments.encoder) if arguments.encoder else None
    texts = Settings().training_data
    tables = [
        (real_table(real / SURABAYA), {**scorers_of(REAL, OURS, encoder), **ensembles(REAL[OURS])}),
        (written_table(texts), scorers_of(WRITTEN, SHIPPED, encoder)),
    ]
    work = [
        delayed(_measure)(table, name, score, arguments.kept)
        for table, scorers in tables
        for name, score in scorers.items()
    ]
    measured = iter(Parallel(n_jobs=arguments.jobs, verbose=1)(work))
    pages, figures = [], {}
    for table, scorers in tables:
        rows = [(name, next(measured)) for name in scorers]
        pages.append((table.title, rows))
        figures |= {f"{table.short}, {name}: {key}": value for name, one in rows for key, value in one.items()}
    write_page(pages, datetime.now(tz=UTC).date())
    data = {SURABAYA: fingerprint(real / SURABAYA), "texts": fingerprint(texts)}
    console.print(f"[dim]{write('ablation', figures, data)}[/]")


def scorers_of(
    variants: Mapping[str, Variant], ours: str, encoder: Encoder | None
) -> dict[str, Callable[[Task], Scores]]:
    """The ways to score of these variants, ours with the encoder too."""
    scorers = {name: variant.score for name, variant in variants.items()}
    if encoder:
        scorers[ENCODED.format(name=Path(encoder.name).name)] = replace(variants[ours], encoder=encoder).score
    return scorers


def ensembles(ours: Variant) -> dict[str, Callable[[Task], Scores]]:
    """Other learners, alone and beside ours."""
    return {
        "hashing instead of a vocabulary": score_hashed,
        "beside complement naive Bayes": lambda task: add_bayes(ours.score(task), task),
        "beside the 30 nearest texts": lambda task: add_neighbours(ours.score(task), task),
    }


def _measure(table: Table, name: str, score: Callable[[Task], Scores], kept: Path | None) -> Mapping[str, float]:
    place = kept / f"{table.short}, {name}.json" if kept else None
    if place and place.exists():
        known: dict[str, float] = json.loads(place.read_text(encoding="utf-8"))
        return known
    figures = table.measure(score)
    if place:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(json.dumps(figures), encoding="utf-8")
    print(row(name, figures), flush=True)
    return figures


def real_table(path: Path) -> Table:
    """One task: the later part of what the peers train on."""
    learn, check = halve(read_split(path)[0])
    task = Task(learn=learn.texts, labels=learn.labels, check=check.texts, taxonomy=flat_taxonomy(learn.labels))
    title = REAL_TITLE.format(texts=len(check.texts))
    return Table(short="surabaya", title=title, tasks=[task], truth=check.labels, places=range(len(check.labels)))


def written_table(path: Path) -> Table:
    """A task for each third of the voices."""
    taxonomy = shipped_taxonomy()
    rows = read_rows(path, taxonomy, split="train")
    texts, labels = [row.message.text for row in rows], [row.category for row in rows]
    splits = list(GroupKFold(FOLDS).split(rows, groups=[row.voice for row in rows]))
    tasks = [
        Task(
            learn=[texts[number] for number in learn],
            labels=[labels[number] for number in learn],
            check=[texts[number] for number in check],
            taxonomy=taxonomy,
        )
        for learn, check in splits
    ]
    places = [int(number) for _, check in splits for number in check]
    title = WRITTEN_TITLE.format(texts=len(rows))
    return Table(short="written", title=title, tasks=tasks, truth=labels, places=places)


def halve(corpus: Corpus) -> tuple[Corpus, Corpus]:
    """The first 80 % and the rest."""
    cut = int(len(corpus.texts) * TRAIN_SHARE)
    return _take(corpus, slice(0, cut)), _take(corpus, slice(cut, None))


def _take(corpus: Corpus, part: slice) -> Corpus:
    return Corpus(texts=corpus.texts[part], labels=corpus.labels[part], moments=corpus.moments[part])


if __name__ == "__main__":
    main()
