"""Letters with digits that identify a person: the number of a passport, the plate of a vehicle."""

import re
from collections.abc import Iterator

from complaints.identifier_context import word_before
from complaints.identifiers import Identifier, IdentifierKind
from complaints.name_words import words_in

PASSPORT_CUES = ("paspor", "passport", "pasport", "pspr")
PASSPORT = re.compile(r"(?<![\w.\-/])[A-Z]{1,2} ?\d{6,7}(?!\w|[-/]\d)", re.IGNORECASE)
SAID_BEHIND = 20
"""Characters behind a number within which "paspor" still says what it is."""
VEHICLE_CUES = ("plat", "nopol", "nomor polisi", "no polisi", "mobil", "motor", "kendaraan", "truk", "avanza", "innova")
PLATE_REGIONS = words_in(
    """
    A B D E F G H K L M N P R S T W Z AA AB AD AE AG BA BB BD BE BG BH BK BL BM BN BP DA DB DC DD DE DG DH DK DL DM DN
    DP DR DS DT DW EA EB ED KB KH KT KU PA PB
    """
)
PLATE = re.compile(r"(?<![\w.\-/])([A-Z]{1,2})[ -]?(\d{1,4})[ -]?([A-Z]{1,3})(?![\w]|[-/]\w)", re.IGNORECASE)
CAPITAL_AND_DIGIT = re.compile(r"\d(?:(?<=[A-Z]\d)|(?<=[A-Z][ -]\d))")
NO_PLATE_ENDS = words_in(
    """
    ada dan di ke yg org kg km jam hr hri th thn jt rb m cm wib wit ya jl rt rw no pt tpi wni wna dgn utk tdk blm krn
    kls dr pd bln mgg x kk ini itu
    """
)


def find_marks(text: str, lowered: str) -> Iterator[Identifier]:
    """Passports, then plates, each in the order of the text; `lowered` is the text in small letters."""
    if any(cue in lowered for cue in PASSPORT_CUES):
        yield from _find_passports(text)
    if CAPITAL_AND_DIGIT.search(text) or any(cue in lowered for cue in VEHICLE_CUES):
        yield from _find_plates(text)


def _find_passports(text: str) -> Iterator[Identifier]:
    """A letter or two and six or seven digits, where the text speaks of a passport shortly before or behind."""
    for match in PASSPORT.finditer(text):
        word, _ = word_before(text, match.start())
        behind = text[match.end() : match.end() + SAID_BEHIND].lower()
        if word == "PASSPORT" or (not word and any(cue in behind for cue in PASSPORT_CUES)):
            yield Identifier(kind=IdentifierKind.PASSPORT, start=match.start(), end=match.end())


def _find_plates(text: str) -> Iterator[Identifier]:
    """In capitals with five characters behind the region and more, else where the text speaks of a vehicle before."""
    for match in PLATE.finditer(text):
        if match[1].upper() not in PLATE_REGIONS or match[3].lower() in NO_PLATE_ENDS:
            continue
        word, _ = word_before(text, match.start())
        if word == "PLATE" or (word != "OTHER" and match.group().isupper() and len(match[2]) + len(match[3]) > 4):
            yield Identifier(kind=IdentifierKind.PLATE, start=match.start(), end=match.end())
