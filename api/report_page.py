"""One report as a reviewer sees it: the text, what decided, the suggestion, and the form for the verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from fastapi import Request
from psycopg import Connection

from api.marking import mark_text
from api.problem_texts import explain
from api.services import OfficeEntry
from api.views import complaint_view
from api.wording import klasifikasi_choices
from complaints.errors import Problem
from complaints.intake import clean_text
from complaints.report import Status
from complaints.taxonomy import Taxonomy
from database.auditing import is_under_audit
from database.reports import find_report

COOKIE = "peninjau"
MAX_NAME = 80
GROUP_DEPTH = 2


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What stands in the form; None where the reviewer has not touched a field, so that the suggestion stands there."""

    person: str = ""
    category: str | None = None
    office: str | None = None
    klasifikasi: str | None = None
    note: str = ""
    bidang: str = ""
    problems: tuple[Problem, ...] = field(default=())


def entered_before(request: Request, bidang: str) -> Entered:
    """A form of which only the name is known, from the cookie."""
    name = clean_text(unquote(request.cookies.get(COOKIE, "")))
    return Entered(person=name[:MAX_NAME], bidang=bidang)


def report_page(
    connection: Connection, taxonomy: Taxonomy, labels: Mapping[str, str], public_id: UUID, entered: Entered
) -> dict[str, Any]:
    """Everything that the page of a report shows; `labels` are those of office_labels. Raises NotFound."""
    view = complaint_view(connection, public_id, taxonomy)
    report = find_report(connection, public_id)
    is_blind = is_under_audit(connection, report.id)
    if is_blind:
        view = blinded(view)
    decision = view["decision"] or {}
    evidence = decision.get("evidence", {})
    return {
        "report": view,
        "decision": view["decision"],
        "is_blind": is_blind,
        "can_decide": is_blind or (view["status"] == Status.IN_REVIEW and view["decision"] is not None),
        **_marked(view, evidence),
        "candidates": _candidates(decision, evidence),
        "groups": grouped_leaves(taxonomy),
        "offices": labels,
        "kinds": klasifikasi_choices(),
        "form": _filled(entered, view, labels),
        "bidang": entered.bidang,
        "problems": [explain(problem, "id") for problem in entered.problems],
    }


def blinded(view: Mapping[str, Any]) -> dict[str, Any]:
    """The same report without anything that tells what the machine made of it."""
    nothing: dict[str, Any] = {"path": [], "depth": 0, "evidence": {}, "office": None, "reasons": [], "acted": False}
    decision = {**(view["decision"] or {}), **nothing, "klasifikasi": {"code": "", "p": 0.0}}
    told = [{**entry, "details": {}} for entry in view["history"]["audit"]]
    alike: dict[str, Any] = {"similar": [], "duplicates": []}
    return {**view, **alike, "decision": decision, "history": {**view["history"], "decisions": [], "audit": told}}


def office_labels(offices: Sequence[OfficeEntry]) -> dict[str, str]:
    """The id of each office by what people pick: its name, with the id where two are called the same."""
    seen: dict[str, int] = {}
    for office in offices:
        seen[office.name] = seen.get(office.name, 0) + 1
    return {
        (office.name if seen[office.name] == 1 else f"{office.name} ({office.id})"): office.id for office in offices
    }


def grouped_leaves(taxonomy: Taxonomy) -> dict[str, list[tuple[str, str]]]:
    """Code and name of every leaf, by the names of the branch that it hangs from."""
    groups: dict[str, list[tuple[str, str]]] = {}
    depth = min(GROUP_DEPTH, len(taxonomy.levels) - 1)
    for code, path in sorted(taxonomy.path_of_leaf.items(), key=lambda item: item[1]):
        branch = " › ".join(dict.fromkeys(taxonomy.label(path[:upto]) for upto in range(1, depth + 1)))
        groups.setdefault(branch, []).append((code, taxonomy.label(path)))
    return groups


def _marked(view: Mapping[str, Any], evidence: Mapping[str, Any]) -> dict[str, Any]:
    words = [str(word["word"]) for word in evidence.get("words", ()) if word["weight"] > 0]
    others = evidence.get("other_offices", ())
    spans = [str(office["span"]) for office in (*evidence.get("offices", ()), *others)]
    urgent = [span for reason in (view["urgency"] or {}).get("reasons", ()) for span in reason["spans"]]
    return {
        "judul": mark_text(view["judul"], words, spans, urgent),
        "isi": mark_text(view["isi"], words, spans, urgent),
        "words": words,
        "named_offices": evidence.get("offices", ()),
        "other_offices": others,
    }


def _candidates(decision: Mapping[str, Any], evidence: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The suggestion first, then the next best leaves."""
    path = decision.get("path") or []
    first = [{"category": path[-1]["code"], "name": path[-1]["name"], "p": path[-1]["p"]}] if path else []
    others = [item for item in evidence.get("candidates", ()) if not path or item["category"] != path[-1]["code"]]
    return [*first, *others]


def _filled(entered: Entered, view: Mapping[str, Any], labels: Mapping[str, str]) -> dict[str, str]:
    decision = view["decision"] or {}
    suggested_id = (decision.get("office") or {}).get("id")
    suggested = next((label for label, id_ in labels.items() if id_ == suggested_id), "")
    kind = decision.get("klasifikasi", {}).get("code") or view["klasifikasi"] or ""
    return {
        "person": entered.person,
        "category": entered.category or "",
        "office": suggested if entered.office is None else entered.office,
        "klasifikasi": kind if entered.klasifikasi is None else entered.klasifikasi,
        "note": entered.note,
    }
