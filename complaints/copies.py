"""Copies (tembusan): who is told of a decision beside the one who is responsible, and only reads. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from complaints.delivery import Parcel
from complaints.directory import Office
from complaints.errors import Problem
from complaints.taxonomy import Taxonomy

COPY = "tembusan"
WITHDRAWN = "tembusan-dicabut"
MOST_COPIES = 20
SEPARATOR = "/"
MESSAGE = "Tembusan, untuk diketahui: tidak perlu ditindaklanjuti oleh penerima ini."


@dataclass(frozen=True, kw_only=True)
class CopyTo:
    """A place that gets a copy: a node of the tree, or an office with the node that it stands below."""

    path: tuple[str, ...]
    office_id: str | None = None


def is_copy(kind: str) -> bool:
    """Whether a shipment of this kind tells of a copy, and asks nobody for work."""
    return kind in {COPY, WITHDRAWN}


def without_work(parcel: Parcel) -> Parcel:
    """What whoever held a copy is told of its end: not a word of the report, which is no longer theirs to read."""
    return replace(parcel, judul="", isi="") if parcel.kind == WITHDRAWN else parcel


def copy_nodes(taxonomy: Taxonomy) -> list[tuple[str, ...]]:
    """The nodes that may get a copy, from the top down: all above the leaves, and leaves that belong to others."""
    above = [path for path in taxonomy.nodes if len(path) < len(taxonomy.levels)]
    outside = [path for path in taxonomy.path_of_leaf.values() if taxonomy.is_outside(path)]
    return sorted({*above, *outside})


def path_of_office(office: Office, taxonomy: Taxonomy) -> tuple[str, ...]:
    """The node that an office stands below: its unit, else its bidang; empty where the tree knows neither."""
    for code in (office.unit_id, office.bidang):
        below = [path for path in copy_nodes(taxonomy) if code and path[-1] == code]
        same_field = [path for path in below if office.bidang in path]
        if below:
            return (same_field or below)[0]
    return ()


def read_copies(
    nodes: Iterable[Sequence[str]],
    office_ids: Iterable[str],
    *,
    taxonomy: Taxonomy,
    offices: Mapping[str, Office],
    field: str,
) -> tuple[list[CopyTo], list[Problem]]:
    """The places that were chosen, each once, and what is wrong with them."""
    known = set(copy_nodes(taxonomy))
    wanted: dict[CopyTo, None] = {}
    problems = []
    for node in map(tuple, nodes):
        if node in known:
            wanted[CopyTo(path=node)] = None
        else:
            problems.append(Problem(code="copy_unknown", field=field, values={"value": _named(node)}))
    for office_id in office_ids:
        if office_id in offices:
            wanted[CopyTo(path=path_of_office(offices[office_id], taxonomy), office_id=office_id)] = None
        else:
            problems.append(Problem(code="office_unknown", field=field, values={"value": office_id[:100]}))
    if len(wanted) > MOST_COPIES:
        problems.append(Problem(code="too_many", field=field, values={"limit": MOST_COPIES}))
    return list(wanted), problems


def beside(wanted: Iterable[CopyTo], path: Sequence[str], office_id: str | None) -> list[CopyTo]:
    """Those that are not the responsible one itself, who gets the report anyway."""
    return [one for one in wanted if not _is_responsible(one, tuple(path), office_id)]


def _is_responsible(one: CopyTo, path: tuple[str, ...], office_id: str | None) -> bool:
    if one.office_id is not None or office_id is not None:
        return one.office_id == office_id
    # A report lies with a unit where it lies with one of its categories.
    return one.path in {path, path[:-1]}


def _named(path: Sequence[str]) -> str:
    return SEPARATOR.join(path)[:100]
