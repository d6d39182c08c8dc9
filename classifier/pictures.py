"""Plain SVG pictures of how a model does; drawn without a plotting library."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from classifier.scoring import Bin

SIDE = 360
EDGE = 56
WIDE, HIGH = 640, 200
INK = "#1f4e79"
INKS = (INK, "#c0504d", "#4f8f3a", "#8064a2", "#d98e04", "#4bacc6")


def draw_reliability(bins: Sequence[Bin], title: str) -> str:
    """How often predictions of a confidence are right; on the diagonal they mean what they say."""
    marks = [
        f'<circle cx="{_x(one.confidence):.1f}" cy="{_y(one.accuracy):.1f}" r="{2 + min(10, one.n**0.5 / 5):.1f}" '
        f'fill="{INK}" fill-opacity="0.7"><title>{one.n}</title></circle>'
        for one in bins
    ]
    diagonal = f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#999" stroke-dasharray="4 3"/>'
    return _frame(title, "p", "benar / right", [diagonal, *marks], top=1.0)


def draw_risk(confidence: Sequence[float], right: Sequence[bool], title: str, *, top: float = 0.2) -> str:
    """The share of wrong ones among the surest reports, over the share of reports taken."""
    order = sorted(range(len(right)), key=lambda number: -confidence[number])
    wrong, points = 0, []
    every = max(1, len(order) // 200)
    for taken, number in enumerate(order, start=1):
        wrong += not right[number]
        if taken % every == 0 or taken == len(order):
            points.append(f"{_x(taken / len(order)):.1f},{_y(min(top, wrong / taken) / top):.1f}")
    line = f'<polyline points="{" ".join(points)}" fill="none" stroke="{INK}" stroke-width="2"/>'
    return _frame(title, "bagian / share", "salah / wrong", [line], top=top)


def draw_risks(risks: Mapping[str, Sequence[float]], title: str, *, top: float = 0.4) -> str:
    """A line per model: its risk at evenly spaced shares of reports taken, the surest first."""
    parts = []
    for number, (name, curve) in enumerate(risks.items()):
        points = [f"{_x((i + 1) / len(curve)):.1f},{_y(min(top, risk) / top):.1f}" for i, risk in enumerate(curve)]
        ink, y = INKS[number % len(INKS)], 60 + 18 * number
        parts.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="{ink}" stroke-width="2"/>')
        parts.append(f'<text x="{EDGE + 12}" y="{y}" fill="{ink}">{escape(name)}</text>')
    return _frame(title, "bagian / share", "salah / wrong", parts, top=top)


def draw_growth(lines: Mapping[str, Sequence[tuple[float, float]]], title: str) -> str:
    """A line per name: a share over a number of texts, which is drawn by its logarithm."""
    sizes = sorted({size for points in lines.values() for size, _ in points})
    low, high = math.log(sizes[0]), math.log(sizes[-1])
    parts = []
    for number, (name, points) in enumerate(lines.items()):
        places = [(_x((math.log(size) - low) / ((high - low) or 1.0)), _y(share), share) for size, share in points]
        line, ink = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in places), INKS[number % len(INKS)]
        parts.append(f'<polyline points="{line}" fill="none" stroke="{ink}" stroke-width="2"/>')
        parts += [f'<text x="{x:.1f}" y="{y - 6:.1f}" fill="{ink}">{share:.0%}</text>' for x, y, share in places]
        parts.append(f'<text x="{EDGE + 12}" y="{60 + 18 * number}" fill="{ink}">{escape(name)}</text>')
    ticks = [(_x((math.log(size) - low) / ((high - low) or 1.0)), f"{size:.0f}") for size in sizes]
    return _frame(title, "teks per kategori / texts per category", "benar / right", parts, top=1.0, ticks=ticks)


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A share over time, a line per name; what is above `top` is drawn at the edge, `promise` is a line across."""

    title: str
    lines: Mapping[str, Sequence[tuple[float, float]]]
    top: float
    promise: float | None = None


def draw_course(panels: Sequence[Panel], title: str, *, first: float, last: float) -> str:
    """Panels below each other, over the same days."""
    parts = [f'<text x="{EDGE}" y="22" font-weight="bold">{escape(title)}</text>']
    for number, name in enumerate(panels[0].lines):
        x, y = EDGE + WIDE / 3 * (number % 3), 44 + 18 * (number // 3)
        parts.append(f'<text x="{x:.0f}" y="{y}" fill="{INKS[number % len(INKS)]}">{escape(name)}</text>')
    down = 84 + 18 * ((len(panels[0].lines) - 1) // 3)
    for panel in panels:
        parts += _draw_panel(panel, down, lambda day: EDGE + (day - first) / (last - first) * WIDE)
        down += HIGH + 50
    down -= 50
    for step in (0, 0.25, 0.5, 0.75, 1):
        x, day = EDGE + step * WIDE, first + step * (last - first)
        parts.append(f'<text x="{x}" y="{down + 18}" text-anchor="middle">{day:.0f}</text>')
    parts.append(f'<text x="{EDGE + WIDE / 2}" y="{down + 36}" text-anchor="middle">hari / days</text>')
    return _svg(EDGE + WIDE + 30, down + 50, parts)


def _draw_panel(panel: Panel, up: float, x_of: Callable[[float], float]) -> list[str]:
    """Its frame, its scale, the promise and the lines; `up` is where it begins."""

    def y_of(share: float) -> float:
        return up + (1 - min(1.0, share / panel.top)) * HIGH

    parts = [
        f'<text x="{EDGE}" y="{up - 8}">{escape(panel.title)}</text>',
        f'<rect x="{EDGE}" y="{up}" width="{WIDE}" height="{HIGH}" fill="none" stroke="#888"/>',
    ]
    for step in (0, 0.25, 0.5, 0.75, 1):
        y = y_of(step * panel.top) + 4
        parts.append(f'<text x="{EDGE - 6}" y="{y}" text-anchor="end">{step * panel.top:.0%}</text>')
    if panel.promise is not None:
        y = y_of(panel.promise)
        ends = f'x1="{EDGE}" y1="{y}" x2="{EDGE + WIDE}" y2="{y}"'
        parts.append(f'<line {ends} stroke="#222" stroke-dasharray="4 3"/>')
    for number, points in enumerate(panel.lines.values()):
        line = " ".join(f"{x_of(x):.1f},{y_of(y):.1f}" for x, y in points)
        ink = INKS[number % len(INKS)]
        parts.append(f'<polyline points="{line}" fill="none" stroke="{ink}" stroke-width="2"/>')
    return parts


def draw_confusion(table: Mapping[tuple[str, str], int], names: Sequence[str], title: str) -> str:
    """Truth in rows, suggestions in columns; a cell is as dark as its share of the row."""
    cell, left, up = 64, 130, 70
    parts = [f'<text x="{left}" y="20" font-weight="bold">{escape(title)}</text>']
    for i, true in enumerate(names):
        total = sum(table.get((true, said), 0) for said in names) or 1
        parts.append(f'<text x="{left - 8}" y="{up + i * cell + 38}" text-anchor="end">{escape(true)}</text>')
        parts.append(f'<text x="{left + i * cell + 32}" y="{up - 8}" text-anchor="middle">{escape(true[:9])}</text>')
        for j, said in enumerate(names):
            times = table.get((true, said), 0)
            share, x, y = times / total, left + j * cell, up + i * cell
            parts.append(
                f'<rect x="{x}" y="{y}" width="{cell - 2}" height="{cell - 2}" fill="{INK}" fill-opacity="{share:.3f}" '
                f'stroke="#ccc"/><text x="{x + 31}" y="{y + 36}" text-anchor="middle" '
                f'fill="{"#fff" if share > 0.5 else "#222"}">{times}</text>'
            )
    side = cell * len(names)
    return _svg(left + side + 20, up + side + 20, parts)


def _x(share: float) -> float:
    return EDGE + share * SIDE


def _y(share: float) -> float:
    return 40 + (1 - share) * SIDE


def _frame(
    title: str, below: str, beside: str, parts: Sequence[str], *, top: float, ticks: Sequence[tuple[float, str]] = ()
) -> str:
    axes = [
        f'<text x="{EDGE}" y="22" font-weight="bold">{escape(title)}</text>',
        f'<rect x="{EDGE}" y="40" width="{SIDE}" height="{SIDE}" fill="none" stroke="#888"/>',
        f'<text x="{EDGE + SIDE / 2}" y="{SIDE + 80}" text-anchor="middle">{escape(below)}</text>',
        f'<text x="14" y="{40 + SIDE / 2}" transform="rotate(-90 14 {40 + SIDE / 2})" text-anchor="middle">'
        f"{escape(beside)}</text>",
    ]
    steps = (0, 0.25, 0.5, 0.75, 1)
    for x, shown in ticks or [(_x(step), f"{step:g}") for step in steps]:
        axes.append(f'<text x="{x:.1f}" y="{SIDE + 58}" text-anchor="middle">{shown}</text>')
    for step in steps:
        axes.append(f'<text x="{EDGE - 6}" y="{_y(step) + 4}" text-anchor="end">{step * top:.3g}</text>')
    return _svg(EDGE + SIDE + 30, SIDE + 96, [*axes, *parts])


def _svg(width: float, height: float, parts: Sequence[str]) -> str:
    font = 'font-family="sans-serif" font-size="12"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {font}>'
    return "\n".join([head, f'<rect width="{width}" height="{height}" fill="#fff"/>', *parts, "</svg>"]) + "\n"
