"""The part of the directory that somebody sees: picked from a form, and told in words."""

from collections.abc import Sequence

from complaints.access import Reach
from complaints.directory import Office
from complaints.errors import Problem
from complaints.taxonomy import Taxonomy

MOST_SHOWN = 3


def path_choices(taxonomy: Taxonomy, within: Reach) -> list[tuple[str, str]]:
    """Value and name of each branch above the leaves that lies within this reach, from the top down."""
    paths = [path for path in sorted(taxonomy.nodes) if len(path) < len(taxonomy.levels)]
    choices = [("/".join(path), _named(taxonomy, path)) for path in paths if path[: len(within.path)] == within.path]
    return choices if within.path else [("", "Semua bidang"), *choices]


def read_reach(bagian: str, kantor: str, taxonomy: Taxonomy, offices: Sequence[Office]) -> tuple[Reach, list[Problem]]:
    """The reach of a form: a branch, and offices split by `;`, each with those below it (a Kanwil with its UPT)."""
    path = tuple(part for part in bagian.split("/") if part)
    problems = []
    if path and (path not in taxonomy.nodes or len(path) >= len(taxonomy.levels)):
        problems.append(Problem(code="reach_unknown", field="bagian", values={"value": bagian[:100]}))
    known = {office.id: office.id for office in offices} | {office.name: office.id for office in offices}
    wanted = [part.strip() for part in kantor.split(";") if part.strip()]
    problems += [
        Problem(code="reach_unknown", field="kantor", values={"value": part[:100]})
        for part in wanted
        if part not in known
    ]
    chosen = {known[part] for part in wanted if part in known}
    below = {office.id for office in offices if office.parent_id in chosen}
    return Reach(path=path, offices=tuple(sorted(chosen | below))), problems


def reach_in_words(reach: Reach, taxonomy: Taxonomy, offices: Sequence[Office]) -> str:
    """The reach as people read it."""
    where = _named(taxonomy, reach.path) if reach.path else "Semua bidang"
    if not reach.offices:
        return where
    names = {office.id: office.name for office in offices}
    # Of a Kanwil with its UPT the Kanwil is named first: whatever lies below another one that is named.
    parents = {office.id: office.parent_id for office in offices}
    tops = [id_ for id_ in reach.offices if parents.get(id_) not in reach.offices]
    shown = "; ".join(names.get(id_, id_) for id_ in tops[:MOST_SHOWN])
    more = len(reach.offices) - min(len(tops), MOST_SHOWN)
    return f"{where} · {shown}" + (f" dan {more} satuan kerja lagi" if more else "")


def offices_entered(reach: Reach) -> str:
    """The offices as they stand in the form."""
    return "; ".join(reach.offices)


def _named(taxonomy: Taxonomy, path: Sequence[str]) -> str:
    paths = [tuple(path[:depth]) for depth in range(1, len(path) + 1)]
    names = [taxonomy.label(one) if one in taxonomy.nodes else one[-1] for one in paths]
    return " › ".join(dict.fromkeys(names))
