"""What identifies a person in a text: kinds, and stretches of a text that are of a kind."""

from dataclasses import dataclass
from enum import StrEnum


class IdentifierKind(StrEnum):
    """What a stretch of text is; the value in capitals is the tag that stands in its place."""

    NIK = "nik"
    KK = "kk"
    NPWP = "npwp"
    PHONE = "telepon"
    EMAIL = "email"
    ACCOUNT = "rekening"
    PASSPORT = "paspor"
    PLATE = "pelat"
    NAME = "nama"


@dataclass(frozen=True, kw_only=True, slots=True)
class Identifier:
    """The characters `start` to `end` (exclusive) of a text, and what they are."""

    kind: IdentifierKind
    start: int
    end: int
