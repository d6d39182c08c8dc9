"""Offices as people pick them: prepared once for as long as the directory stays in force."""

from collections.abc import Callable
from functools import lru_cache

from markupsafe import Markup

from complaints.directory import Directory, Office
from complaints.office_search import OfficeSearch


class OfficeList:
    """The offices of the directory in force, prepared once for as long as it stays in force."""

    def __init__(self, directory: Callable[[], Directory]) -> None:
        self._directory = directory
        self._prepared: tuple[Directory, OfficeSearch] | None = None

    def current(self) -> OfficeSearch:
        """The search over what is in force now."""
        directory = self._directory()
        if self._prepared is None or self._prepared[0] is not directory:
            self._prepared = (directory, OfficeSearch(directory.open_offices, succeeded(directory)))
        return self._prepared[1]


def succeeded(directory: Directory) -> list[tuple[Office, list[str]]]:
    """The offices that closed, each with the ids of whoever has its work."""
    return [
        (office, [heir.id for heir in directory.heirs_of(office.id)])
        for office in directory.offices
        if not office.is_open(directory.on)
    ]


@lru_cache(maxsize=2)
def options_of(offices: OfficeSearch) -> Markup:
    """The options of a list of all offices, escaped once: there are nearly a thousand, on every report's page."""
    return Markup().join(Markup('<option value="{}"></option>').format(label) for label in offices.id_by_label)
