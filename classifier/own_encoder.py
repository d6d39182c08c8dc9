"""A static embedding of one's own, trained with sentence-transformers on texts without their labels.

What stands in one report belongs together: its title and its body, the two halves of its body; so do a name and what
is said of it. Texts of other pairs are taken for strangers (multiple negatives ranking: Henderson et al. 2017,
"Efficient Natural Language Response Suggestion for Smart Reply"). Since no label is learnt from, a model that is
checked on rows left out may use it.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from classifier.errors import EncoderPackagesMissing, TooFewRows
from classifier.rows import LabelledRow, mask_rows
from classifier.words import WORD_AT_MOST, cut_words
from complaints.directory import Directory
from complaints.errors import Problem
from complaints.report import Message
from complaints.taxonomy import Taxonomy

DIMENSIONS = 256
WORDS, ENDS = 12_000, 4_000
LONGEST_END = 5
EPOCHS = 5
AT_ONCE = 128
RATE = 5e-3
SHORTEST_HALF = 5
UNKNOWN = "[UNK]"
Pair = tuple[str, str]


def pairs_of(rows: Sequence[LabelledRow], taxonomy: Taxonomy, directory: Directory | None = None) -> list[Pair]:
    """Texts that belong together, from reports (masked), from the tree, and from the directory."""
    pairs = [pair for row in mask_rows(rows) for pair in halves_of(row.message)]
    nodes = [taxonomy.leaf(leaf) for leaf in taxonomy.leaves]
    pairs += [(node.name, node.about) for node in nodes if node.about]
    pairs += [(taxonomy.label(node.path[:-1]), node.name) for node in nodes if len(node.path) > 1]
    if directory:
        pairs += [(unit.name, unit.topics) for unit in directory.units if unit.topics]
        pairs += [(office.name, alias) for office in directory.offices for alias in office.aliases]
    return pairs


def halves_of(message: Message) -> Iterator[Pair]:
    """What belongs together in one report: its title and its body, the two halves of its body."""
    if message.judul.strip():
        yield message.judul, message.isi
    words = message.isi.split()
    if len(words) >= 2 * SHORTEST_HALF:
        yield " ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])


def train_encoder(pairs: Sequence[Pair], out: Path, *, epochs: int = EPOCHS) -> Path:
    """Train on these pairs and store a folder that sentence-transformers and `tepat train --encoder` read.

    The same pairs give the same vectors. Raises TooFewRows, or EncoderPackagesMissing without sentence-transformers.
    """
    if len(pairs) < 2:
        raise TooFewRows(Problem(code="pairs_too_few", field="pairs"))
    torch, package = open_packages()
    model = fresh_model(text for pair in pairs for text in pair)
    loss = package.sentence_transformer.losses.MultipleNegativesRankingLoss(model)
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    shuffle = np.random.default_rng(0)
    for batch in (batch for _ in range(epochs) for batch in batches(len(pairs), AT_ONCE, shuffle)):
        sides = [model.preprocess([pairs[number][side] for number in batch]) for side in (0, 1)]
        optimizer.zero_grad()
        loss(sides, None).backward()
        optimizer.step()
    model.save(str(out), create_model_card=False)
    return out


def open_packages() -> tuple[Any, Any]:
    """Torch with its seed set, and sentence-transformers. Raises EncoderPackagesMissing."""
    try:
        import sentence_transformers
        import torch
    except ImportError as error:
        values = {"packages": "sentence-transformers, torch", "extra": "tepat[encoder]"}
        raise EncoderPackagesMissing(Problem(code="encoder_packages", field="(train)", values=values)) from error
    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
    torch.manual_seed(0)
    return torch, sentence_transformers


def fresh_model(texts: Iterable[str]) -> Any:  # noqa: ANN401
    """A SentenceTransformer that knows the words of these texts, with vectors by chance, always the same ones.

    From here on torch uses one thread, so that what is trained is the same again.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    torch.set_num_threads(1)
    tokenizer = _learn_tokenizer(texts)
    start = np.random.default_rng(0).normal(0, 0.1, (tokenizer.get_vocab_size(), DIMENSIONS)).astype(np.float32)
    module = StaticEmbedding(tokenizer, embedding_weights=start)
    return SentenceTransformer(modules=[module], device="cpu")


def _learn_tokenizer(texts: Iterable[str]) -> Any:  # noqa: ANN401
    """Words, and ends of words for the others, each the most frequent ones; the package has no types.

    Its own trainers break ties by chance, so that the same texts would give another tokenizer each time.
    """
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    words = Counter(word.lower() for text in texts for word in cut_words(text))
    ends: Counter[str] = Counter()
    for word, times in words.items():
        for size in range(1, min(LONGEST_END, len(word)) + 1):
            ends[f"##{word[-size:]}"] += times
    tokens = [UNKNOWN, *_most_frequent(words, WORDS), *_most_frequent(ends, ENDS)]
    numbers = {token: number for number, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.WordPiece(numbers, unk_token=UNKNOWN, max_input_chars_per_word=WORD_AT_MOST))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return tokenizer


def _most_frequent(counted: Mapping[str, int], most: int) -> list[str]:
    often = [key for key, times in counted.items() if times > 1]
    return sorted(often, key=lambda key: (-counted[key], key))[:most]


def batches(size: int, at_once: int, shuffle: np.random.Generator) -> Iterator[list[int]]:
    """The numbers below `size` in an order by chance, so many at a time."""
    order = shuffle.permutation(size).tolist()
    return (order[start : start + at_once] for start in range(0, size, at_once))
