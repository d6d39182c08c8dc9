"""How far reviewers agree where two of them judged the same report blind."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class TwoAnswers:
    """The categories that two people gave the same report, and the branch that it went to in the end."""

    branch: tuple[str, ...]
    people: tuple[str, str]
    categories: tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How far a person agrees with others, or people with each other below a branch.

    `agreed` is the share of `pairs` with the same category; `kappa` is None where chance alone would always agree.
    """

    about: tuple[str, ...]
    pairs: int
    agreed: float
    kappa: float | None


def cohens_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Agreement beyond chance, (p_o - p_e) / (1 - p_e); None without pairs, or where p_e is 1.

    p_o is the share of pairs that agree, p_e the share that would if both sides kept their own frequencies but chose
    independently. J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement
    20 (1960), 37-46.
    """
    if not pairs:
        return None
    n = len(pairs)
    left, right = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    # In whole numbers, so that it is exactly known whether chance alone agrees.
    by_chance = sum(left[category] * right[category] for category in left)
    if by_chance == n * n:
        return None
    observed = sum(one == other for one, other in pairs)
    return (observed * n - by_chance) / (n * n - by_chance)


def agreement_by_person(answers: Iterable[TwoAnswers]) -> list[Agreement]:
    """Of each person with whoever else answered, those with the most answers first."""
    pairs: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for item in answers:
        one, other = item.categories
        pairs.setdefault((item.people[0],), []).append((one, other))
        pairs.setdefault((item.people[1],), []).append((other, one))
    return _agreements(pairs)


def agreement_by_branch(answers: Iterable[TwoAnswers]) -> list[Agreement]:
    """Of the first answer with the second below each branch, the branch with the most answers first."""
    pairs: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for item in answers:
        pairs.setdefault(item.branch, []).append(item.categories)
    return _agreements(pairs)


def _agreements(pairs: dict[tuple[str, ...], list[tuple[str, str]]]) -> list[Agreement]:
    return [
        Agreement(
            about=about,
            pairs=len(found),
            agreed=sum(one == other for one, other in found) / len(found),
            kappa=cohens_kappa(found),
        )
        for about, found in sorted(pairs.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
