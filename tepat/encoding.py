"""Train an encoder of one's own from the command line."""

from pathlib import Path

from classifier.own_encoder import pairs_of, train_encoder
from classifier.rows import Columns, read_rows
from complaints.directory import shipped_directory, shipped_taxonomy
from tepat.labelled import read_labelled
from tepat.predicting import open_directory
from tepat.settings import Settings


def encode_job(settings: Settings, data: Path | None, columns: Columns, taxonomy: Path | None, out: Path) -> int:
    """Train on these texts (None: those that come along) with their tree and the directory; the number of pairs.

    Raises what read_labelled and train_encoder raise.
    """
    if data is None:
        tree = shipped_taxonomy()
        pairs = pairs_of(read_rows(settings.training_data, tree, split="train"), tree, shipped_directory())
    else:
        directory, known = open_directory(settings)
        given = read_labelled(data, columns, known, taxonomy)
        pairs = pairs_of(given.rows, given.taxonomy, directory)
    train_encoder(pairs, out)
    return len(pairs)
