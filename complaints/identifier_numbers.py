"""Numbers that identify a person: NIK, KK, NPWP, telephone, bank account.

A number counts by its own structure where that is telling (a NIK holds a region and a date), else by the word before
it. What is money, a date, a time, a file or tracking number never counts.
"""

import re
from collections.abc import Iterator, Sequence

import phonenumbers
from stdnum.id import nik, npwp

from complaints.identifier_context import word_before
from complaints.identifiers import Identifier, IdentifierKind

ENOUGH_DIGITS = re.compile(r"\d(?:[ .()\-]{0,2}\d){6}")
NUMBER = re.compile(r"\+?\d+(?:[ .\-]\d+|\) ?\d+|\)-\d+| - ?\d+)*")
GROUP = re.compile(r"\d+")
GROUPS_AT_MOST = 8
MONEY = re.compile(r"\d{1,3}(?:\.\d{3})+")
DATE = re.compile(r"\d{1,2}[-. ]\d{1,2}[-. ](?:19|20)\d\d|(?:19|20)\d\d[-. ]\d\d[-. ]\d\d")
CLOCK = re.compile(r"[012]?\d[.]\d\d *- *[012]?\d[.]\d\d")
NPWP_SHAPE = re.compile(r"\d\d\.\d{3}\.\d{3}\.\d[-.]\d{3}\.\d{3}")
ACCOUNT_DIGITS = range(8, 20)
LENGTHS_SAID = {"NIK": range(15, 18), "KK": range(15, 18), "NPWP": range(14, 18)}
"""Digits of a number that a word says to be one of these: one too few or too many is still the person's number."""
MONEY_MEANT = re.compile(r"\s*(?:rupiah|ribu|rb|juta|jt|,-|perak)\b", re.IGNORECASE)
BANK_BEHIND = re.compile(r"[ ,(]{1,2}(?:bank |bca|bri|bni|mandiri|bsi|btn|a\.?n\b)", re.IGNORECASE)


def find_numbers(text: str) -> Iterator[Identifier]:
    """Numbers that identify a person, in the order of the text."""
    if not ENOUGH_DIGITS.search(text):
        return
    for match in NUMBER.finditer(text):
        if sum(map(str.isdigit, match.group())) >= ACCOUNT_DIGITS.start:
            yield from _in_run(text, match)


def _in_run(text: str, run: re.Match[str]) -> Iterator[Identifier]:
    """A run of digit groups may hold several numbers: from each group the longest stretch that is one."""
    groups = [(run.start() + found.start(), run.start() + found.end()) for found in GROUP.finditer(run.group())]
    at = 0
    while at < len(groups):
        start = _sign_before(text, *groups[at])
        word, away = word_before(text, start)
        found = (
            None if _is_attached(text, start, away) else _longest(text, start, groups[at : at + GROUPS_AT_MOST], word)
        )
        if found:
            kind, taken = found
            yield Identifier(kind=kind, start=start, end=groups[at + taken - 1][1])
        at += found[1] if found else 1


def _sign_before(text: str, start: int, end: int) -> int:
    """Where the number starts with the plus or the bracket that belongs to its first group."""
    bracketed = text[start - 1 : start] == "(" and text[end : end + 1] == ")"
    return start - 1 if start and (text[start - 1] == "+" or bracketed) else start


def _is_attached(text: str, start: int, away: int) -> bool:
    """Whether it continues a code ("AHU-0012345", "JP0812345678"), unless the telling word itself stands there."""
    before = text[max(0, start - 2) : start]
    return away > 1 and bool(re.search(r"\w$|\w[-/]$|,$", before))


def _longest(text: str, start: int, groups: Sequence[tuple[int, int]], word: str) -> tuple[IdentifierKind, int] | None:
    for taken in range(len(groups), 0, -1):
        if sum(last - first for first, last in groups[:taken]) < ACCOUNT_DIGITS.start:
            return None
        end = groups[taken - 1][1]
        kind = _kind_of(text[start:end], word, text[end : end + 12])
        if kind:
            return kind, taken
    return None


def _kind_of(written: str, word: str, behind: str) -> IdentifierKind | None:
    """What a number is, given the nearest telling word before it and what stands behind it."""
    digits = "".join(GROUP.findall(written))
    if NPWP_SHAPE.fullmatch(written):
        return IdentifierKind.NPWP
    if word == "OTHER" or DATE.match(written) or CLOCK.fullmatch(written) or MONEY_MEANT.match(behind):
        return None
    if len(digits) in LENGTHS_SAID.get(word, ()):
        return IdentifierKind[word]
    if len(digits) == 16 and word != "ACCOUNT":
        return _of_structure(digits)
    return None if MONEY.fullmatch(written) else _of_purpose(written, digits, word, behind)


def _of_purpose(written: str, digits: str, word: str, behind: str) -> IdentifierKind | None:
    """A bank account where a word before or behind says so, else a telephone number."""
    if word != "ACCOUNT" and _is_phone(written, digits, meant=word == "PHONE"):
        return IdentifierKind.PHONE
    account = (word == "ACCOUNT" or BANK_BEHIND.match(behind)) and len(digits) in ACCOUNT_DIGITS
    return IdentifierKind.ACCOUNT if account else None


def _of_structure(digits: str) -> IdentifierKind | None:
    if nik.is_valid(digits):
        return IdentifierKind.NIK
    return IdentifierKind.NPWP if digits[0] == "0" and npwp.is_valid(digits) else None


def _is_phone(written: str, digits: str, *, meant: bool) -> bool:
    """A number of a mobile, or of a line with its area code set off; where telephones are `meant`, any possible one."""
    local = digits[0] == "0" or digits.startswith("628") or (meant and digits[0] == "8")
    if not 8 <= len(digits) <= 15 or not (local or written[0] == "+"):
        return False
    try:
        number = phonenumbers.parse(f"+{digits}" if digits.startswith("62") or written[0] == "+" else digits, "ID")
    except phonenumbers.NumberParseException:
        return False
    if meant:
        return phonenumbers.is_possible_number(number)
    return phonenumbers.is_valid_number(number) and _is_of_a_person(written, phonenumbers.number_type(number))


def _is_of_a_person(written: str, kind: int) -> bool:
    set_off = written[0] == "+" or not written.isdigit()
    return kind == phonenumbers.PhoneNumberType.MOBILE or (set_off and kind != phonenumbers.PhoneNumberType.TOLL_FREE)
