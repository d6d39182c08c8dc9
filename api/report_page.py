"""One report as a reviewer sees it: the text, what decided, the suggestion, and what can be done with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg import Connection

from api.blinding import Blindness
from api.copy_views import copy_groups
from api.deadline_views import milestone_choices
from api.entered import UNFIT, Entered, kept_office
from api.label_section import label_section
from api.marking import mark_text
from api.offices import options_of
from api.problem_texts import explain
from api.views import view_of
from api.wording import klasifikasi_choices
from complaints.access import Permission, Person
from complaints.office_search import OfficeSearch
from complaints.report import Status
from complaints.review import Turn
from complaints.taxonomy import Taxonomy
from database.asking import question_of
from database.leases import Lease
from database.panels import Panel, open_panel_of
from database.reports import StoredReport, why_waiting

GROUP_DEPTH = 2


def report_page(
    connection: Connection,
    person: Person,
    report: StoredReport,
    *,
    taxonomy: Taxonomy,
    offices: OfficeSearch,
    entered: Entered,
    lease: Lease | None,
) -> dict[str, Any]:
    """Everything that the page of a report shows; `lease` says who holds it."""
    view = view_of(connection, report, taxonomy)
    decision = view["decision"] or {}
    evidence = decision.get("evidence", {})
    panel = open_panel_of(connection, report.id) if view["blind"] == Blindness.OPINION else None
    turn = panel.turn_of(person.name) if panel else Turn.BLIND
    return {
        "report": view,
        "decision": view["decision"],
        "question": question_of(connection, decision["id"]) if view["status"] == Status.AWAITING_INFO else "",
        "lease": lease,
        "is_mine": lease is not None and lease.person == person.name,
        **_marked(view, evidence),
        "candidates": _candidates(decision, evidence),
        "groups": grouped_leaves(taxonomy),
        "outside": outside_leaves(taxonomy),
        "copy_groups": copy_groups(taxonomy),
        "office_label": offices.label_of,
        "office_options": options_of(offices),
        "office": offices.label_of((decision.get("office") or {}).get("id")),
        "kinds": klasifikasi_choices(),
        "milestone_kinds": milestone_choices(),
        "form": _filled(entered, view, offices),
        "problems": [explain(problem, "id") for problem in entered.problems],
        "unfit": next((explain(one, "id") for one in entered.problems if one.code == UNFIT), ""),
        "why_needed": any(problem.code == "reason_needed" for problem in entered.problems),
        "panel": panel,
        "turn": turn,
        "answers": _answers(panel, taxonomy, offices) if panel and turn is Turn.SETTLE else [],
        "previous": _previous(view),
        "label": None if view["blind"] or view["is_copy"] else label_section(connection, report.id, taxonomy, person),
        "why_waiting": "" if view["blind"] else why_waiting(connection, report.id),
        **_possible(view, person, lease, turn),
    }


def _possible(view: Mapping[str, Any], person: Person, lease: Lease | None, turn: Turn) -> dict[str, bool]:
    """What this person can do with the report just now."""
    reviews = person.may(Permission.REVIEW) and not view["is_masked"] and not view["is_copy"]
    is_free = lease is None or lease.person == person.name
    waits = view["status"] == Status.IN_REVIEW or view["blind"] == Blindness.AUDIT
    is_settled = view["status"] in {Status.ROUTED, Status.REVIEWED, Status.AWAITING_INFO} and not view["blind"]
    decision = view["decision"] or {}
    is_sent_on = bool(decision.get("acted") and decision.get("path")) and not view["blind"]
    is_split = any(not part["is_withdrawn"] for part in view["parts"])
    is_closed = bool(view["merged_into"]) or is_split or (view["part_of"] or {}).get("is_withdrawn", False)
    return {
        "waits": waits and view["decision"] is not None,
        "can_decide": reviews and waits and is_free and view["decision"] is not None and turn is not Turn.NONE,
        "can_leave": reviews and waits and is_free,
        "can_reopen": reviews and is_settled and not is_closed,
        "can_record": reviews and bool(view["deadlines"]) and not view["blind"],
        "can_return": reviews and is_sent_on and not is_closed,
        "can_copy": reviews and is_settled and is_sent_on and not is_closed,
        "can_split": not view["part_of"],
        "can_unsplit": reviews and view["status"] == Status.REVIEWED,
        "can_look": person.may(Permission.SEE_IDENTITY) and not (view["anonim"] or view["rahasia"] or view["is_copy"]),
    }


def grouped_leaves(taxonomy: Taxonomy) -> dict[str, list[tuple[str, str]]]:
    """Code and name of every leaf, by the names of the branch that it hangs from."""
    groups: dict[str, list[tuple[str, str]]] = {}
    depth = min(GROUP_DEPTH, len(taxonomy.levels) - 1)
    for code, path in sorted(taxonomy.path_of_leaf.items(), key=lambda item: item[1]):
        branch = " › ".join(dict.fromkeys(taxonomy.label(path[:upto]) for upto in range(1, depth + 1)))
        groups.setdefault(branch, []).append((code, taxonomy.label(path)))
    return groups


def outside_leaves(taxonomy: Taxonomy) -> list[tuple[str, str]]:
    """Code and name of every leaf that is for somebody else to answer."""
    leaves = sorted(taxonomy.path_of_leaf.items(), key=lambda item: item[1])
    return [(code, taxonomy.label(path)) for code, path in leaves if taxonomy.is_outside(path)]


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
    return [*first, *others][:3]


def _answers(panel: Panel, taxonomy: Taxonomy, offices: OfficeSearch) -> list[dict[str, str]]:
    """The answers that differ, without who gave them: whoever settles weighs what was said, not who said it."""
    return [
        {
            "path": path_label(answer.path, taxonomy),
            "office": offices.label_of(answer.office_id),
            "addressee": answer.addressee,
            "klasifikasi": answer.klasifikasi,
        }
        for answer in panel.answers
    ]


def path_label(path: Sequence[str], taxonomy: Taxonomy) -> str:
    """The names from the top down; a node that the taxonomy no longer knows keeps its code."""
    upper = [tuple(path[:upto]) for upto in range(1, 1 + len(path))]
    return " › ".join(dict.fromkeys(node_label(one, taxonomy) for one in upper))


def node_label(path: tuple[str, ...], taxonomy: Taxonomy) -> str:
    """The name of a node; of a leaf that is gone its code, and what is in its place."""
    if path in taxonomy.nodes:
        return taxonomy.label(path)
    now = [taxonomy.leaf(leaf).name for leaf in taxonomy.resolve(path[-1])]
    return f"{path[-1]} (kini {', '.join(now)})" if now else path[-1]


def _previous(view: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a person decided before, where the report waits again."""
    if view["status"] != Status.IN_REVIEW:
        return None
    by_people = [one for one in view["history"]["decisions"] if one["outcome"] == "person" and one["path"]]
    return by_people[-1] if by_people else None


def _filled(entered: Entered, view: Mapping[str, Any], offices: OfficeSearch) -> dict[str, Any]:
    decision = view["decision"] or {}
    kind = decision.get("klasifikasi", {}).get("code") or view["klasifikasi"] or ""
    suggested = offices.label_of((decision.get("office") or {}).get("id"))
    return {
        "name": entered.form,
        "category": entered.category or "",
        "office": (suggested if suggested in offices.id_by_label else "") if entered.office is None else entered.office,
        "klasifikasi": kind if entered.klasifikasi is None else entered.klasifikasi,
        "kept_office": kept_office(entered),
        "keeps_office": entered.kept_office == kept_office(entered),
        "note": entered.note,
        "addressee": entered.addressee,
        "copies": entered.copies,
        "copy_offices": entered.copy_offices,
        "parts": entered.parts or [("", ""), ("", "")],
    }
