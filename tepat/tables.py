"""Lists for the terminal: findings, models, quarantine, an evaluation."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from classifier.evaluate import Evaluation
from classifier.registry import ModelSummary
from complaints.messages import say as say_problem
from complaints.numerals import numeral
from database.quarantine import Quarantined
from database.watch import Brake
from tepat.doctor import Finding
from tepat.fitting import show_table
from tepat.keeping import Guide
from tepat.wording import Language, say


def print_findings(console: Console, language: Language, findings: Sequence[Finding]) -> None:
    """A line each: what was looked at, what was seen, and the remedy where something is wrong."""
    table = Table(box=None, show_header=False)
    for finding in findings:
        mark = "[red]✗[/]" if finding.remedy else "[green]✓[/]"
        name, seen, remedy = (
            text if isinstance(text, str) else text[0 if language == "id" else 1]
            for text in (finding.name, finding.seen, finding.remedy or "")
        )
        table.add_row(mark, name, escape(seen), f"[yellow]{escape(remedy)}[/]")
    show_table(console, table)


def print_quarantine(console: Console, language: Language, rows: Sequence[Quarantined]) -> None:
    """Number, file and row, and what to do about it. Raw cells are not shown: they may hold anything."""
    if not rows:
        console.print(say(language, "quarantine.empty"))
        return
    table = Table()
    for key in ("quarantine.id", "quarantine.origin", "quarantine.row", "quarantine.reason"):
        table.add_column(say(language, key), no_wrap=key in {"quarantine.id", "quarantine.row"})
    for row in rows:
        reasons = "\n".join(say_problem(problem, language) for problem in row.what_is_wrong)
        table.add_row(str(row.id), escape(row.origin), str(row.row_number), escape(reasons))
    show_table(console, table)


def print_brakes(console: Console, language: Language, brakes: Sequence[Brake]) -> None:
    """A row per branch off automation, with what its audits showed."""
    if not brakes:
        console.print(say(language, "brake.empty"))
        return
    table = Table()
    for key in ("brake.branch", "brake.seen", "brake.promised", "brake.since"):
        table.add_column(say(language, key), no_wrap=True)
    for brake in brakes:
        errors, audited = (numeral(count, language=language) for count in (brake.errors, brake.audited))
        seen = f"{errors}/{audited} (> {numeral(brake.lower_rate, '.1%', language)})"
        since = brake.pulled_at.astimezone().strftime("%Y-%m-%d %H:%M")
        table.add_row(escape("/".join(brake.branch) or "*"), seen, numeral(brake.alpha, ".1%", language), since)
    show_table(console, table)


def print_guides(console: Console, language: Language, guides: Sequence[Guide]) -> None:
    """A row per pair of leaves that are taken for each other, with counts, kappa, advice and the words of each."""
    if not guides:
        console.print(say(language, "guides.empty"))
        return
    table = Table()
    for key in ("guides.pair", "guides.corrected", "guides.disagreed", "guides.kappa", "guides.advice", "guides.words"):
        is_prose = key in {"guides.advice", "guides.words"}
        table.add_column(say(language, key), no_wrap=not is_prose)
    for guide in guides:
        one = guide.confusion
        kappa = "-" if one.kappa is None else numeral(one.kappa, ".2f", language)
        words = "\n".join(
            f"{leaf}: {', '.join(words) or '-'}" for leaf, words in zip(one.leaves, guide.words, strict=True)
        )
        counts = (numeral(count, language=language) for count in (one.corrected, one.disagreed))
        advice = say(language, f"guides.{one.advice}")
        table.add_row("\n".join(one.leaves), *counts, kappa, advice, escape(words))
    show_table(console, table)


def print_models(console: Console, language: Language, models: Sequence[ModelSummary], current: str) -> None:
    """A row per model: which one is current, what it learnt from, and how it did on voices that were left out."""
    table = Table()
    for key in ("models.version", "models.rows", "models.leaves", "models.accuracy", "models.automated"):
        is_left = key in {"models.version", "models.accuracy"}
        table.add_column(say(language, key), justify="left" if is_left else "right", no_wrap=key == "models.version")
    for model in models:
        mark = "[green]●[/] " if model.version == current else "  "
        if model.problem:
            table.add_row(f"{mark}{model.version}", "", "", f"[red]{escape(model.problem)}[/]")
            continue
        accuracy = "\n".join(f"{level} {numeral(share, '.1%', language)}" for level, share in model.accuracy.items())
        counts = (numeral(count, language=language) for count in (model.rows, model.leaves))
        table.add_row(f"{mark}{model.version}", *counts, accuracy, numeral(model.automated, ".1%", language))
    show_table(console, table)


def print_evaluation(console: Console, language: Language, evaluation: Evaluation) -> None:
    """Per level: accuracy, macro-F1, calibration, how many would be routed there and how many of them wrongly."""
    table = Table(
        title=say(language, "evaluate.title", model=evaluation.model, rows=numeral(evaluation.rows, language=language))
    )
    for key in ("level", "accuracy", "macro_f1", "ece", "routed", "misrouted"):
        table.add_column(say(language, f"evaluate.{key}"), justify="left" if key == "level" else "right")
    for level in evaluation.levels:
        table.add_row(
            level.level,
            numeral(level.accuracy, ".1%", language),
            numeral(level.macro_f1, ".1%", language),
            numeral(level.ece, ".3f", language),
            numeral(level.routed, language=language),
            numeral(level.misrouted, language=language),
        )
    show_table(console, table)
    for line in _said_of(language, evaluation):
        console.print(line)


def _said_of(language: Language, evaluation: Evaluation) -> Iterator[str]:
    yield say(
        language,
        "evaluate.automated",
        automated=numeral(evaluation.automated, ".1%", language),
        misroutes=numeral(evaluation.misroutes, language=language),
        misrouted=numeral(evaluation.misrouted, ".2%", language),
        outside=numeral(evaluation.outside_suggested, ".1%", language),
    )
    if evaluation.klasifikasi:
        yield say(language, "evaluate.klasifikasi", accuracy=numeral(evaluation.klasifikasi.accuracy, ".1%", language))
    if evaluation.office:
        office = evaluation.office
        yield say(
            language,
            "evaluate.office",
            precision=numeral(office.precision, ".1%", language),
            recall=numeral(office.recall, ".1%", language),
            decided=numeral(office.decided, language=language),
        )
