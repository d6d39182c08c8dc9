"""From what a program sends to a verdict: what it leaves out comes from the suggestion, unless that is hidden."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.problems import ApiProblem
from api.v1.verdict_shapes import VerdictIn
from complaints.directory import Office
from complaints.errors import Problem
from complaints.office_fit import doubts_of_fit
from complaints.taxonomy import Taxonomy


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """What the reviewer was shown. Of an audit nothing but the kind that the source itself gave."""

    category: str = ""
    office_id: str | None = None
    klasifikasi: str = ""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """Where a person says that a report belongs."""

    path: tuple[str, ...]
    outside: bool
    office_id: str | None
    klasifikasi: str
    note: str
    addressee: str


def judge(body: VerdictIn, suggested: Suggested, taxonomy: Taxonomy, offices: Mapping[str, Office]) -> Judged:
    """The whole verdict. Raises ApiProblem 422 with everything that is missing or contradicts itself."""
    category = body.category or (suggested.category if body.verdict == "confirm" else "")
    office_id = body.office_id or (suggested.office_id if body.verdict == "confirm" else None)
    klasifikasi = body.klasifikasi or suggested.klasifikasi
    problems = _problems(body, category, klasifikasi, suggested, taxonomy)
    if body.office_id and body.office_id not in offices:
        values = {"value": body.office_id[:100]}
        problems.append(Problem(code="office_unknown", field="office_id", values=values))
    if not problems and not body.keep_office:
        problems = doubts_of_fit(taxonomy.leaf(category), offices.get(office_id or ""), field="office_id")
    if problems:
        raise ApiProblem(422, problems=problems)
    path = taxonomy.path_of_leaf[category]
    outside = taxonomy.is_outside(path)
    return Judged(
        path=path,
        outside=outside,
        # The offices of the directory are ours: a report for somebody else goes to none of them.
        office_id=None if outside else office_id,
        klasifikasi=klasifikasi,
        note=body.note,
        addressee=body.addressee if outside else "",
    )


def _problems(
    body: VerdictIn, category: str, klasifikasi: str, suggested: Suggested, taxonomy: Taxonomy
) -> list[Problem]:
    found = [] if klasifikasi else [Problem(code="klasifikasi_needed", field="klasifikasi")]
    if category not in taxonomy.path_of_leaf:
        found.append(Problem(code="category_needed", field="category"))
        return found
    if body.verdict == "confirm" and category != suggested.category:
        found.append(Problem(code="not_confirmed", field="category"))
    is_outside = taxonomy.is_outside(taxonomy.path_of_leaf[category])
    if body.verdict == "correct" and is_outside:
        found.append(Problem(code="category_outside", field="category"))
    if body.verdict == "bukan-kewenangan" and not is_outside:
        found.append(Problem(code="category_inside", field="category"))
    return found
