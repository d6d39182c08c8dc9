"""Offices by what a person types."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.directory import SHIPPED_FOLDER
from complaints.directory.reading import read_directory
from complaints.office_search import OfficeSearch


@dataclass(frozen=True, kw_only=True)
class Office:
    id: str
    name: str
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    city: str = ""


KANIM = Office(
    id="K1",
    name="Kantor Imigrasi Kelas III Non TPI Cianjur",
    aliases=("Kanim Cianjur",),
    former_names=("Unit Layanan Paspor Cianjur",),
    city="Kabupaten Cianjur",
)
LAPAS = Office(id="L1", name="Lapas Kelas IIB Cianjur", aliases=("LP Cianjur",), city="Kabupaten Cianjur")
OTHER = Office(id="L2", name="Lapas Kelas IIB Sragen", city="Kabupaten Sragen")
SEARCH = OfficeSearch([KANIM, LAPAS, OTHER])


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kanim cia", ["K1"]),
        ("imigrasi", ["K1"]),
        ("CIANJUR lapas", ["L1"]),
        ("layanan paspor", ["K1"]),
        ("sragen kabupaten", ["L2"]),
        ("cianjur", ["L1", "K1"]),
        ("bandung", []),
        ("  ", []),
        ("%' OR 1=1 --", []),
    ],
)
def test_an_office_is_found_by_name_alias_former_name_and_town(typed: str, found: list[str]) -> None:
    assert [one.id for one in SEARCH.find(typed)] == found


def test_the_alias_that_fits_is_told_where_the_name_does_not() -> None:
    assert [one.because for one in SEARCH.find("kanim")] == ["Kanim Cianjur"]
    assert [one.because for one in SEARCH.find("kantor")] == [""]


def test_offices_with_the_same_name_are_told_apart_and_found_by_id() -> None:
    search = OfficeSearch([KANIM, Office(id="K2", name=KANIM.name)])
    assert set(search.id_by_label) == {f"{KANIM.name} (K1)", f"{KANIM.name} (K2)"}
    assert (search.id_of(f"{KANIM.name} (K2)"), search.id_of("K2"), search.id_of(KANIM.name)) == ("K2", "K2", None)


@given(st.text(max_size=40))
def test_whatever_is_typed_no_office_comes_twice(typed: str) -> None:
    found = [one.id for one in SEARCH.find(typed)]
    assert len(found) == len(set(found))


def test_every_office_of_the_shipped_directory_is_found_by_its_own_name_and_town() -> None:
    offices = read_directory(SHIPPED_FOLDER).offices
    search = OfficeSearch(offices)
    missed = [one.name for one in offices[::9] if one.id not in {found.id for found in search.find(one.name, limit=50)}]
    assert missed == []
