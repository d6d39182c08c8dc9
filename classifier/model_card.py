"""What is written beside a model for people: its card and its pictures."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from classifier.pictures import draw_confusion, draw_reliability, draw_risk
from classifier.rows import LabelledRow
from classifier.scoring import reliability
from complaints.prediction import Prediction, Step, suggested_path
from complaints.routing import RoutingPolicy, Threshold
from complaints.taxonomy import Taxonomy

CARD = """# {version}
Sends reports to SP4N-LAPOR! down the tree {levels}: words, pairs of words and pieces of words,
TF-IDF{encoder}, linear support vectors over {leaves} leaves, softmax with a temperature fitted on {left_out} left out.

## Ringkasan
{summary}

## Data
{rows} texts in {voices} {left_out} (SHA-256 of the rows: {sha}).
{data}

## Scores on {left_out} left out
Each text was scored by a model that learnt from the others only. A holdout plays no part here.

| level | accuracy | macro-F1 | calibration error (95 % interval) | routed here | of these wrong |
|---|---|---|---|---|---|
{level_rows}

Routed by machine: {automated:.1%} of all texts, {misrouted:.2%} of them wrong.
Suggested to somebody else: {outside:.1%}.
{kinds}
{urgency}

## Policy {policy}{provisional}
At most {alpha:.0%} of what is routed goes wrong, with confidence {confidence:.0%} (exact binomial bound), **on a stream
like the texts above**: at each level of every branch (by suggestion) for all that passes its threshold, in all branches
at once, and for everything that a branch routes, each text judged at the level to which it goes. Rows that say "as all
branches together" have too few labels for that: their promise holds for all branches as one, not for the branch alone.
The klasifikasi is a level of its own with the same promise: its branches are the kinds that the model says.

| level | branch | threshold | upper bound | texts that pass | wrong |
|---|---|---|---|---|---|
{threshold_rows}

{pictures}

## Limits
- Reports to come differ from these texts. An instansi starts in shadow and gets its own thresholds from its own
  audited labels.
- Short, strange or foreign texts have few known features; their scores are low and they wait for a person.
- The settings of the model, its temperature and its thresholds were all chosen on the same left-out scores that the
  table above reports, so that table is a little kind.
- The bounds count each text as independent. Texts of one voice or time are not, so the true confidence is lower; and
  each level and the whole have the confidence stated one by one, not all together.
- The share of right answers of each way to find an office, on these texts: {offices}.
- Trained with {libraries}. The same texts and the same libraries give the same bytes.
"""
WRITTEN_SUMMARY = """\
Model ini menyarankan kementerian, bidang, unit, dan kategori untuk setiap laporan. Semua teks latihnya **ditulis oleh
proyek ini, bukan oleh warga**; karena itu ambang otomatisasinya **sementara**: berlaku untuk teks seperti teks latih,
belum tentu untuk laporan yang sebenarnya. Laporan untuk instansi lain tidak pernah diteruskan otomatis. Keputusan yang
ragu selalu menunggu manusia."""
GIVEN_SUMMARY = """\
Model ini dilatih dari data berlabel yang diberikan kepada `tepat train`. Ambang otomatisasinya **sementara**: berlaku
untuk laporan seperti data itu, selama kebiasaan melapor tidak berubah. Keputusan yang ragu selalu menunggu manusia."""
WRITTEN_DATA = """\
The texts that come with the project were written by the project, not by citizens; a voice is one way of writing. See
training_data/README.md."""
GIVEN_DATA = "The texts and their labels were given to `tepat train`; nothing else was learnt from."
SHOWN_NAMES = 24


def write_card(card: Mapping[str, Any], policy: RoutingPolicy) -> str:
    """The README.md of a model."""
    held_out, kinds = card["held_out"], card["held_out"]["klasifikasi"]
    return CARD.format(
        version=card["version"],
        levels=" > ".join(card["levels"]),
        encoder=f", vectors of the encoder {Path(card['encoder']['name']).name}" if card["encoder"] else "",
        leaves=len(card["paths"]),
        rows=card["data"]["rows"],
        voices=card["data"]["voices"],
        sha=card["data"]["sha256"],
        left_out=card["data"]["left_out"],
        summary=WRITTEN_SUMMARY if card["data"]["own"] else GIVEN_SUMMARY,
        data=WRITTEN_DATA if card["data"]["own"] else GIVEN_DATA,
        level_rows="\n".join(_level_row(level) for level in held_out["levels"]),
        automated=held_out["automated"],
        misrouted=held_out["misrouted"],
        outside=held_out["outside_suggested"],
        kinds=_kinds_line(kinds) if kinds else "",
        urgency="\n\n".join(_more_lines(card)),
        policy=policy.version,
        provisional=" (provisional)" if policy.provisional else "",
        alpha=policy.alpha,
        confidence=1 - policy.delta,
        threshold_rows="\n".join(_threshold_row(threshold) for threshold in (*policy.thresholds, *policy.kinds)),
        pictures="\n".join(f"![{title}]({name})" for name, title in titles_of(card["levels"]).items()),
        offices=", ".join(f"{how} {p:.1%}" for how, p in card["office_precision"].items()) or "not measured",
        libraries=", ".join(f"{name} {version}" for name, version in card["libraries"].items()),
    )


def _kinds_line(kinds: Mapping[str, Any]) -> str:
    return (
        f"Klasifikasi: accuracy {kinds['accuracy']:.1%}, macro-F1 {kinds['macro_f1']:.1%}; passes its threshold in "
        f"{kinds['sure']} of {kinds['rows']} texts, {kinds['sure_wrong']} of them wrong."
    )


def _more_lines(card: Mapping[str, Any]) -> list[str]:
    """What is said of alarms and of a tuned encoder, where there are any."""
    urgency = [_urgency_line(card["urgency"])] if card.get("urgency") else []
    return [*urgency, _tuning_line(card["tuning"], card["data"]["left_out"])] if card.get("tuning") else urgency


def _tuning_line(contests: Sequence[Mapping[str, Any]], left_out: str) -> str:
    """How an encoder did that was tuned for each check on the other texts only."""
    told = "; ".join(
        f"{one['tuned']:.1%} against {one['without']:.1%} with {one['rival']}, a difference of {one['low']:+.1%} to "
        f"{one['high']:+.1%} (95 % interval, paired bootstrap over {one['texts']} texts)"
        for one in contests
    )
    verdict = "It is used" if all(one["won"] for one in contests) else "It is not used, since it does not surely win"
    return f"An encoder was tuned on the labels. Right categories on {left_out} left out: {told}. {verdict}."


def _urgency_line(figures: Mapping[str, Any]) -> str:
    return (
        f"Urgent texts of unseen voices found: {figures['recall_together']:.1%} by rules and model together, "
        f"{figures['recall_rules']:.1%} by the rules alone. From {figures['threshold']:.3f} on the model raises an "
        f"alarm, on {figures['ordinary_alarms']:.1%} of the texts above that the rules leave calm "
        f"({figures['texts']} texts labelled for urgency)."
    )


def _level_row(level: Mapping[str, Any]) -> str:
    scores = f"{level['accuracy']:.1%} | {level['macro_f1']:.1%} | {level['ece']:.1%}"
    scores += f" ({level['ece_low']:.1%} to {level['ece_high']:.1%})"
    return f"| {level['level']} | {scores} | {level['routed']} | {level['misrouted']} |"


def _threshold_row(threshold: Threshold) -> str:
    value = f"{threshold.value:.4f}" if threshold.value is not None else f"none: {threshold.why}"
    value += ", as all branches together" if threshold.why == "together" else ""
    bound = f"{threshold.bound:.2%}" if threshold.bound is not None else ""
    branch = " > ".join(threshold.branch)
    return f"| {threshold.level} | {branch} | {value} | {bound} | {threshold.n} | {threshold.errors} |"


def titles_of(levels: Sequence[str]) -> dict[str, str]:
    """The pictures beside a card, by file name."""
    reliable = {f"reliability-{depth}.svg": f"{level}: reliability" for depth, level in enumerate(levels, start=1)}
    return {"risk.svg": "risk and coverage", **reliable, "confusion.svg": "confusion"}


def draw_pictures(
    predictions: Sequence[Prediction], policy: RoutingPolicy, taxonomy: Taxonomy, rows: Sequence[LabelledRow]
) -> dict[str, str]:
    """Pictures of the left-out predictions, by file name: reliability at every level, the others at the second.

    Of many nodes the confusion shows the most frequent.
    """
    paths = [suggested_path(taxonomy, one.leaves) for one in predictions]
    truth = [taxonomy.path_of_leaf[row.category] for row in rows]
    sure = [[step.p for step in steps] for steps in zip(*paths, strict=True)]
    right = [
        [step.path == path[:depth] for step, path in zip(steps, truth, strict=True)]
        for depth, steps in enumerate(zip(*paths, strict=True), start=1)
    ]
    at = min(2, policy.max_depth) - 1
    drawn = [draw_risk(sure[at], right[at], f"{taxonomy.levels[at]}: risk and coverage")]
    for depth, level in enumerate(taxonomy.levels):
        drawn.append(draw_reliability(reliability(sure[depth], right[depth]), f"{level}: reliability"))
    drawn.append(
        _draw_confusion([steps[at] for steps in paths], [path[: at + 1] for path in truth], taxonomy.levels[at])
    )
    return dict(zip(titles_of(taxonomy.levels), drawn, strict=True))


def _draw_confusion(steps: Sequence[Step], truth: Sequence[tuple[str, ...]], level: str) -> str:
    table = Counter((path[-1], step.path[-1]) for step, path in zip(steps, truth, strict=True))
    names = sorted(name for name, _ in Counter(path[-1] for path in truth).most_common(SHOWN_NAMES))
    return draw_confusion(table, names, f"{level}: truth in rows, suggestion in columns")
