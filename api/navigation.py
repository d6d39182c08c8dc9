"""The pages that the bar on top leads to, for those who may see them."""

from dataclasses import dataclass

from complaints.access import Permission, Person


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of the bar: its key (a template says `active = key`), its address, its name, and who may see it."""

    key: str
    address: str
    name: str
    permission: Permission


PAGES = (
    Page(key="antrean", address="/", name="Antrean", permission=Permission.SEE_REPORTS),
    Page(key="daftar", address="/laporan", name="Laporan", permission=Permission.SEE_REPORTS),
    Page(key="dasbor", address="/dasbor", name="Dasbor", permission=Permission.SEE_FIGURES),
    Page(key="perubahan", address="/perubahan", name="Perubahan", permission=Permission.SEE_FIGURES),
    Page(key="kiriman", address="/kiriman", name="Kiriman", permission=Permission.SEE_REPORTS),
    Page(key="monev", address="/monev", name="Monev", permission=Permission.SEE_FIGURES),
    Page(key="simpul", address="/simpul", name="Simpul koordinasi", permission=Permission.SEE_HUB),
    Page(key="karantina", address="/karantina", name="Karantina", permission=Permission.MEND_QUARANTINE),
    Page(key="janji", address="/janji", name="Janji", permission=Permission.SEE_FIGURES),
    Page(key="pengguna", address="/pengguna", name="Pengguna", permission=Permission.MANAGE_PEOPLE),
    Page(key="kesepakatan", address="/kesepakatan", name="Kesepakatan", permission=Permission.SEE_FIGURES),
    Page(key="direktori", address="/direktori", name="Direktori", permission=Permission.SEE_DIRECTORY),
    Page(key="model", address="/model", name="Model", permission=Permission.SEE_MODELS),
    Page(key="pengaturan", address="/pengaturan", name="Pengaturan", permission=Permission.SEE_FIGURES),
    Page(key="audit", address="/audit", name="Catatan audit", permission=Permission.SEE_AUDIT_LOG),
)


def pages_for(person: Person | None) -> list[Page]:
    """The pages that this person may see, in order; none for somebody who is not signed in."""
    return [page for page in PAGES if person is not None and person.may(page.permission)]
