"""The coordinating ministry's table: how the work stands in each instansi and unit. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from complaints.figures import middle_of

Path = tuple[str, ...]
INSTANSI, UNIT = 1, 3
COUNTS = ("checked", "sent", "reviewed", "audited", "misrouted", "waiting", "overdue")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One instansi, or one unit of it: counts by name (see COUNTS), and medians in seconds (None without any)."""

    path: Path
    counts: Mapping[str, int]
    to_route: float | None
    to_follow_up: float | None


@dataclass
class _Row:
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    to_route: dict[int, int] = field(default_factory=dict)
    to_follow_up: dict[int, int] = field(default_factory=dict)


def standings(
    counted: Iterable[tuple[Sequence[str], Mapping[str, int]]],
    to_route: Mapping[Path, Mapping[int, int]],
    to_follow_up: Mapping[Path, Mapping[int, int]],
) -> list[Standing]:
    """The rows of every instansi, each before those of its units. `counted` may name a path many times.

    Durations are counted by bucket: see complaints.figures. What lies nowhere yet is in no row.
    """
    rows: dict[Path, _Row] = {}
    for path, counts in counted:
        for row in _rows_of(path, rows):
            for name, count in counts.items():
                row.counts[name] += count
    for path, buckets in to_route.items():
        for row in _rows_of(path, rows):
            _add(row.to_route, buckets)
    for path, buckets in to_follow_up.items():
        for row in _rows_of(path, rows):
            _add(row.to_follow_up, buckets)
    return [
        Standing(
            path=path,
            counts=row.counts,
            to_route=middle_of(row.to_route),
            to_follow_up=middle_of(row.to_follow_up),
        )
        for path, row in sorted(rows.items())
    ]


def _rows_of(path: Sequence[str], rows: dict[Path, _Row]) -> list[_Row]:
    levels = [depth for depth in (INSTANSI, UNIT) if len(path) >= depth]
    return [rows.setdefault(tuple(path[:depth]), _Row()) for depth in levels]


def _add(total: dict[int, int], buckets: Mapping[int, int]) -> None:
    for bucket, count in buckets.items():
        total[bucket] = total.get(bucket, 0) + count
