"""Offices by what people call them: names first, then aliases and former names, then towns."""

from complaints.directory import Directory, Office

NOWHERE = 3


def find_offices(directory: Directory, written: str, *, bidang: str = "", kind: str = "") -> list[Office]:
    """Offices that hold every word of what was written (all where it is empty), the nearest first."""
    words = written.casefold().split()
    ranked = [
        (_rank(office, words), office.name, office.id, office)
        for office in directory.offices
        if (not bidang or office.bidang == bidang) and (not kind or office.kind == kind)
    ]
    return [office for rank, _, _, office in sorted(ranked, key=lambda one: one[:3]) if rank < NOWHERE]


def _rank(office: Office, words: list[str]) -> int:
    """0 where the name holds all words, 1 with what else it is called, 2 with where it lies; NOWHERE without."""
    called = office.name.casefold()
    if all(word in called for word in words):
        return 0
    called += "\n" + "\n".join((*office.aliases, *office.former_names, office.id, office.kind)).casefold()
    if all(word in called for word in words):
        return 1
    called += "\n" + f"{office.city}\n{office.province}".casefold()
    return 2 if all(word in called for word in words) else NOWHERE
