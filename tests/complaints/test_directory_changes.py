"""Looking for offices, what changed between versions, and what a confirmation is worth."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from complaints.directory import Directory, Office, shipped_directory
from complaints.directory.changes import DataStanding, changes_between, fingerprint_of, standing_of
from complaints.directory.finding import Wanted, find_offices

CIANJUR = Office(
    id="A", kind="Kanim", name="Kantor Imigrasi Kelas I Cianjur", aliases=("Kanim Cianjur",), province="Jabar"
)
SRAGEN = Office(id="B", kind="Lapas", name="Lapas Sragen", city="Kabupaten Sragen", parent_id="KW", province="Jateng")
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def ids(wanted: Wanted) -> list[str]:
    return [office.id for office in find_offices((SRAGEN, CIANJUR), wanted)]


def test_an_office_is_found_by_name_alias_town_or_id_whatever_the_case() -> None:
    assert ids(Wanted(words="kanim CIANJUR")) == ["A"]
    assert ids(Wanted(words="kabupaten sragen")) == ["B"]
    assert [one.id for one in find_offices((replace(SRAGEN, id="LP-7"), CIANJUR), Wanted(words="lp-7"))] == ["LP-7"]
    assert ids(Wanted(words="cianjur sragen")) == []


def test_the_filters_narrow_what_is_found() -> None:
    assert ids(Wanted()) == ["A", "B"]
    assert ids(Wanted(kind="Lapas")) == ids(Wanted(parent_id="KW")) == ids(Wanted(province="Jateng")) == ["B"]
    assert ids(Wanted(words="cianjur", kind="Lapas")) == []


def test_an_office_that_is_called_so_comes_before_one_that_only_lies_there() -> None:
    lies_there = Office(id="C", kind="Bapas", name="Bapas A", city="Cianjur")
    assert [one.id for one in find_offices((lies_there, CIANJUR), Wanted(words="cianjur"))] == ["A", "C"]


def test_new_closed_renamed_and_otherwise_changed_offices_are_told_apart() -> None:
    stays, goes = Office(id="S", kind="Rutan", name="Rutan S"), Office(id="G", kind="Rutan", name="Rutan G")
    before = Directory(offices=(CIANJUR, SRAGEN, stays, goes))
    after = Directory(
        offices=(
            replace(CIANJUR, name="Kanim Cianjur", city="Cianjur"),
            replace(SRAGEN, valid_to=date(2026, 1, 31), successors=("N",)),
            replace(stays, city="Solo"),
            Office(id="N", kind="Lapas", name="Lapas N"),
        )
    )
    changes = changes_between(before, after)
    assert [one.id for one in changes.added] == ["N"]
    assert [one.id for one in changes.closed] == ["B", "G"]
    assert [(one.before.name, one.after.name) for one in changes.renamed] == [(CIANJUR.name, "Kanim Cianjur")]
    assert [(one.after.id, one.differing) for one in changes.changed] == [("S", ("city",))]


def test_a_directory_does_not_differ_from_itself() -> None:
    changes = changes_between(shipped_directory(), shipped_directory())
    assert (changes.added, changes.closed, changes.renamed, changes.changed) == ((), (), (), ())


@pytest.mark.parametrize(
    ("office", "is_right", "days", "standing"),
    [
        (CIANJUR, True, 364, DataStanding.CONFIRMED),
        (CIANJUR, True, 366, DataStanding.STALE),
        (CIANJUR, False, 366, DataStanding.DISPUTED),
        (replace(CIANJUR, city="Cianjur"), True, 1, DataStanding.STALE),
        (replace(CIANJUR, city="Cianjur"), False, 1, DataStanding.STALE),
    ],
)
def test_a_word_about_an_office_ages_and_ends_with_its_data(
    office: Office, is_right: bool, days: int, standing: DataStanding
) -> None:
    said_at = NOW - timedelta(days=days)
    assert standing_of(office, seen=fingerprint_of(CIANJUR), is_right=is_right, said_at=said_at, now=NOW) is standing
