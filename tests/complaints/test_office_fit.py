"""Which office raises a question beside which category."""

from complaints.directory import Office
from complaints.office_fit import doubts_of_fit
from complaints.taxonomy import Node

VISIT = Node(path=("PAS", "kunjungan"), level="category", name="Kunjungan", office_types=frozenset({"Rutan", "Lapas"}))
KANIM = Office(id="K", kind="Kanim", name="Kantor Imigrasi Cianjur")


def test_an_office_of_another_kind_is_asked_about_with_all_that_tells_why() -> None:
    (doubt,) = doubts_of_fit(VISIT, KANIM, field="kantor")
    assert (doubt.code, doubt.field) == ("office_unfit", "kantor")
    assert doubt.values == {
        "category": "Kunjungan",
        "kinds": "Lapas, Rutan",
        "office": "Kantor Imigrasi Cianjur",
        "kind": "Kanim",
    }


def test_nothing_is_asked_where_it_fits_or_nobody_says_what_would() -> None:
    assert doubts_of_fit(VISIT, Office(id="L", kind="Lapas", name="Lapas Sragen"), field="kantor") == []
    assert doubts_of_fit(VISIT, None, field="kantor") == []
    anywhere = Node(path=("AHU", "pt"), level="category", name="PT")
    assert doubts_of_fit(anywhere, KANIM, field="kantor") == []
    outside = Node(path=("LUAR", "kota"), level="category", name="Kota", outside=True, office_types=frozenset({"Kota"}))
    assert doubts_of_fit(outside, KANIM, field="kantor") == []
