import json
from dataclasses import replace

import pytest
from sklearn.metrics import f1_score

from classifier.evaluate import evaluate, macro_f1, measure
from classifier.model import Model
from classifier.predictor import Predictor
from classifier.rows import LabelledRow
from complaints.directory import shipped_directory
from complaints.office import OfficeMatcher
from complaints.prediction import OfficeMatch, Prediction
from complaints.report import Message
from complaints.routing import RoutingPolicy, Threshold
from complaints.taxonomy import Taxonomy


def policy_at(**values: float) -> RoutingPolicy:
    thresholds = tuple(Threshold(level=level, value=value) for level, value in values.items())
    return RoutingPolicy(version="p", alpha=0.02, delta=0.05, thresholds=thresholds, max_depth=3)


def sure_of(leaf: str, p: float = 0.9, *offices: str) -> Prediction:
    rest = [other for other in ("jalan", "paku", "roti", "susu") if other != leaf]
    leaves = {leaf: p, **dict.fromkeys(rest, (1 - p) / 3)}
    found = tuple(OfficeMatch(id=id_, name=id_, how="name", span=id_) for id_ in offices)
    return Prediction(leaves=leaves, klasifikasi={"aspirasi": 0.8, "informasi": 0.2}, offices=found)


def row_of(leaf: str, office: str | None = None, klasifikasi: str = "") -> LabelledRow:
    return LabelledRow(
        id="1", message=Message(judul="", isi="x"), category=leaf, office=office, klasifikasi=klasifikasi
    )


def test_routed_and_misrouted_are_those_of_the_policy_at_the_level_to_which_it_routes(taxonomy: Taxonomy) -> None:
    predictions = [sure_of("roti"), sure_of("roti", 0.7), sure_of("paku"), sure_of("jalan"), sure_of("susu", 0.4)]
    rows = [row_of(leaf) for leaf in ("susu", "susu", "paku", "jalan", "susu")]
    evaluation = measure(predictions, policy_at(barang=0.85, bagian=0.75), taxonomy, rows)
    by_level = {level.level: (level.routed, level.misrouted) for level in evaluation.levels}
    assert by_level == {"toko": (0, 0), "bagian": (1, 0), "barang": (2, 1)}
    assert (evaluation.automated, evaluation.misrouted, evaluation.misroutes) == (3 / 5, 1 / 3, 1)
    assert evaluation.outside_suggested == 1 / 5


def test_offices_count_only_where_people_said_something(taxonomy: Taxonomy) -> None:
    predictions = [
        sure_of("roti", 0.9, "A"),
        sure_of("roti", 0.9, "B"),
        sure_of("roti", 0.9, "A", "B"),
        sure_of("roti"),
    ]
    rows = [row_of("roti", "A"), row_of("roti", ""), row_of("roti", "A"), row_of("roti")]
    office = measure(predictions, policy_at(), taxonomy, rows).office
    assert office is not None
    assert (office.rows, office.labelled, office.decided, office.right) == (3, 2, 2, 1)
    assert (office.precision, office.recall) == (1 / 2, 1 / 2)
    assert office.by_how == {"name": (2, 1)}


def test_klasifikasi_is_judged_where_it_is_known(taxonomy: Taxonomy) -> None:
    predictions = [sure_of("roti")] * 3
    rows = [row_of("roti", klasifikasi=kind) for kind in ("aspirasi", "informasi", "")]
    kinds = measure(predictions, policy_at(), taxonomy, rows).klasifikasi
    assert kinds is not None
    assert (kinds.rows, kinds.accuracy) == (2, 1 / 2)


def test_macro_f1_is_that_of_scikit_learn() -> None:
    truth, said = list("aabbccd"), list("abbbcae")
    assert macro_f1(truth, said) == pytest.approx(f1_score(truth, said, average="macro", zero_division=0))


def test_an_evaluation_is_json(model: Model, taxonomy: Taxonomy, rows: list[LabelledRow]) -> None:
    predictor = Predictor(model=model, matcher=OfficeMatcher(shipped_directory()), taxonomy=taxonomy)
    evaluation = evaluate(predictor, predictor.policy, taxonomy, rows)
    assert json.loads(json.dumps(evaluation.to_dict()))["rows"] == 80
    assert evaluation.levels[-1].accuracy > 0.9
    assert (evaluation.model, evaluation.policy) == (model.version, model.policy.version)


def test_rows_whose_office_nobody_knows_leave_offices_out(taxonomy: Taxonomy) -> None:
    assert measure([sure_of("roti")], policy_at(), taxonomy, [row_of("roti")]).office is None
    assert (
        measure([replace(sure_of("roti"), klasifikasi={})], policy_at(), taxonomy, [row_of("roti")]).klasifikasi is None
    )
