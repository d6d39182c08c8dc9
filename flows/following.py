"""Reports follow the work of their office: to whoever took over, or before a person who says where they go."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from psycopg import Connection

from complaints.copies import CopyTo, path_of_office
from complaints.directory import Directory, Office
from complaints.directory.succession import About, turn_of
from complaints.escalation import MONTHS
from complaints.taxonomy import Taxonomy
from database import copy_moves, office_moves, readdressing
from database.copy_moves import CopyTurn, Ended, StrandedCopy
from database.office_moves import Route, Stranded
from database.office_returns import restore_decisions, undo_moves
from database.taking_over import put_before_people


@dataclass(frozen=True, kw_only=True)
class Followed:
    """How many reports went to a successor, wait for a person to say where, or went back; how many unsent messages go
    elsewhere or nowhere, and how many successors' notices there are; how many copies left a closed office, and of how
    many of them nobody has one instead. `by_office` counts reports by old and new office.
    """

    moved: int = 0
    before_people: int = 0
    returned: int = 0
    readdressed: int = 0
    notices: int = 0
    copies: int = 0
    copies_ended: int = 0
    by_office: Counter[tuple[str, str]]


def follow(connection: Connection, directory: Directory, taxonomy: Taxonomy, *, version: str, actor: str) -> Followed:
    """Every unfinished report of an office that is not at work on the day of the directory; none where all are.

    To be run again at any time: what followed stays where it is.
    """
    change = uuid4()
    routes = [
        _route(directory, taxonomy, one) for one in office_moves.stranded_reports(connection, directory.open_by_id)
    ]
    words = {one.stranded.office_id: said_of(directory, one.stranded.office_id) for one in routes}
    notices = readdressed = 0
    if routes:
        office_moves.keep_moves(connection, routes, change=change, directory=version, actor=actor)
        office_moves.set_offices(connection, change)
        put_before_people(connection, change, words)
        notices = readdressing.tell_heirs(connection, change, words)
        readdressed = readdressing.readdress_moved(connection, change)
    readdressed += _readdress(connection, directory)
    turned = _turn_copies(connection, directory, taxonomy, actor)
    readdressing.cancel_withdrawals(connection, directory.open_by_id)
    counts = office_moves.count_moves(connection, change)
    office_moves.tell_moves(connection, change, actor=actor)
    copy_moves.tell_turns(connection, turned, directory=version, actor=actor)
    return Followed(
        moved=sum(count for (_, has_office), count in counts.items() if has_office),
        before_people=sum(count for (_, has_office), count in counts.items() if not has_office),
        readdressed=readdressed,
        notices=notices,
        copies=len(turned),
        copies_ended=sum(one.to_office is None for one in turned),
        by_office=_by_office(routes),
    )


def is_anything_left(connection: Connection, directory: Directory) -> bool:
    """Whether a report or a copy stands at an office that is not at work on the day, or a message waits for one."""
    known = directory.open_by_id
    return bool(
        office_moves.stranded_reports(connection, known)
        or readdressing.bound_elsewhere(connection, known)
        or copy_moves.stranded_copies(connection, known)
        or readdressing.has_idle_withdrawals(connection, known)
    )


def _route(directory: Directory, taxonomy: Taxonomy, stranded: Stranded) -> Route:
    turn, heir = turn_of(directory, stranded.office_id, _about(taxonomy, stranded))
    return Route(stranded=stranded, to_office=heir.id if heir else None, turn=turn)


def _turn_copies(connection: Connection, directory: Directory, taxonomy: Taxonomy, actor: str) -> list[Ended]:
    """Copies to offices that closed go where the reports of such a place would."""
    turns = []
    for one in copy_moves.stranded_copies(connection, directory.open_by_id):
        turn, heir = turn_of(directory, one.office_id, _about(taxonomy, one))
        instead = CopyTo(path=path_of_office(heir, taxonomy), office_id=heir.id) if heir else None
        turns.append(CopyTurn(id=one.id, report_id=one.report_id, turn=turn, instead=instead))
    return copy_moves.turn_copies(connection, turns, actor=actor) if turns else []


def _about(taxonomy: Taxonomy, stranded: Stranded | StrandedCopy) -> About:
    leaves = taxonomy.resolve(stranded.path[-1]) if stranded.path else ()
    kinds = taxonomy.leaf(leaves[0]).office_types if len(leaves) == 1 else frozenset[str]()
    path = taxonomy.path_of_leaf[leaves[0]] if len(leaves) == 1 else tuple(stranded.path)
    return About(path=path, kinds=kinds, provinsi=stranded.provinsi, kota=stranded.kota)


def _by_office(routes: Sequence[Route]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for one in routes:
        counts[one.stranded.office_id, one.to_office or ""] += one.stranded.reports
    return counts


def _readdress(connection: Connection, directory: Directory) -> int:
    """What else waits to be sent to an office that closed: to whoever has its work, as far as the path says."""
    wanted = []
    for bound in readdressing.bound_elsewhere(connection, directory.open_by_id):
        heir = turn_of(directory, bound.office_id, About(path=tuple(bound.target)))[1]
        wanted.append(readdressing.Readdressed(bound=bound, to_office=heir.id if heir else None))
    return readdressing.readdress(connection, wanted) if wanted else 0


def said_of(directory: Directory, office_id: str) -> str:
    """What became of this office, in the language of those who read it with the report."""
    office = directory.office_by_id.get(office_id)
    if office is None:
        return (
            f"Satuan kerja {office_id} tidak ada lagi di direktori. Tentukan satuan kerja yang menangani laporan ini."
        )
    heirs = [one.name for one in directory.heirs_of(office_id)]
    last = office.valid_to
    closed = f"{office.name} tutup" + (
        f" (hari terakhir {last.day} {MONTHS[last.month - 1]} {last.year})" if last else ""
    )
    if len(heirs) == 1:
        return f"{closed}; tugasnya dilanjutkan {heirs[0]}."
    if heirs:
        return f"{closed}; tugasnya dibagi ke {'; '.join(heirs)}."
    return f"{closed}, tanpa penerus. Tentukan satuan kerja yang menangani laporan ini."


@dataclass(frozen=True, kw_only=True)
class PutBack:
    """What went back: the changes of reports, and the copies."""

    changes: Sequence[UUID]
    copies: Sequence[Ended]


def put_back(connection: Connection, reopened: Sequence[Office], *, version: str, actor: str) -> PutBack:
    """What left these offices, which are at work again, and was not touched since goes back.

    tell_back tells the audit log of it: last, since nobody else can write into it from then on.
    """
    ids = [office.id for office in reopened]
    changes: list[UUID] = []
    while undo_moves(connection, ids, change=(change := uuid4()), directory=version, actor=actor):
        office_moves.set_offices(connection, change)
        readdressing.readdress_moved(connection, change)
        restore_decisions(connection, change, actor=actor)
        changes.append(change)
    copy_moves.give_again(connection, changes)
    return PutBack(changes=changes, copies=copy_moves.put_back_copies(connection, ids, actor=actor))


def tell_back(connection: Connection, back: PutBack, *, version: str, actor: str) -> int:
    """Tell the audit log of what went back; returns how many times a report did."""
    copy_moves.tell_turns(connection, back.copies, directory=version, actor=actor)
    return sum(office_moves.tell_moves(connection, change, actor=actor) for change in back.changes)
