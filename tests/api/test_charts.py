"""Charts: what they show, to whom, and that nothing in them runs."""

from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.charts import BOTTOM, HEIGHT, TICKS, TOP, Series, bar_chart, line_chart, round_up

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>\"'&{{ 7 * 7 }}"
VALUES = st.lists(st.integers(0, 10**9), min_size=1, max_size=60)


def drawn(markup: str) -> Xml.Element:
    return Xml.fromstring(str(markup).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '))


@pytest.mark.parametrize("draw", [bar_chart, line_chart])
def test_a_chart_is_an_image_with_title_and_description(draw) -> None:
    picture = drawn(draw("kerja", "Judul & grafik", ["1 Nov", "2 Nov"], [Series(name="Terkirim", values=[3, 9])]))
    assert picture.get("role") == "img"
    named = {part.get("id"): part.text for part in picture if part.get("id")}
    assert [named[key] for key in picture.get("aria-labelledby", "").split()] == [
        "Judul & grafik",
        "Dari 1 Nov sampai 2 Nov. Terkirim: jumlah 12, tertinggi 9.",
    ]


@pytest.mark.parametrize("draw", [bar_chart, line_chart])
def test_whatever_stands_in_a_chart_stays_text(draw) -> None:
    markup = draw("k", HOSTILE, [HOSTILE], [Series(name=HOSTILE, values=[1])])
    picture = drawn(markup)
    assert {part.tag.removeprefix(SVG) for part in picture.iter()} <= {
        "svg", "title", "desc", "line", "text", "rect", "polyline", "circle",
    }  # fmt: skip
    assert not [name for part in picture.iter() for name in part.attrib if name.startswith("on") or name == "style"]
    assert "49" not in "".join(picture.itertext())


@given(VALUES, VALUES)
def test_the_height_of_a_bar_is_its_share_of_the_axis(first: list[int], second: list[int]) -> None:
    size = min(len(first), len(second))
    series = [Series(name="a", values=first[:size]), Series(name="b", values=second[:size])]
    picture = drawn(bar_chart("k", "t", [str(number) for number in range(size)], series))
    values = [*first[:size], *second[:size]]
    heights = [float(bar.get("height", "")) for bar in picture.iter(f"{SVG}rect")]
    top, room = round_up(max(values)), HEIGHT - TOP - BOTTOM
    assert heights == pytest.approx([room * value / top for value in values], abs=0.06)
    assert all(0 <= height <= room for height in heights)


@given(VALUES)
def test_a_line_goes_through_every_value_from_left_to_right(values: list[int]) -> None:
    picture = drawn(
        line_chart("k", "t", [str(number) for number in range(len(values))], [Series(name="a", values=values)])
    )
    line = picture.find(f"{SVG}polyline")
    assert line is not None
    points = [tuple(map(float, point.split(","))) for point in line.get("points", "").split()]
    assert [x for x, _ in points] == sorted(x for x, _ in points)
    order = sorted(range(len(values)), key=lambda number: values[number])
    heights = [points[number][1] for number in order]
    assert heights == sorted(heights, reverse=True)


@given(st.integers(0, 10**12))
def test_an_axis_reaches_the_greatest_value_in_round_steps(value: int) -> None:
    top = round_up(value)
    assert top >= value
    assert top % TICKS == 0
    assert top <= max(TICKS, 2.5 * value)


def test_a_chart_of_nothing_says_so() -> None:
    assert "Belum ada angka" in line_chart("k", "t", [], [Series(name="a", values=[])])
