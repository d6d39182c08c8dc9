"""Names of people, where the text says that one follows: "nama saya ...", "a.n. ...", "hormat saya, ..."."""

import re
from collections.abc import Iterator

from complaints.identifiers import Identifier, IdentifierKind
from complaints.name_words import GIVEN_NAMES, LINKS, NO_PERSON, ORDINARY, TITLES

CUES = (
    *(
        "nama",
        "nm ",
        "a.n",
        " an.",
        " an ",
        "a/n",
        "a. n",
        "perkenalkan",
        "sdr",
        "saudar",
        "hormat saya",
        "hormat kami",
    ),
    *("ttd", "tertanda", "salam,", "salam:", "salam\n"),
)
KIN = (
    r"saya|sy|aku|gue|gw|kami|lengkap|suami|istri|isteri|anak|ibu|ayah|bapak|adik|adek|kakak|orang\ tua|pelapor|pemohon"
    r"|penerima|pengirim|pemilik|terlapor|korban|klien|kandung|rekening|asli|beliau|dia|tersangka|narapidana"
)
SAID_PLAINLY = re.compile(
    rf"""\b(?:
        (?:nama|nm)(?:\ (?:{KIN})(?:ku|nya)?\b){{1,3}}\ ?(?:adalah|ialah|yaitu|itu|:|=|-)?\ ?
      | nama\ ?(?:adalah|ialah|:|=)\ ?
      | (?:{KIN})(?:ku|nya)?\ namanya\ (?:adalah\ )?
      | namaku\ (?:adalah\ )? | bernama\ (?:lengkap\ )?
      | (?:atas\ nama|a\.\ ?n\.?|a/n|(?<!-)an(?:\.|(?=\ ))|dgn\ nama)\ ?:?\ ?(?:(?:{KIN})\ ){{0,2}}
      | perkenalkan,?\ (?:nama\ )?(?:saya|sy|aku),?\ (?:adalah\ )?
      | (?:sdri?|saudari?|saudara)\.?\ (?:a\.n\.?\ )?
      | (?:hormat\ (?:saya|kami)|ttd\.?|tertanda|salam(?=[,:\n]))[ ,:\n]{{1,3}}
    )""",
    re.IGNORECASE | re.VERBOSE,
)
WORD = re.compile(r" ?([^\W\d_](?:[^\W\d_]|['’])*\.?)")
NAME_WORDS_AT_MOST = 6
BEFORE_CUE, BEHIND_CUE = 24, 64
"""Characters around a cue within which the words that announce a name begin and end."""
AFFIXED = re.compile(r"(?:di|ter|ber|meng|meny|mem|men|pe[nm]g?|ke(?=.*an$))[a-z]{4,}")


def find_names(text: str, lowered: str) -> Iterator[Identifier]:
    """Names behind words that announce one, of companies and offices none; `lowered` is the text in small letters.

    In small letters, behind a bare "an" and in a text all in capitals a name must begin with a usual given name.
    """
    for at in _cues_in(lowered):
        for said in SAID_PLAINLY.finditer(text, max(0, at - BEFORE_CUE), at + BEHIND_CUE):
            words = said.group().strip()
            stretch = _name_at(text, said.end(), capitals_tell=not words.isupper() and words.lower() != "an")
            if stretch:
                yield Identifier(kind=IdentifierKind.NAME, start=stretch[0], end=stretch[1])


def _cues_in(lowered: str) -> Iterator[int]:
    """Where cues stand; looking them up so is far cheaper than the pattern on every text."""
    for cue in CUES:
        at = lowered.find(cue)
        while at >= 0:
            yield at
            at = lowered.find(cue, at + len(cue))


def _name_at(text: str, at: int, *, capitals_tell: bool) -> tuple[int, int] | None:
    """The stretch of the name that starts there, with titles before it."""
    first, end, spelt = -1, -1, ""
    for match in _words_from(text, at):
        word = match[1].rstrip(".").lower()
        if word in NO_PERSON and not spelt:
            return None
        if word in TITLES or (word in LINKS and spelt):
            first = match.start(1) if first < 0 else first
            continue
        capital = capitals_tell and match[1][0].isupper()
        if not (_goes_on(word, capital, spelt) if spelt else _begins(match[1], word, capital)):
            break
        spelt = spelt or ("capital" if capital else "small")
        first, end = (match.start(1) if first < 0 else first), match.start(1) + len(match[1].rstrip("."))
        if match[1].endswith(".") and len(word) > 1:
            break
    return (first, end) if spelt else None


def _words_from(text: str, at: int) -> Iterator[re.Match[str]]:
    for _ in range(NAME_WORDS_AT_MOST):
        match = WORD.match(text, at)
        if match is None:
            return
        yield match
        at = match.end()


def _begins(written: str, word: str, capital: bool) -> bool:
    """Whether a name may begin with this word."""
    if word in GIVEN_NAMES:
        return True
    abbreviated = written.isupper() and len(written) < 4
    return capital and word not in ORDINARY and not abbreviated


def _goes_on(word: str, capital: bool, spelt: str) -> bool:
    """Whether this word may belong to a name that was begun in capital or in small letters."""
    if spelt == "capital":
        return capital and word not in ORDINARY
    usual = word in ORDINARY or word in NO_PERSON or AFFIXED.fullmatch(word)
    return word in GIVEN_NAMES or (len(word) > 3 and not usual)
