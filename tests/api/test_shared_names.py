"""Nodes of a tree that share a name: people must be able to tell them apart, and read no name twice."""

from api.copy_views import WHOLE, copy_groups
from api.queue_choices import names_of
from complaints.taxonomy import build_taxonomy

LEVELS = ("ministry", "bidang", "unit", "category")
HEADER = [column for level in LEVELS for column in (level, f"{level}_name")]
ROWS = [
    "KUM,Kementerian Hukum,hukum,Hukum,KUM-ITJEN,Inspektorat Jenderal,kum-awas,Pengawasan",
    "HAM,Kementerian HAM,ham,HAM,HAM-ITJEN,Inspektorat Jenderal,ham-awas,Pengaduan pegawai",
    "LUAR,Di luar kewenangan,luar,Di luar kewenangan,LUAR,Instansi lain,luar-lain,Instansi lain",
]
TREE = build_taxonomy(
    [*HEADER, "outside"],
    [
        dict(zip(HEADER, row.split(","), strict=True)) | {"outside": "yes" if row.startswith("LUAR") else ""}
        for row in ROWS
    ],
)


def test_units_of_one_name_say_whose_they_are() -> None:
    names = names_of(TREE)
    assert names["KUM-ITJEN"] == "Inspektorat Jenderal (Kementerian Hukum)"
    assert names["HAM-ITJEN"] == "Inspektorat Jenderal (Kementerian HAM)"
    assert (names["hukum"], names["luar"]) == ("Hukum", "Di luar kewenangan")


def test_no_two_receivers_of_a_copy_read_the_same() -> None:
    groups = copy_groups(TREE)
    names = [(group, name) for group, choices in groups.items() for _, name in choices]
    assert len(names) == len(set(names))
    assert ("LUAR", "Di luar kewenangan") in groups[WHOLE]


def test_receivers_of_a_copy_stand_below_their_bidang() -> None:
    groups = copy_groups(TREE)
    assert list(groups) == [WHOLE, "Kementerian HAM › HAM", "Kementerian Hukum › Hukum", "Di luar kewenangan"]
    assert [name for _, name in groups[WHOLE]] == ["Kementerian HAM", "Kementerian Hukum", "Di luar kewenangan"]
    assert groups["Kementerian Hukum › Hukum"] == [
        ("KUM/hukum", "Hukum (seluruhnya)"),
        ("KUM/hukum/KUM-ITJEN", "Inspektorat Jenderal"),
    ]
    assert groups["Di luar kewenangan"] == [("LUAR/luar/LUAR", "Instansi lain")]
