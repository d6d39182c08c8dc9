"""The form of the settings: percentages as people write them, checked, and back."""

import math
from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, Field

from api.page_words import in_percent
from complaints.conduct import BranchConduct, Conduct, Consent, Node
from complaints.errors import Problem
from complaints.routing import Automation
from complaints.taxonomy import Taxonomy

Short = Annotated[str, Field(max_length=40)]
Shorts = Annotated[list[Short], Field(max_length=200)]
DEPTH = 2


class SettingsForm(BaseModel):
    """What stands in the form; lists are aligned: one entry per level, and one per branch."""

    previous: int = Field(default=0, ge=0, le=2**62)
    alpha: Short = ""
    keyakinan: Short = ""
    audit: Short = ""
    mode: Short = ""
    model_baru: Short = Consent.ASK
    tingkat_alpha: Shorts = []
    tingkat_keyakinan: Shorts = []
    cabang_alpha: Shorts = []
    cabang_audit: Shorts = []
    cabang_mode: Shorts = []
    alasan: Annotated[str, Field(max_length=5000)] = ""


def branches_to_set(taxonomy: Taxonomy) -> list[Node]:
    """Each instansi and the bidang below it that reports may be routed to, from the top down."""
    depth = min(DEPTH, len(taxonomy.levels) - 1)
    inside = [path for path in taxonomy.path_of_leaf.values() if not taxonomy.is_outside(path)]
    return sorted({path[:length] for path in inside for length in range(1, depth + 1)})


def form_of(conduct: Conduct, levels: Sequence[str], nodes: Sequence[Node], *, previous: int) -> SettingsForm:
    """The form that says this."""
    branches = [conduct.branches.get(node, BranchConduct()) for node in nodes]
    return SettingsForm(
        previous=previous,
        alpha=in_percent(conduct.alpha),
        keyakinan=in_percent(1 - conduct.delta),
        audit=in_percent(conduct.audit_share),
        mode=conduct.automation,
        model_baru=conduct.new_models,
        tingkat_alpha=[in_percent(conduct.alpha_of.get(level)) for level in levels],
        tingkat_keyakinan=[_confidence(conduct.delta_of.get(level)) for level in levels],
        cabang_alpha=[in_percent(one.alpha) for one in branches],
        cabang_audit=[in_percent(one.audit_share) for one in branches],
        cabang_mode=[one.automation or "" for one in branches],
    )


def _confidence(delta: float | None) -> str:
    return "" if delta is None else in_percent(1 - delta)


def read_form(form: SettingsForm, levels: Sequence[str], nodes: Sequence[Node]) -> tuple[Conduct | None, list[Problem]]:
    """What the form says, or all that is wrong with it."""
    reading = _Reading()
    alpha = reading.share(form.alpha, "alpha")
    confidence = reading.share(form.keyakinan, "keyakinan")
    audit = reading.share(form.audit, "audit", whole=True)
    alphas = reading.shares(form.tingkat_alpha, "alpha", levels)
    confidences = reading.shares(form.tingkat_keyakinan, "keyakinan", levels)
    branches = _read_branches(form, nodes, reading)
    mode = reading.mode(form.mode, "mode") if form.mode else None
    consent = reading.consent(form.model_baru, "model_baru")
    reading.missing({"alpha": alpha, "keyakinan": confidence, "audit": audit, "mode": mode}, form)
    stricter = [*zip(levels, alphas, strict=True), *(("/".join(node), one.alpha) for node, one in branches.items())]
    reading.not_above(alpha, stricter)
    if reading.problems or alpha is None or confidence is None or audit is None or mode is None:
        return None, reading.problems
    conduct = Conduct(
        alpha=alpha,
        delta=round(1 - confidence, 8),
        alpha_of={level: one for level, one in zip(levels, alphas, strict=True) if one is not None},
        delta_of={level: round(1 - one, 8) for level, one in zip(levels, confidences, strict=True) if one is not None},
        audit_share=audit,
        automation=mode,
        new_models=consent,
        branches={node: one for node, one in branches.items() if one != BranchConduct()},
    )
    return conduct, []


def _read_branches(form: SettingsForm, nodes: Sequence[Node], reading: "_Reading") -> dict[Node, BranchConduct]:
    names = ["/".join(node) for node in nodes]
    alphas = reading.shares(form.cabang_alpha, "alpha", names)
    audits = reading.shares(form.cabang_audit, "audit", names, whole=True)
    modes = [
        reading.mode(code, f"mode {name}") if code else None
        for code, name in zip(_aligned(form.cabang_mode, names), names, strict=True)
    ]
    return {
        node: BranchConduct(alpha=alpha, audit_share=audit, automation=mode)
        for node, alpha, audit, mode in zip(nodes, alphas, audits, modes, strict=True)
    }


def _aligned(written: Sequence[str], names: Sequence[str]) -> list[str]:
    """As many as there are names: what is absent is empty."""
    return [*written[: len(names)], *[""] * (len(names) - len(written))]


class _Reading:
    """Reads values one by one, and keeps what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def share(self, written: str, field: str, *, whole: bool = False) -> float | None:
        """Percent as a share above 0 and below 1 (`whole`: or 1); None where nothing or no such number stands there."""
        text = written.strip().rstrip("%").strip().replace(",", ".")
        if not text:
            return None
        try:
            share = round(float(text) / 100, 8)
        except ValueError:
            share = math.nan
        if 0 < share < 1 or (whole and share == 1):
            return share
        self.problems.append(Problem(code="no_percentage", field=field, values={"value": written[:40]}))
        return None

    def shares(
        self, written: Sequence[str], field: str, names: Sequence[str], *, whole: bool = False
    ) -> list[float | None]:
        pairs = zip(_aligned(written, names), names, strict=True)
        return [self.share(one, f"{field} {name}", whole=whole) for one, name in pairs]

    def mode(self, code: str, field: str) -> Automation | None:
        if code in set(Automation):
            return Automation(code)
        self.problems.append(Problem(code="no_mode", field=field, values={"value": code[:40]}))
        return None

    def consent(self, code: str, field: str) -> Consent:
        if code in set(Consent):
            return Consent(code)
        self.problems.append(Problem(code="no_consent", field=field, values={"value": code[:40]}))
        return Consent.ASK

    def missing(self, found: dict[str, float | Automation | None], form: SettingsForm) -> None:
        empty = [name for name, value in found.items() if value is None and not getattr(form, name).strip()]
        self.problems += [Problem(code="absent_value", field=name) for name in empty]

    def not_above(self, alpha: float | None, stricter: Sequence[tuple[str, float | None]]) -> None:
        for name, one in stricter:
            if alpha is not None and one is not None and one > alpha:
                values: dict[str, str | int] = {"value": in_percent(one), "limit": in_percent(alpha)}
                self.problems.append(Problem(code="not_stricter", field=f"alpha {name}", values=values))
