"""`tepat predict --explain`: the words of one text that spoke for and against its suggestion, and the policy."""

import re
from collections.abc import Iterator, Mapping, Sequence

from rich.console import Console
from rich.text import Text

from complaints.alarm import judge_urgency
from complaints.numerals import numeral
from complaints.prediction import OfficeMatch, Prediction
from complaints.routing import Decision, Outcome, decide
from complaints.taxonomy import Taxonomy
from complaints.urgency import Urgency
from tepat.predicting import message_of, open_predictor
from tepat.settings import Settings
from tepat.wording import WORDING, Language, say

FOR = "bold green"
AGAINST = "red"
OFFICE = "bold cyan underline"
URGENT = "bold white on red"


def explain_text(settings: Settings, text: str, console: Console, language: Language) -> None:
    """Print the explanation. Raises NothingToPredict, NoModel or ModelDamaged."""
    message = message_of(text)
    predictor = open_predictor(settings)
    (prediction,) = predictor.predict([message])
    decision = decide(prediction, predictor.policy, predictor.taxonomy)
    urgency = judge_urgency(message, prediction.alarm)
    console.print(coloured(message.text, prediction, urgency))
    console.print()
    for line in _said_of(decision, prediction, predictor.taxonomy, language):
        console.print(line, markup=False, highlight=False)
    for line in urgency_lines(urgency, language):
        console.print(line, style="red", markup=False, highlight=False)
    console.print(_legend(language))


def coloured(text: str, prediction: Prediction, urgency: Urgency) -> Text:
    """The text with its words coloured; where two colours meet, urgency hides office, and office hides words."""
    styles = {word.word: FOR if word.weight > 0 else AGAINST for word in prediction.words}
    styles |= {office.span: OFFICE for office in (*prediction.offices, *prediction.others)}
    styles |= {span: URGENT for reason in urgency.reasons for span in reason.spans}
    shown = Text(text)
    for stretch, style in styles.items():
        if stretch.strip():
            for match in re.finditer(rf"(?<!\w){re.escape(stretch)}(?!\w)", text, re.IGNORECASE):
                shown.stylize(style, *match.span())
    return shown


def _said_of(decision: Decision, prediction: Prediction, taxonomy: Taxonomy, language: Language) -> list[str]:
    """Where it belongs, against what, the words with their weights, the offices, and what the policy says."""
    ranked = sorted(prediction.leaves.items(), key=lambda item: (-item[1], item[0]))
    suggested = decision.steps[-1]
    rival = next(((leaf, p) for leaf, p in ranked if leaf != suggested.path[-1]), None)
    path = " › ".join(taxonomy.label(suggested.path[: depth + 1]) for depth in range(len(suggested.path)))
    lines = [say(language, "explain.suggested", path=path, p=numeral(suggested.p, ".0%", language))]
    if rival:
        lines.append(
            say(language, "explain.rival", name=taxonomy.leaf(rival[0]).name, p=numeral(rival[1], ".0%", language))
        )
    words = ", ".join(f"{word.word} {numeral(word.weight, '+.2f', language)}" for word in prediction.words)
    lines.append(say(language, "explain.words", words=words or "–"))
    if prediction.beyond_words:
        lines.append(say(language, "explain.beyond", weight=numeral(prediction.beyond_words, "+.2f", language)))
    lines.append(_said_of_offices(prediction.offices, language))
    if prediction.others:
        lines.append(say(language, "explain.others", offices=_with_spans(prediction.others)))
    lines.append(_said_of_policy(decision, taxonomy, language))
    return lines


def _said_of_offices(offices: Sequence[OfficeMatch], language: Language) -> str:
    if not offices:
        return say(language, "explain.no_office")
    return say(language, "explain.office" if len(offices) == 1 else "explain.offices", offices=_with_spans(offices))


def _with_spans(offices: Sequence[OfficeMatch]) -> str:
    return "; ".join(f"{office.name} (“{office.span}”)" for office in offices[:5])


def _said_of_policy(decision: Decision, taxonomy: Taxonomy, language: Language) -> str:
    if decision.outcome is Outcome.REVIEW:
        return say(language, "explain.review", reason=say(language, f"reason.{decision.reasons[0]}"))
    step = decision.steps[decision.depth - 1]
    values: Mapping[str, str] = {"name": taxonomy.label(step.path), "p": numeral(step.p, ".1%", language)}
    level = taxonomy.levels[decision.depth - 1]
    named = say(language, f"level.{level}") if f"level.{level}" in WORDING else level
    return say(language, "explain.auto", level=named, **values)


def urgency_lines(urgency: Urgency, language: Language) -> Iterator[str]:
    """A line for each reason: what a rule found or what the model suspects, by which words."""
    for reason in urgency.reasons:
        spans = ", ".join(f"“{span}”" for span in reason.spans)
        kind = say(language, f"urgency.{reason.kind}", p=numeral(reason.p or 0, ".0%", language))
        yield say(language, "explain.urgent", kind=kind, spans=spans or "–")


def _legend(language: Language) -> Text:
    names = (("for", FOR), ("against", AGAINST), ("named", OFFICE), ("alarming", URGENT))
    parts = [Text(say(language, f"explain.{name}"), style=style) for name, style in names]
    return Text("  ").join(parts)
