"""What a reviewer is shown beside a suggestion."""

from complaints.prediction import OfficeMatch, Prediction
from complaints.taxonomy import Taxonomy


def evidence_of(prediction: Prediction, taxonomy: Taxonomy) -> dict[str, object]:
    """What a reviewer is shown and what is stored with the decision: words, offices, and the next best leaves."""
    ranked = sorted(prediction.leaves.items(), key=lambda item: (-item[1], item[0]))[:3]
    return {
        "words": [{"word": word.word, "weight": round(word.weight, 4)} for word in prediction.words],
        "offices": [_office_evidence(office) for office in prediction.offices[:5]],
        "other_offices": [_office_evidence(office) for office in prediction.others[:5]],
        "candidates": [{"category": leaf, "name": taxonomy.leaf(leaf).name, "p": round(p, 4)} for leaf, p in ranked],
    }


def _office_evidence(office: OfficeMatch) -> dict[str, object]:
    return {"id": office.id, "name": office.name, "how": office.how, "span": office.span, "p": round(office.p, 4)}
