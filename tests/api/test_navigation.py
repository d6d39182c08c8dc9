"""The bar on top: each role finds every page that it may see, the daily ones with one press."""

import pytest

from api.navigation import MENUS, menus_for
from complaints.access import Person, Role


def person(role: Role) -> Person:
    return Person(name="sari", shown_as="Sari", role=role)


@pytest.mark.parametrize("role", list(Role))
def test_a_person_finds_exactly_the_pages_that_the_role_permits(role: Role) -> None:
    shown = [page.key for menu in menus_for(person(role)) for page in menu.pages]
    assert shown == [page.key for menu in MENUS for page in menu.pages if person(role).may(page.permission)]


def test_the_daily_pages_stand_first_and_in_no_menu() -> None:
    first, *others = menus_for(person(Role.REVIEWER))
    assert (first.name, [page.name for page in first.pages]) == ("", ["Antrean", "Laporan", "Dasbor"])
    assert [menu.name for menu in others] == ["Pemantauan", "Data", ""]


def test_a_page_alone_in_its_menu_stands_for_itself() -> None:
    *_, last = menus_for(person(Role.REVIEWER))
    assert [page.name for page in last.pages] == ["Pengaturan"]
    assert all(len(menu.pages) > 1 for menu in menus_for(person(Role.ADMIN)) if menu.name)


def test_nobody_signed_in_sees_no_page() -> None:
    assert menus_for(None) == []
