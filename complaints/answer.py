"""What is answered to whoever asks where a text belongs: the same for a program, a pipe and a person at a terminal."""

from typing import Any

from complaints.alarm import judge_urgency
from complaints.intake import clean_text
from complaints.prediction import OfficeMatch, Prediction
from complaints.report import Message, Place
from complaints.routing import Decision
from complaints.taxonomy import Taxonomy

NO_DEPTH = "none"


def question(*, judul: str, isi: str, provinsi: str = "", kota: str = "") -> Message:
    """The message as a stored report would hold it, so that a question is answered as the report will be."""
    place = Place(provinsi=clean_text(provinsi), kota=clean_text(kota))
    return Message(judul=clean_text(judul), isi=clean_text(isi), place=place)


def answer(
    id_: str, message: Message, decision: Decision, prediction: Prediction, taxonomy: Taxonomy
) -> dict[str, Any]:
    """Every level with its likeliest code and probability, the office, what the policy says of it, and its urgency.

    `decision` is what the policy allows, whatever the installation does with it; `depth` names the deepest level that
    may be acted on, or is `none`. Probabilities lie in 0..1.
    """
    office = decision.office
    return {
        "id": id_,
        **_levels(decision, taxonomy),
        "klasifikasi": {**_node(decision.klasifikasi, decision.klasifikasi_p), "sure": decision.klasifikasi_sure},
        "office": {"id": office.id, "name": office.name, "p": _rounded(office.p)} if office else None,
        "decision": decision.outcome.value,
        "depth": taxonomy.levels[decision.depth - 1] if decision.depth else NO_DEPTH,
        "urgency": judge_urgency(message, prediction.alarm).view(),
        "evidence": _evidence(prediction),
        "model": decision.model,
    }


def _levels(decision: Decision, taxonomy: Taxonomy) -> dict[str, dict[str, Any]]:
    """A node for each level, empty where nothing is suggested."""
    steps = [_node(step.path[-1], step.p) for step in decision.steps]
    steps += [_node("", 0.0)] * (len(taxonomy.levels) - len(steps))
    return dict(zip(taxonomy.levels, steps, strict=True))


def _node(code: str, p: float) -> dict[str, Any]:
    return {"code": code, "p": _rounded(p)}


def _rounded(p: float) -> float:
    return round(min(1.0, max(0.0, p)), 6)


def _evidence(prediction: Prediction) -> list[dict[str, Any]]:
    words = [{"word": word.word, "weight": round(word.weight, 4)} for word in prediction.words]
    offices = [_office(office) for office in prediction.offices[:5]]
    others = [{**_office(office), "beside": True} for office in prediction.others[:5]]
    return [*words, *offices, *others]


def _office(office: OfficeMatch) -> dict[str, Any]:
    return {"office": office.id, "name": office.name, "how": office.how, "span": office.span}
