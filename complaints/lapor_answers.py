"""What LAPOR! says of a report: each line of its log and each follow-up once, in order, with what it means. Pure.

The log has neither times nor numbers; states and the words of its actions are those of the manual for admins (V3).
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from itertools import pairwise

from complaints.directory import Directory
from complaints.taxonomy import Taxonomy

WIB = timezone(timedelta(hours=7), "WIB")
CLOSED = frozenset({"terdisposisi selesai", "selesai", "arsip"})
REFUSALS = ("bukan wewenang", "bukan kewenangan")


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """A line of the log of a report: who sent it to whom, and from which status to which."""

    content: str = field(repr=False)
    from_name: str
    to_name: str
    status_old: str
    status_new: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a report stands at LAPOR!, and its log in the order in which it is answered."""

    status: str
    disposition: str
    log: tuple[LogLine, ...]


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """What somebody wrote to a report; `created_at` as LAPOR! writes it: d-m-Y H:i:s, without a zone."""

    content: str = field(repr=False)
    created_at: str
    institution: str


class AnswerKind(StrEnum):
    """What an answer means."""

    STATUS = "status"
    DISPOSITION = "disposition"
    NOT_OURS = "not-ours"
    CLOSED = "closed"
    FOLLOW_UP = "follow-up"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One thing that LAPOR! said; its `name` is the same whenever it is read. `institution` is where it went, or who
    refused or wrote it."""

    name: str
    kind: AnswerKind
    content: str = field(repr=False)
    institution: str = ""
    status: str = ""
    said_at: datetime | None = None


def is_closed(status: str) -> bool:
    """Whether nothing more is to be done at LAPOR!."""
    return status.strip().casefold() in CLOSED


def answers_of(log: Sequence[LogLine], follow_ups: Iterable[FollowUp], ours: str) -> list[Answer]:
    """All answers, oldest first: those of the log, then the follow-ups. `ours` is the name of our own institution."""
    answers, counts = [], dict[str, int]()
    for line in _once(oldest_first(log)):
        digest = _digest(line.content, line.from_name, line.to_name, line.status_old, line.status_new)
        counts[digest] = counts.get(digest, 0) + 1
        kind = kind_of(line, ours)
        about = line.from_name if kind is AnswerKind.NOT_OURS else line.to_name
        answers.append(
            Answer(
                name=f"log:{digest}:{counts[digest]}",
                kind=kind,
                content=line.content,
                institution=about,
                status=line.status_new,
            )
        )
    return [*answers, *_written(follow_ups)]


def oldest_first(log: Sequence[LogLine]) -> Sequence[LogLine]:
    """The log turned so that each line begins with the status with which the one before it ended."""
    pairs = list(pairwise(log))
    as_given = sum(one.status_new == other.status_old for one, other in pairs)
    turned = sum(other.status_new == one.status_old for one, other in pairs)
    return log[::-1] if turned > as_given else log


def _once(log: Sequence[LogLine]) -> list[LogLine]:
    """No line directly after its like: nothing changes twice from one status to another."""
    return [line for number, line in enumerate(log) if number == 0 or line != log[number - 1]]


def kind_of(line: LogLine, ours: str) -> AnswerKind:
    """What the line means to us; what we refused ourselves is no answer to us."""
    said = f"{line.content}\n{line.status_new}".casefold()
    if any(word in said for word in REFUSALS) and not same_name(line.from_name, ours):
        return AnswerKind.NOT_OURS
    if is_closed(line.status_new):
        return AnswerKind.CLOSED
    if line.to_name and not same_name(line.from_name, line.to_name):
        return AnswerKind.DISPOSITION
    return AnswerKind.STATUS


def _written(follow_ups: Iterable[FollowUp]) -> list[Answer]:
    """The follow-ups by when they were written; one that stands on two pages counts once."""
    found: dict[str, Answer] = {}
    for one in follow_ups:
        name = f"tl:{_digest(one.content, one.created_at, one.institution)}"
        found[name] = Answer(
            name=name,
            kind=AnswerKind.FOLLOW_UP,
            content=one.content,
            institution=one.institution,
            said_at=_moment(one.created_at),
        )
    earliest = datetime.min.replace(tzinfo=WIB)
    return sorted(found.values(), key=lambda answer: answer.said_at or earliest)


def _moment(written: str) -> datetime | None:
    try:
        return datetime.strptime(written, "%d-%m-%Y %H:%M:%S").replace(tzinfo=WIB)
    except ValueError:
        return None


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def same_name(one: str, other: str) -> bool:
    """Whether two names of institutions are the same; case and space do not count."""
    return _squeezed(one) == _squeezed(other)


def _squeezed(name: str) -> str:
    return "".join(name.casefold().split())


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """What a changed disposition teaches: `refused` was wrong, `right` is right (None: several leaves lie there)."""

    refused: str
    right: str | None


def lesson_of(path: Sequence[str], sent_to: Sequence[str] | None, taxonomy: Taxonomy) -> Lesson | None:
    """What it teaches that a report which we sent along this path went to that node; None: nothing for certain."""
    if sent_to is None or not path or tuple(path[: len(sent_to)]) == tuple(sent_to):
        return None
    below = [code for code, leaf in taxonomy.path_of_leaf.items() if leaf[: len(sent_to)] == tuple(sent_to)]
    return Lesson(refused=path[-1], right=below[0] if len(below) == 1 else None)


def nodes_by_name(directory: Directory, taxonomy: Taxonomy) -> Mapping[str, tuple[str, ...]]:
    """The node of the taxonomy by every name that it, its units and its offices go by; names of two nodes are left out.

    Look names up with `node_of`.
    """
    of_unit = {path[-1]: path for path in sorted(taxonomy.nodes) if len(path) < len(taxonomy.levels)}
    named = [(node.name, path) for path, node in taxonomy.nodes.items() if len(path) < len(taxonomy.levels)]
    named += [(unit.name, of_unit[unit.id]) for unit in directory.units if unit.id in of_unit]
    named += [
        (name, of_unit[office.unit_id])
        for office in directory.offices
        if office.unit_id in of_unit
        for name in (office.name, *office.aliases, *office.former_names)
    ]
    found: dict[str, set[tuple[str, ...]]] = {}
    for name, path in named:
        found.setdefault(_squeezed(name), set()).add(path)
    return {name: min(paths) for name, paths in found.items() if name and len(paths) == 1}


def node_of(name: str, nodes: Mapping[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    """The node that goes by this name."""
    return nodes.get(_squeezed(name))
