"""Charts as SVG that anybody can read: a title and a description for who hears them, and no script or style inside."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH = 720
HEIGHT = 240
LEFT, RIGHT, TOP, BOTTOM = 56, 12, 12, 34
TICKS = 4
MOST_LABELS = 8


@dataclass(frozen=True, kw_only=True)
class Series:
    """One line, or one bar of each group: a name for the legend, and its values (not negative) by label."""

    name: str
    values: Sequence[int]


def bar_chart(key: str, title: str, labels: Sequence[str], series: Sequence[Series]) -> Markup:
    """Groups of bars, a group per label. `key` is unique on the page; labels and values are aligned."""
    top = _top(series)
    slot = _inner_width() / max(1, len(labels))
    width = slot * 0.8 / max(1, len(series))
    bars = [
        _bar(
            index,
            x=LEFT + slot * (group + 0.1) + width * index,
            width=width,
            top=_y(value, top),
            told=f"{label}, {one.name}: {value}",
        )
        for index, one in enumerate(series)
        for group, (label, value) in enumerate(zip(labels, one.values, strict=True))
    ]
    centres = [LEFT + slot * (group + 0.5) for group in range(len(labels))]
    return _framed(key, title, _description(labels, series), [*_axis(top), *bars, *_names(labels, centres)])


def line_chart(key: str, title: str, labels: Sequence[str], series: Sequence[Series]) -> Markup:
    """A line per series through a point per label. `key` is unique on the page; labels and values are aligned."""
    top = _top(series)
    step = _inner_width() / max(1, len(labels) - 1)
    centres = [LEFT + step * number for number in range(len(labels))]
    lines = [_line(index, centres, one, labels, top) for index, one in enumerate(series)]
    return _framed(key, title, _description(labels, series), [*_axis(top), *lines, *_names(labels, centres)])


def round_up(value: int) -> int:
    """The least of 4, 8, 12, 20, 40, 80 and 120 times a power of ten that reaches the value: four ticks divide it."""
    power = max(1, int(10 ** (len(str(value)) - 2)))
    return next(step * power for step in (4, 8, 12, 20, 40, 80, 120) if step * power >= value)


def _top(series: Sequence[Series]) -> int:
    return round_up(max((value for one in series for value in one.values), default=0))


def _inner_width() -> int:
    return WIDTH - LEFT - RIGHT


def _y(value: int, top: int) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top


def _bar(index: int, *, x: float, width: float, top: float, told: str) -> Markup:
    return Markup(
        '<rect class="series-{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}</title></rect>'
    ).format(index + 1, x, top, width, HEIGHT - BOTTOM - top, told)


def _line(index: int, centres: Sequence[float], one: Series, labels: Sequence[str], top: int) -> Markup:
    points = " ".join(f"{x:.1f},{_y(value, top):.1f}" for x, value in zip(centres, one.values, strict=True))
    dots = [
        Markup('<circle class="series-{}" cx="{:.1f}" cy="{:.1f}" r="2.5"><title>{}</title></circle>').format(
            index + 1, x, _y(value, top), f"{label}, {one.name}: {value}"
        )
        for x, value, label in zip(centres, one.values, labels, strict=True)
    ]
    return Markup('<polyline class="line-{}" points="{}"/>').format(index + 1, points) + Markup("").join(dots)


def _axis(top: int) -> list[Markup]:
    values = [top * number // TICKS for number in range(TICKS + 1)]
    return [
        Markup(
            '<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/><text x="{}" y="{:.1f}" text-anchor="end">{}'
            "</text>"
        ).format(LEFT, WIDTH - RIGHT, _y(value, top), _y(value, top), LEFT - 6, _y(value, top) + 4, value)
        for value in values
    ]


def _names(labels: Sequence[str], centres: Sequence[float]) -> list[Markup]:
    every = max(1, math.ceil(len(labels) / MOST_LABELS))
    return [
        Markup('<text x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(x, HEIGHT - 12, label)
        for number, (x, label) in enumerate(zip(centres, labels, strict=True))
        if number % every == 0
    ]


def _description(labels: Sequence[str], series: Sequence[Series]) -> str:
    """What the picture shows, in a sentence; the table behind it holds every value."""
    if not labels:
        return "Belum ada angka."
    told = [f"{one.name}: jumlah {sum(one.values)}, tertinggi {max(one.values)}" for one in series]
    return f"Dari {labels[0]} sampai {labels[-1]}. {'; '.join(told)}."


def _framed(key: str, title: str, description: str, parts: Sequence[Markup]) -> Markup:
    return (
        Markup(
            '<svg class="chart" role="img" viewBox="0 0 {} {}" aria-labelledby="{}-judul {}-uraian">'
            '<title id="{}-judul">{}</title><desc id="{}-uraian">{}</desc>'
        ).format(WIDTH, HEIGHT, key, key, key, escape(title), key, escape(description))
        + Markup("").join(parts)
        + Markup("</svg>")
    )
