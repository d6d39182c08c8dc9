"""Who may get a copy, and what travels with one."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from complaints.copies import (
    COPY,
    MOST_COPIES,
    WITHDRAWN,
    CopyTo,
    beside,
    copy_nodes,
    is_copy,
    path_of_office,
    read_copies,
    without_work,
)
from complaints.delivery import Parcel
from complaints.directory import Office
from complaints.receivers import Receiver, ReceiverKind, fit_for
from complaints.review import DISPOSISI
from complaints.taxonomy import Taxonomy, build_taxonomy

LEVELS = ("ministry", "bidang", "unit", "category")
LEAVES = (
    "IMIPAS,imigrasi,ITJEN,imi-aduan",
    "IMIPAS,pemasyarakatan,ITJEN,pas-aduan",
    "IMIPAS,imigrasi,IMI,imi-paspor",
    "LUAR,luar,LUAR,luar-pemda",
)
KANIM = Office(id="KANIM-CJR", kind="Kanim", name="Kanim Cianjur", unit_id="IMI", bidang="imigrasi")
ITJEN = Office(id="ITJEN-1", kind="Itjen", name="Itjen", unit_id="ITJEN", bidang="pemasyarakatan")
STRAY = Office(id="LAIN", kind="Kantor", name="Kantor lain")
OFFICES = {office.id: office for office in (KANIM, ITJEN, STRAY)}
PASPOR = ("IMIPAS", "imigrasi", "IMI", "imi-paspor")
PARCEL = Parcel(
    id=1,
    key=UUID(int=1),
    report_id=1,
    public_id=UUID(int=2),
    source="lapor",
    external_id="1",
    kind=WITHDRAWN,
    target=("IMIPAS",),
    office_id=None,
    addressee="",
    attempts=1,
    may_have_arrived=False,
    decided_at=datetime(2026, 11, 20, tzinfo=UTC),
    reported_at=datetime(2026, 11, 20, tzinfo=UTC),
    klasifikasi="aspirasi",
    anonim=False,
    rahasia=False,
    message="Dicabut",
    judul="Judul",
    isi="isi",
)


@pytest.fixture
def taxonomy() -> Taxonomy:
    rows = [dict(zip(LEVELS, leaf.split(","), strict=True)) for leaf in LEAVES]
    return build_taxonomy([*LEVELS, "outside"], [row | {"outside": "ya" * (row["unit"] == "LUAR")} for row in rows])


def test_a_copy_goes_to_nodes_above_the_leaves_and_to_leaves_of_others(taxonomy: Taxonomy) -> None:
    nodes = copy_nodes(taxonomy)
    assert ("IMIPAS",) in nodes and PASPOR[:3] in nodes and ("LUAR", "luar", "LUAR", "luar-pemda") in nodes
    assert PASPOR not in nodes


@pytest.mark.parametrize(
    ("office", "path"),
    [(KANIM, PASPOR[:3]), (ITJEN, ("IMIPAS", "pemasyarakatan", "ITJEN")), (STRAY, ())],
)
def test_an_office_stands_below_its_unit_in_its_own_field(
    taxonomy: Taxonomy, office: Office, path: tuple[str, ...]
) -> None:
    assert path_of_office(office, taxonomy) == path


def test_what_is_chosen_twice_is_one_copy(taxonomy: Taxonomy) -> None:
    wanted, problems = read_copies(
        [["IMIPAS"], ["IMIPAS"]], ["KANIM-CJR", "KANIM-CJR"], taxonomy=taxonomy, offices=OFFICES, field="copies"
    )
    assert (wanted, problems) == ([CopyTo(path=("IMIPAS",)), CopyTo(path=PASPOR[:3], office_id="KANIM-CJR")], [])


def test_everything_that_is_wrong_is_said_at_once(taxonomy: Taxonomy) -> None:
    _, problems = read_copies([["X", "Y"], PASPOR], ["?"], taxonomy=taxonomy, offices=OFFICES, field="copies")
    assert [(one.code, one.values["value"]) for one in problems] == [
        ("copy_unknown", "X/Y"),
        ("copy_unknown", "IMIPAS/imigrasi/IMI/imi-paspor"),
        ("office_unknown", "?"),
    ]


def test_copies_have_an_end(taxonomy: Taxonomy) -> None:
    many = {f"K{n}": Office(id=f"K{n}", kind="Kanim", name=f"K{n}") for n in range(MOST_COPIES + 1)}
    _, problems = read_copies([], many, taxonomy=taxonomy, offices=many, field="copies")
    assert [one.code for one in problems] == ["too_many"]


@pytest.mark.parametrize(
    ("office_id", "kept"),
    [
        (None, [("IMIPAS",), ("KANIM-CJR",)]),
        ("KANIM-CJR", [("IMIPAS",), PASPOR[:3]]),
    ],
)
def test_who_is_responsible_gets_no_copy_of_their_own_work(office_id: str | None, kept: list[tuple[str, ...]]) -> None:
    office = CopyTo(path=PASPOR[:3], office_id="KANIM-CJR")
    left = beside([CopyTo(path=("IMIPAS",)), CopyTo(path=PASPOR[:3]), office], PASPOR, office_id)
    assert [(one.office_id,) if one.office_id else one.path for one in left] == kept


def test_whoever_is_told_of_the_end_reads_nothing_of_the_report() -> None:
    told = without_work(PARCEL)
    assert (told.judul, told.isi, told.message) == ("", "", "Dicabut")
    assert without_work(replace(PARCEL, kind=COPY)).isi == "isi"
    webhook = Receiver(name="a", kind=ReceiverKind.WEBHOOK, takes_rahasia=True)
    assert fit_for(PARCEL, webhook).isi == ""


def test_only_copies_ask_for_no_work() -> None:
    assert [is_copy(kind) for kind in (COPY, WITHDRAWN, DISPOSISI)] == [True, True, False]
