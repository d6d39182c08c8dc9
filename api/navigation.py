"""The pages that the bar on top leads to, for those who may see them."""

from dataclasses import dataclass, replace

from complaints.access import Permission, Person


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of the bar: its key (a template says `active = key`), its address, its name, and who may see it."""

    key: str
    address: str
    name: str
    permission: Permission


@dataclass(frozen=True, kw_only=True)
class Menu:
    """Pages of the bar that stand together: below a name that opens them, or, without a name, each for itself."""

    name: str = ""
    pages: tuple[Page, ...]


MENUS = (
    Menu(
        pages=(
            Page(key="antrean", address="/", name="Antrean", permission=Permission.SEE_REPORTS),
            Page(key="daftar", address="/laporan", name="Laporan", permission=Permission.SEE_REPORTS),
            Page(key="dasbor", address="/dasbor", name="Dasbor", permission=Permission.SEE_FIGURES),
        )
    ),
    Menu(
        name="Pemantauan",
        pages=(
            Page(key="perubahan", address="/perubahan", name="Perubahan", permission=Permission.SEE_FIGURES),
            Page(key="janji", address="/janji", name="Janji", permission=Permission.SEE_FIGURES),
            Page(key="kesepakatan", address="/kesepakatan", name="Kesepakatan", permission=Permission.SEE_FIGURES),
            Page(key="monev", address="/monev", name="Monev", permission=Permission.SEE_FIGURES),
            Page(key="simpul", address="/simpul", name="Simpul koordinasi", permission=Permission.SEE_HUB),
        ),
    ),
    Menu(
        name="Data",
        pages=(
            Page(key="kiriman", address="/kiriman", name="Kiriman", permission=Permission.SEE_REPORTS),
            Page(key="karantina", address="/karantina", name="Karantina", permission=Permission.MEND_QUARANTINE),
            Page(key="direktori", address="/direktori", name="Direktori", permission=Permission.SEE_DIRECTORY),
            Page(key="model", address="/model", name="Model", permission=Permission.SEE_MODELS),
        ),
    ),
    Menu(
        name="Pengelolaan",
        pages=(
            Page(key="pengguna", address="/pengguna", name="Pengguna", permission=Permission.MANAGE_PEOPLE),
            Page(key="pengaturan", address="/pengaturan", name="Pengaturan", permission=Permission.SEE_FIGURES),
            Page(key="audit", address="/audit", name="Catatan audit", permission=Permission.SEE_AUDIT_LOG),
        ),
    ),
)


def menus_for(person: Person | None) -> list[Menu]:
    """The pages that this person may see, in order; none for somebody who is not signed in. A page that would be alone
    in its menu stands for itself."""
    if person is None:
        return []
    seen = [replace(menu, pages=tuple(one for one in menu.pages if person.may(one.permission))) for menu in MENUS]
    return [menu if len(menu.pages) > 1 else replace(menu, name="") for menu in seen if menu.pages]
