"""Why a text belongs where it does, for a person at a terminal."""

import os
import subprocess
import sys
from pathlib import Path

from complaints.prediction import OfficeMatch, Prediction, WordEvidence
from complaints.urgency import Urgency, UrgencyKind, UrgencyLevel, UrgentReason
from tepat.explaining import AGAINST, FOR, OFFICE, coloured, urgency_lines


def run_tepat(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TEPAT_HOME": str(home), "TEPAT_LANG": "en", "COLUMNS": "200"}
    command = [sys.executable, "-m", "tepat", *arguments]
    return subprocess.run(command, check=False, env=environment, capture_output=True, text=True, timeout=120)


def test_predict_explains_one_text(tmp_path: Path) -> None:
    text = "Adik saya dipukul sipir di Lapas Sragen, padahal di Lapas Tegal tidak"

    done = run_tepat(tmp_path, "predict", "--explain", text)
    without = run_tepat(tmp_path, "predict", "--explain")

    assert done.returncode == 0, done.stderr
    assert text in done.stdout
    for said in (
        "Suggested: ",
        "Runner-up: ",
        "sipir +",
        "Office: Lapas Kelas IIA Sragen (“Lapas Sragen”)",
        "Policy: ",
    ):
        assert said in done.stdout
    assert "Named beside it: Lapas Kelas IIB Tegal (“Lapas Tegal”)" in done.stdout
    assert "Urgent: violence in custody (“dipukul”, “sipir”)" in done.stdout
    assert (without.returncode, "needs one text" in without.stderr) == (2, True)


def test_an_explanation_colours_the_words_for_and_against_the_suggestion() -> None:
    words = (WordEvidence(word="paspor", weight=1.0), WordEvidence(word="lapas", weight=-1.0))
    office = OfficeMatch(id="K", name="Kanim", how="name", span="kanim cianjur")
    prediction = Prediction(leaves={"a": 1.0}, words=words, offices=(office,))

    shown = coloured("Paspor di kanim Cianjur, bukan lapas (lapasku)", prediction, Urgency())

    assert [(shown.plain[span.start : span.end], span.style) for span in shown.spans] == [
        ("Paspor", FOR),
        ("lapas", AGAINST),
        ("kanim Cianjur", OFFICE),
    ]


def test_an_explanation_tells_what_a_rule_found_from_what_the_model_suspects() -> None:
    rule = UrgentReason(kind=UrgencyKind.SUICIDE, spans=("gantung diri",))
    model = UrgentReason(kind=UrgencyKind.MODEL, spans=("pamit", "racun"), p=0.314)
    urgency = Urgency(level=UrgencyLevel.DANGER, reasons=(rule, model))

    assert list(urgency_lines(urgency, "en")) == [
        "Urgent: threat of suicide (“gantung diri”)",
        "Urgent: by the model, probability 31% (“pamit”, “racun”)",
    ]
