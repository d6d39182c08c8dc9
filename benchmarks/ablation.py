"""What each part of our model is worth, on the training part of the real texts: its first 80 % train, the rest test.

    python -m benchmarks.ablation --real FOLDER

The last 20 % of all texts, on which benchmarks.peers tests, play no part here, so that settings may be chosen by it.
"""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from scipy import sparse

from benchmarks.peer_models import Corpus
from benchmarks.peers import SURABAYA, TRAIN_SHARE, read_split
from benchmarks.results import fingerprint, write
from benchmarks.selective import Answers, measure_answers
from classifier.estimators import LinearHead, TextFeatures
from classifier.scoring import softmax

PAGE = Path(__file__).parent.parent / "docs" / "ablation.md"
TEMPERATURE = 0.12
HEAD = """# What each part is worth

Written by `python -m benchmarks.ablation --real FOLDER`: real reports to a city, the first 64 % by time train, the next
16 % test. The last 20 %, on which docs/peers.svg rests, were never looked at for a choice. Differences below about 1
point are noise: there are {texts} texts in the test.

| variant | accuracy | macro-F1 | AURC | automated at 90 % precision |
|---|---|---|---|---|
"""


@dataclass(frozen=True, kw_only=True)
class Variant:
    """A way to train: how strongly, with which pieces of words, and whether the names of the leaves are learnt too."""

    strength: float = 0.3
    names: bool = True
    shortest: int = 3
    longest: int = 5


VARIANTS = {
    "ours: C 0.3, names of the leaves, pieces of 3 to 5": Variant(),
    "without names": Variant(names=False),
    "C 3": Variant(strength=3.0),
    "C 3, without names": Variant(strength=3.0, names=False),
    "pieces of 2 to 6": Variant(shortest=2, longest=6),
}


def main() -> None:
    """Measure every variant, write benchmarks/results/ablation.json and docs/ablation.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--real", type=Path, help="folder with the real texts; without it nothing is measured")
    real: Path | None = parser.parse_args().real
    console = Console()
    if not real or not (real / SURABAYA).exists():
        console.print(f"Ablation skipped: no {SURABAYA} by --real FOLDER.")
        return
    learn, check = halve(read_split(real / SURABAYA)[0])
    measured = {}
    for name, variant in VARIANTS.items():
        measured[name] = measure(variant, learn, check)
        console.print(_row(name, measured[name]))
    rows = "\n".join(_row(name, figures) for name, figures in measured.items())
    PAGE.write_text(HEAD.format(texts=len(check.texts)) + rows + "\n", encoding="utf-8")
    figures = {f"{name}: {key}": value for name, one in measured.items() for key, value in one.items()}
    console.print(f"[dim]{write('ablation', figures, {SURABAYA: fingerprint(real / SURABAYA)})}[/]")


def halve(corpus: Corpus) -> tuple[Corpus, Corpus]:
    """The first 80 % and the rest."""
    cut = int(len(corpus.texts) * TRAIN_SHARE)
    return _take(corpus, slice(0, cut)), _take(corpus, slice(cut, None))


def _take(corpus: Corpus, part: slice) -> Corpus:
    return Corpus(texts=corpus.texts[part], labels=corpus.labels[part], moments=corpus.moments[part])


def measure(variant: Variant, learn: Corpus, check: Corpus) -> Mapping[str, float]:
    """Train this variant and test it."""
    features = TextFeatures(shortest=variant.shortest, longest=variant.longest)
    matrix, labels = features.fit_transform(learn.texts), list(learn.labels)
    if variant.names:
        known = sorted(set(labels))
        matrix = sparse.vstack([matrix, features.transform(known)], format="csr")
        labels += known
    head = LinearHead(C=variant.strength).fit(matrix, labels)
    shares = softmax(head.decision_function(features.transform(check.texts)) / TEMPERATURE)
    said = head.classes_[shares.argmax(axis=1)]
    answers = Answers(labels=said.tolist(), sure=shares.max(axis=1), right=said == np.array(check.labels))
    return measure_answers(answers, check.labels)


def _row(name: str, figures: Mapping[str, float]) -> str:
    keys = ("accuracy", "macro_f1", "aurc", "automated_at_90")
    return f"| {name} | " + " | ".join(f"{figures[key]:.1%}" for key in keys) + " |"


if __name__ == "__main__":
    main()
