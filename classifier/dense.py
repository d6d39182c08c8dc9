"""What an encoder makes of rows and of leaves, computed once for all folds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.encoders import Encoder
from classifier.features import Floats
from complaints.taxonomy import Taxonomy


@dataclass(frozen=True, kw_only=True)
class Dense:
    """What an encoder makes of rows (rows x dimensions) and of each leaf's name and description."""

    texts: Floats
    leaves: Mapping[str, Floats]

    def take(self, numbers: NDArray[np.int64]) -> "Dense":
        """That of these rows."""
        return Dense(texts=self.texts[numbers], leaves=self.leaves)

    def leaves_in(self, chosen: Iterable[str]) -> Floats:
        """Those of these leaves, in their order (leaves x dimensions)."""
        rows = [self.leaves[leaf] for leaf in chosen]
        return np.array(rows, dtype=np.float32).reshape(-1, self.texts.shape[1])


def encode_rows(encoder: Encoder, texts: Sequence[str], taxonomy: Taxonomy) -> Dense:
    """The vectors of these texts and of all leaves."""
    nodes = [taxonomy.leaf(leaf) for leaf in taxonomy.leaves]
    vectors = encoder.encode([f"{node.name}. {node.about}" for node in nodes])
    return Dense(texts=encoder.encode(texts), leaves=dict(zip(taxonomy.leaves, vectors, strict=True)))
