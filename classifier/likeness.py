"""How alike two reports are: a small fixed vector for each, from its words alone, with nothing that was learnt.

Every word stands for a few signed places of the vector, and so does every piece of it, so that misspelt words stay
near. The places come from a hash: a sparse random projection (Achlioptas 2003, J. Comput. Syst. Sci. 66) whose seed is
the word itself. The same text gives the same vector on every machine, for as long as LIKENESS keeps its name.
"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from classifier.words import cut_pieces, cut_words, normalise_word
from complaints.report import Message

LIKENESS = "words-256-1"
SIZE = 256
PLACES = 8
PIECE = 4
PIECES_WEIGHT = 0.6
COMMON_WEIGHT = 0.15
STEPS = 100
"""The longest value of a vector is this number: whole numbers are quick to send, and cosines know no scale."""
COMMON_WORDS = """
    a ada adalah admin agar akan aku an and anda apa assalamualaikum atas atau bagaimana bantuan bantuannya bapak
    belum bisa blm bs bu bukan dalam dan dari demikian dengan di dia dlm for ga gak gimana gw hari hormat i ibu in
    ini is itu jadi jd juga kalau kalo kami karena kasih ke kenapa kita kl krn lagi malam masih mhn min mohon my
    nggak nya of oleh pada pagi pak perhatian perhatiannya saat salam sampai saya sdh sebagai selamat siang sore
    sudah supaya sy tanggal tapi tdk terima terimakasih tetapi the tidak tlg to tolong tp udah untuk wb wr yang yth
"""
COMMON = frozenset(COMMON_WORDS.split())
Vectors = NDArray[np.int8]


def likeness_vectors(messages: Sequence[Message]) -> Vectors:
    """A vector for each message (messages x 256), to be compared by cosine; all zeros where there is no word."""
    counted = [Counter([_normalised(word) for word in cut_words(message.text)]) for message in messages]
    numbers: dict[str, int] = {}
    columns = [numbers.setdefault(word, len(numbers)) for words in counted for word in words]
    times = np.array([times for words in counted for times in words.values()], dtype=np.float32)
    ends = np.cumsum([0, *(len(words) for words in counted)])
    of_words = np.stack([_vector_of(word) for word in numbers]) if numbers else np.zeros((0, SIZE), dtype=np.float32)
    counts = sparse.csr_matrix((1.0 + np.log(times), columns, ends), shape=(len(messages), len(numbers)))
    vectors = np.asarray(counts @ of_words)
    longest = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-9)
    scaled: Vectors = np.rint(vectors / longest * STEPS).astype(np.int8)
    return scaled


_normalised = lru_cache(maxsize=50_000)(normalise_word)


@lru_cache(maxsize=30_000)
def _vector_of(word: str) -> NDArray[np.float32]:
    """The signed places of a word and, smaller, of its pieces of four letters; common words weigh little."""
    features = [f"w:{word}", *(f"p:{piece}" for piece in cut_pieces(word, PIECE, PIECE))]
    digests = b"".join([blake2b(feature.encode(), digest_size=2 * PLACES).digest() for feature in features])
    hashed = np.frombuffer(digests, dtype=np.uint8).reshape(len(features), 2 * PLACES)
    weights = np.full(len(features), PIECES_WEIGHT / max(1, len(features) - 1) ** 0.5)
    weights[0] = 1.0
    signed = np.where(hashed[:, PLACES:] & 1, 1.0, -1.0) * weights[:, None]
    vector = np.bincount(hashed[:, :PLACES].ravel(), signed.ravel(), minlength=SIZE)
    return np.asarray(vector * (COMMON_WEIGHT if word in COMMON else 1.0), dtype=np.float32)
