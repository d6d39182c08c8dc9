"""Which of several offices in a text is the one that the report is about."""

from collections.abc import Sequence
from dataclasses import replace

from complaints.directory import Office
from complaints.name_words import words_in
from complaints.office_mentions import Mention, Text
from complaints.office_names import REGION_WORDS
from complaints.office_words import words_of
from complaints.report import Place

ORIGINS = frozenset({"dari", "asal", "kelahiran"})
OWN = frozenset({"saya", "sy", "kami"})
AT_HOME = frozenset(
    ["tinggal", "berdomisili", "domisili", "bermukim", "menetap", "kampung", "bekerja", "kerja", "kuliah"]
)
MOVES = frozenset(
    ["pindah", "dipindah", "dipindahkan", "pemindahan", "mutasi", "dimutasi", "dimutasikan", "dialihkan", "pelimpahan"]
)
FORMER = frozenset(["dulu", "dulunya", "sebelumnya", "semula", "awalnya", "tadinya", "mantan", "bekas", "eks"])
COMPARED = words_in(
    """
    seperti kayak dibanding dibandingkan daripada ketimbang beda berbeda padahal sedangkan sementara contoh contohnya
    mencontoh meniru
    """
)
BESIDE = frozenset(["dekat", "sebelah", "samping", "depan", "belakang", "seberang", "berdekatan", "bersebelahan"])
TOLD = words_in(
    """
    lapor melapor lapori laporan mengadu ngadu aduan surat bersurat tembusan menyurati tanya bertanya nanya konfirmasi
    yth kepada
    """
)
"""Words shortly before an office that is named only beside the one complained about: where somebody was before, what
is compared, what lies next to it, whom the writer has told or asked."""
SHORTLY = 3
MOVED_WITHIN = 9
"""Words between such a move and where it goes ("pemindahan kakak saya dari Lapas Banjar ke Lapas Kuningan")."""


def choose_office(text: Text, mentions: Sequence[Mention]) -> Sequence[Mention]:
    """Mentions that decide; where there are none, all of them.

    Where offices contend, one that the text names only as where somebody comes from, was, lives or is to be moved to,
    to compare, or as whom the writer told, gives way to the others.
    """
    chosen = _agreeing(mentions)
    if chosen or not mentions:
        return chosen or mentions
    main = [mention for mention in mentions if not _is_aside(text, mention)]
    return _agreeing(main) or mentions


def _agreeing(mentions: Sequence[Mention]) -> Sequence[Mention]:
    """Those that mean one office, where no other mention rules it out; else none."""
    sure = {mention.offices[0].id for mention in mentions if len(mention.offices) == 1}
    if len(sure) != 1 or any(not sure & {office.id for office in mention.offices} for mention in mentions):
        return ()
    return [mention for mention in mentions if len(mention.offices) == 1]


def _is_aside(text: Text, mention: Mention) -> bool:
    before = text.words[max(0, mention.first - MOVED_WITHIN) : mention.first]
    if not before:
        return False
    if _stands_beside(text, mention):
        return True
    if before[-1] == "ke":
        return not MOVES.isdisjoint(before)
    if before[-1] in ORIGINS:
        return mention.how in {"area", "kind_town"}
    near = before[-3:-1]
    own_house = near[:1] == ("rumah",) and not OWN.isdisjoint(near)
    return before[-1] == "di" and (own_house or not AT_HOME.isdisjoint(near))


def _stands_beside(text: Text, mention: Mention) -> bool:
    """Whether such a word stands shortly before, in the same sentence."""
    near = range(max(0, mention.first - SHORTLY), mention.first)
    marks = FORMER | COMPARED | BESIDE | TOLD
    return any(text.words[at] in marks and text.is_unbroken(at, mention.first) for at in near)


def lying_in(place: Place, mentions: Sequence[Mention]) -> Sequence[Mention]:
    """The one office among several that lies where the report says the matter lies; all where it does not tell."""
    offices = {office.id: office for mention in mentions for office in mention.offices}
    if len(offices) < 2:
        return mentions
    for said, lies_in in ((place.kota, _town), (place.provinsi, _province)):
        there = [office for office in offices.values() if said and _short(said) == lies_in(office)]
        if len(there) == 1:
            first = next(mention for mention in mentions if there[0] in mention.offices)
            return [replace(first, offices=(there[0],), how="place")]
    return mentions


def _town(office: Office) -> str:
    return _short(office.city)


def _province(office: Office) -> str:
    return _short(office.province)


def _short(name: str) -> str:
    """The joined name without its rank."""
    return "".join(word for word in words_of(name) if word not in REGION_WORDS)
