"""Names of offices that are misspelt: only behind words for their kind, where few names can be meant."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from complaints.name_words import words_in

Spellings = Mapping[tuple[str, str], Sequence[str]]
"""From a kind of office and a first letter to the joined names of such offices and of the towns that they serve."""

SHORTEST = 7
"""Letters of a name that may hold a slip: shorter ones (Serang, Padang) lie too near to ordinary words."""
LONG = 10
"""Letters of a name that may hold two slips."""
NEVER_NAMES = words_in(
    """
    arahan asuhan bandang bandara bandaranya bandeng banding bangga bangkai bangkok banjir batangan bawaan
    bayangan belasan belatung bentang bilangan binaan bintara blangko bungkus gantung gedung kabupatennya
    kalimalang kamana kandang kandungan kangen kebayoran kelinci kendala kendali kenduri kosambi kutipan labuan
    lambang langgar langka langkah lembaga madinah mading magang mangga melaka membawahi meneng menggali meninjau
    mentang mungkin ngarang pamitan pandang panduan pangumuman panjangkan pantai pasangan pasaran pecalang
    pekarangan pematang penanam penang penawaran penguburan pengukuran pengurusan pincang rangka rangkap salahkan
    sampan samping sanggah sanggar sekadar sekarang sekurang selasar semingguan sentuh seorang sepinggang serdang
    silakan simpang singkep sukamakmur suralaya tabrakan tahanan tahunan tarikan temenggung tertanggung
    """
)
"""Ordinary words that are a slip away from such a name."""


def spellings_of(pairs: Iterable[tuple[str, str]]) -> Spellings:
    """The table of these pairs of a kind and a joined name."""
    table: dict[tuple[str, str], set[str]] = defaultdict(set)
    for kind, name in pairs:
        if len(name) >= SHORTEST - 2:
            table[kind, name[0]].add(name)
    return {key: tuple(sorted(names)) for key, names in table.items()}


def closest_name(words: Sequence[str], kinds: Iterable[str], spellings: Spellings) -> str:
    """The one name of these kinds that is a slip of the pen away, "" where there is none or more than one.

    A slip is a letter too many, too few or wrong, or two swapped (optimal string alignment); the first letter stands.
    """
    joined = "".join(words)
    if len(joined) < SHORTEST - 1 or any(word in NEVER_NAMES for word in words):
        return ""
    near: dict[str, int] = {}
    for kind in kinds:
        names = spellings.get((kind, joined[0]), ())
        slips = 2 if len(joined) >= LONG and len(words) == 1 else 1
        near |= {
            name: away for name, away, _ in process.extract(joined, names, scorer=OSA.distance, score_cutoff=slips)
        }
    best = [name for name, away in near.items() if away == min(near.values())]
    return best[0] if len(best) == 1 and len(best[0]) >= SHORTEST else ""
