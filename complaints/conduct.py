"""How the machine may act here: what is promised, how much of it is audited, how far it acts by itself, and where."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from complaints.guarantee import Terms
from complaints.routing import Automation

Node = tuple[str, ...]


class Consent(StrEnum):
    """Whether a model that was judged better goes live by itself, or when a person says yes."""

    ASK = "ask"
    AUTO = "auto"


@dataclass(frozen=True, kw_only=True)
class BranchConduct:
    """What differs in one part of the tree; None where it is as above it."""

    alpha: float | None = None
    audit_share: float | None = None
    automation: Automation | None = None


@dataclass(frozen=True, kw_only=True)
class Conduct:
    """What an instansi lets the machine do: see Terms, audit_share and Automation for each value.

    `branches` holds what differs below a node of the tree (an instansi, or a bidang below it); the nearest one counts,
    but for alpha, of which the strictest does. Raises ValueError where the terms contradict themselves.
    """

    alpha: float = 0.02
    delta: float = 0.05
    alpha_of: Mapping[str, float] = field(default_factory=dict)
    delta_of: Mapping[str, float] = field(default_factory=dict)
    audit_share: float = 0.05
    automation: Automation = Automation.SHADOW
    branches: Mapping[Node, BranchConduct] = field(default_factory=dict)
    new_models: Consent = Consent.ASK

    def __post_init__(self) -> None:
        shares = [one.audit_share for one in self.branches.values() if one.audit_share is not None]
        if not all(0 < share <= 1 for share in (self.audit_share, *shares)):
            raise ValueError("the share that is audited must lie above 0 and not above 1")
        assert self.terms

    @property
    def terms(self) -> Terms:
        """What is promised."""
        alpha_in = {node: one.alpha for node, one in self.branches.items() if one.alpha is not None}
        return Terms(
            alpha=self.alpha, delta=self.delta, alpha_of=self.alpha_of, delta_of=self.delta_of, alpha_in=alpha_in
        )

    def automation_in(self, path: Sequence[str]) -> Automation:
        """How far the machine may act on what is suggested for this path."""
        return next((one.automation for one in self._nearest(path) if one.automation is not None), self.automation)

    def audit_share_in(self, path: Sequence[str]) -> float:
        """Which share of the automatic routes for this path is audited blind."""
        return next((one.audit_share for one in self._nearest(path) if one.audit_share is not None), self.audit_share)

    def _nearest(self, path: Sequence[str]) -> list[BranchConduct]:
        nodes = (tuple(path[:depth]) for depth in range(len(path), 0, -1))
        return [self.branches[node] for node in nodes if node in self.branches]


def conduct_to_dict(conduct: Conduct) -> dict[str, Any]:
    """The conduct as JSON values; a node is written as its codes split by "/"."""
    branches = {"/".join(node): asdict(one) for node, one in conduct.branches.items()}
    return {**asdict(conduct), "branches": branches}


def conduct_from_dict(raw: Mapping[str, Any]) -> Conduct:
    """The conduct that conduct_to_dict wrote. Raises KeyError, TypeError or ValueError where it is none."""
    branches = {tuple(node.split("/")): _branch(one) for node, one in raw["branches"].items()}
    return Conduct(
        **{
            **raw,
            "automation": Automation(raw["automation"]),
            "branches": branches,
            # Versions from before it could be chosen do not say it.
            "new_models": Consent(raw.get("new_models", Consent.ASK)),
        }
    )


def _branch(raw: Mapping[str, Any]) -> BranchConduct:
    automation = raw["automation"]
    return BranchConduct(**{**raw, "automation": Automation(automation) if automation else None})


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One value that differs: for all (an empty node) or below a node; a level is named where the value is of one."""

    node: Node
    name: str
    level: str
    before: float | str | None
    after: float | str | None

    @property
    def key(self) -> str:
        """The value in one word, as records name it."""
        return ":".join(part for part in ("/".join(self.node), self.name, self.level) if part)


def differences(before: Conduct, after: Conduct) -> list[Difference]:
    """Every value in which these two differ, those for all first."""
    old, new = _flat(before), _flat(after)
    return [
        Difference(node=key[0], name=key[1], level=key[2], before=old.get(key), after=new.get(key))
        for key in sorted(old.keys() | new.keys())
        if old.get(key) != new.get(key)
    ]


def _flat(conduct: Conduct) -> dict[tuple[Node, str, str], float | str]:
    values: dict[tuple[Node, str, str], float | str | None] = {
        ((), "alpha", ""): conduct.alpha,
        ((), "delta", ""): conduct.delta,
        ((), "audit_share", ""): conduct.audit_share,
        ((), "automation", ""): conduct.automation,
        ((), "new_models", ""): conduct.new_models,
        **{((), "alpha", level): value for level, value in conduct.alpha_of.items()},
        **{((), "delta", level): value for level, value in conduct.delta_of.items()},
        **{(node, name, ""): value for node, one in conduct.branches.items() for name, value in asdict(one).items()},
    }
    return {key: value for key, value in values.items() if value is not None}
