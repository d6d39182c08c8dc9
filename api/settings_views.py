"""Changes of the settings, and what would follow from them, as people read them."""

from collections.abc import Sequence
from typing import Any

from api.branches import branch_name
from api.page_words import CONSENTS, LEVELS, SHORT_MODES, in_percent
from complaints.conduct import Difference
from complaints.promises import branches_of
from complaints.routing import RoutingPolicy
from complaints.taxonomy import Taxonomy
from database.conducts import StoredConduct

NAMES = {
    "alpha": "Paling banyak salah alamat",
    "delta": "Keyakinan",
    "audit_share": "Bagian yang diaudit",
    "automation": "Otomatisasi",
    "new_models": "Model baru",
}


def difference_view(one: Difference, taxonomy: Taxonomy) -> dict[str, str]:
    """Where, what, from what, to what."""
    where = branch_name(one.node, taxonomy) if one.node else "Semua cabang"
    level = f", tingkat {LEVELS.get(one.level, one.level)}" if one.level else ""
    return {
        "where": f"{where}{level}",
        "what": NAMES[one.name],
        "before": _value(one.name, one.before),
        "after": _value(one.name, one.after),
    }


def _value(name: str, value: float | str | None) -> str:
    if value is None:
        return "seperti umumnya"
    if isinstance(value, str):
        return CONSENTS.get(value, SHORT_MODES.get(value, value))
    return f"{in_percent(1 - value if name == 'delta' else value)}%"


def effect_view(before: RoutingPolicy, after: RoutingPolicy | None, taxonomy: Taxonomy) -> list[dict[str, Any]] | None:
    """For each branch, how many texts of the calibration would pass a threshold now and then.

    None where the model cannot say.
    """
    if after is None:
        return None
    return [
        {"branch": branch_name(branch, taxonomy), "before": _passing(before, branch), "after": _passing(after, branch)}
        for branch in branches_of(after)
    ]


def _passing(policy: RoutingPolicy, branch: tuple[str, ...]) -> int:
    return sum(one.n for one in policy.thresholds if one.branch == branch and one.value is not None)


def history_view(versions: Sequence[StoredConduct], taxonomy: Taxonomy) -> list[dict[str, Any]]:
    """Each version with what it changed."""
    return [
        {"version": version, "changes": [difference_view(one, taxonomy) for one in version.differences]}
        for version in versions
    ]
