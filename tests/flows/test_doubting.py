"""Which labels a night's look doubts: those of people, never those of the texts that come along."""

from classifier.rows import LabelledRow
from complaints.report import Message
from complaints.taxonomy import flat_taxonomy
from database.doubts import LabelledReport
from flows.doubting import LEAST, doubts_among

TEXTS = {"kartu": "kartu masuk hilang di loket", "paspor": "paspor belum terbit sejak wawancara"}
TREE = flat_taxonomy(TEXTS)


def labelled(number: int, leaf: str, text: str) -> LabelledReport:
    return LabelledReport(
        label_id=1000 + number, report_id=number, category=leaf, judul="", isi=text, provinsi="", kota=""
    )


def test_only_labels_of_people_are_doubted_and_a_leaf_that_is_gone_is_passed_over() -> None:
    names = list(TEXTS)
    tails = [chr(97 + n % 26) + chr(97 + n // 26) for n in range(60)]
    right = [labelled(n, names[n % 2], f"{TEXTS[names[n % 2]]} {tail}") for n, tail in enumerate(tails)]
    wrong = labelled(60, "kartu", f"{TEXTS['paspor']} zz")
    gone = labelled(61, "lama", "entah")
    odd = [Message(judul="", isi=f"{TEXTS['kartu']} {n}") for n in range(3)]
    beside = [LabelledRow(id="x", message=message, category="paspor", voice="keliru") for message in odd]
    doubts = doubts_among([*right, wrong, gone], beside, TREE, jobs=1)
    assert [doubt.label_id for doubt in doubts][:1] == [1060]
    assert all(doubt.label_id >= 1000 for doubt in doubts)
    assert doubts[0].instead == "paspor"


def test_a_few_labels_are_too_few_to_doubt() -> None:
    assert doubts_among([labelled(n, "kartu", "kartu") for n in range(LEAST - 1)], [], TREE) == []
