"""What a reviewer wrote into the forms of a report, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from complaints.directory import Directory
from complaints.errors import Problem
from complaints.intake import clean_text
from complaints.office_fit import doubts_of_fit
from complaints.office_search import OfficeSearch
from complaints.report import Klasifikasi
from complaints.taxonomy import Taxonomy
from database.review import Verdict

MAX_NOTE = 2_000
MAX_ADDRESSEE = 200
MOST_FIELDS = 100
UNFIT = "office_unfit_here"
Copies = Annotated[list[str], Field(max_length=MOST_FIELDS)]
"""Nodes that were ticked, as codes from the top down, or offices by the label that people pick."""


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What stands in the forms; None where the reviewer has not touched a field, so that the suggestion stands there.

    `form` is the form that was sent, so that it is open when the page comes back with problems. `kept_office` names
    the category and the office that do not fit each other, where the reviewer said that both are meant.
    """

    category: str | None = None
    office: str | None = None
    klasifikasi: str | None = None
    kept_office: str = ""
    note: str = ""
    addressee: str = ""
    copies: Sequence[str] = ()
    copy_offices: Sequence[str] = ()
    parts: Sequence[tuple[str, str]] = ()
    form: str = ""
    problems: Sequence[Problem] = field(default=())


class VerdictForm(BaseModel):
    """The fields of a verdict. `pilihan` is the leaf of the button that was pressed; empty where the list decides."""

    shown: int
    pilihan: str = ""
    kategori: str = ""
    kantor: str = ""
    instansi: str = ""
    klasifikasi: str = ""
    tetap_kantor: str = ""
    catatan: str = ""
    tembusan: Copies = []
    kantor_tembusan: Copies = []
    saringan: str = ""


class NoteForm(BaseModel):
    """A note, a reason or a question about the decision that was shown."""

    shown: int = 0
    catatan: str = ""
    saringan: str = ""


def read_form(form: VerdictForm, name: str) -> Entered:
    """The fields as the rest of the product reads them."""
    return Entered(
        category=clean_text(form.pilihan or form.kategori),
        office=clean_text(form.kantor),
        klasifikasi=clean_text(form.klasifikasi),
        kept_office=clean_text(form.tetap_kantor),
        note=clean_text(form.catatan),
        addressee=clean_text(form.instansi),
        copies=form.tembusan,
        copy_offices=form.kantor_tembusan,
        form=name,
    )


def problems_of(entered: Entered, taxonomy: Taxonomy, offices: OfficeSearch, *, outside_only: bool) -> list[Problem]:
    """All that is wrong with it at once."""
    found = []
    path = taxonomy.path_of_leaf.get(entered.category or "")
    if outside_only and (path is None or not taxonomy.is_outside(path)):
        found.append(Problem(code="addressee_needed", field="kategori"))
    elif path is None:
        found.append(Problem(code="category_needed", field="kategori"))
    if entered.klasifikasi not in set(Klasifikasi):
        found.append(Problem(code="klasifikasi_needed", field="klasifikasi"))
    if entered.office and offices.id_of(entered.office) is None:
        found.append(Problem(code="office_unknown", field="kantor", values={"value": entered.office[:100]}))
    if len(entered.note) > MAX_NOTE:
        found.append(Problem(code="note_too_long", field="catatan", values={"limit": MAX_NOTE}))
    if len(entered.addressee) > MAX_ADDRESSEE or "\n" in entered.addressee:
        found.append(Problem(code="addressee_too_long", field="instansi", values={"limit": MAX_ADDRESSEE}))
    return found


def doubts_about(entered: Entered, taxonomy: Taxonomy, directory: Directory, offices: OfficeSearch) -> list[Problem]:
    """What to ask once before it is saved, where nothing is wrong with it: is this office meant for this category?"""
    office = directory.open_by_id.get(offices.id_of(entered.office or "") or "")
    doubts = doubts_of_fit(taxonomy.leaf(entered.category or ""), office, field="kantor")
    return [] if entered.kept_office == kept_office(entered) else [replace(one, code=UNFIT) for one in doubts]


def kept_office(entered: Entered) -> str:
    """What a reviewer says who keeps an office that does not fit; of another category or office it says nothing."""
    return f"{entered.category}/{entered.office}"


def verdict_of(
    entered: Entered, taxonomy: Taxonomy, offices: OfficeSearch, *, public_id: UUID, shown: int, person: str
) -> Verdict:
    """The verdict that a form without problems gives."""
    path = taxonomy.path_of_leaf[entered.category or ""]
    outside = taxonomy.is_outside(path)
    return Verdict(
        public_id=public_id,
        shown=shown,
        path=path,
        outside=outside,
        klasifikasi=entered.klasifikasi or "",
        # The offices of the directory are ours: a report for somebody else goes to none of them.
        office_id=None if outside else offices.id_of(entered.office or ""),
        person=person,
        note=entered.note,
        addressee=entered.addressee if outside else "",
    )


def checked_note(form: NoteForm, code: str) -> tuple[str, list[Problem]]:
    """The note of a form that must hold one, and what is wrong with it."""
    note = clean_text(form.catatan)
    fits = 0 < len(note) <= MAX_NOTE
    return note, [] if fits else [Problem(code=code, field="catatan", values={"limit": MAX_NOTE})]
