"""Whether an office is of a kind that handles the category that a person chose."""

from complaints.directory import Office
from complaints.errors import Problem
from complaints.taxonomy import Node


def doubts_of_fit(leaf: Node, office: Office | None, *, field: str) -> list[Problem]:
    """The question to ask before a report of this category goes to an office that does not handle such reports.

    None where no office is named, it fits, or the taxonomy does not say which kinds of office handle the category.
    """
    if office is None or leaf.outside or not leaf.office_types or office.kind in leaf.office_types:
        return []
    kinds = ", ".join(sorted(leaf.office_types))
    values = {"category": leaf.name, "kinds": kinds, "office": office.name, "kind": office.kind}
    return [Problem(code="office_unfit", field=field, values=values)]
