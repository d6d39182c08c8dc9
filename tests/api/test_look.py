"""What everybody can see and use: contrast in light and dark, labels, and forms that carry their token."""

import re
from itertools import product
from pathlib import Path

import pytest

API = Path(__file__).parent.parent.parent / "api"
STYLE = (API / "static" / "style.css").read_text(encoding="utf-8")
TEMPLATES = sorted((API / "templates").glob("*.html"))
# WCAG 2.2: 4.5 for text (1.4.3), 3 for what shows where a field or a focus is (1.4.11).
TEXT, EDGE = 4.5, 3.0
GROUNDS = ("page", "card")
NOTICES = ("good", "bad", "warn")
PAIRS = [
    *((text, ground, TEXT) for text, ground in product(("ink", "soft", "brand", "secret"), GROUNDS)),
    *(("ink", ground, TEXT) for ground in NOTICES),
    ("on-brand", "brand", TEXT),
    ("on-secret", "secret", TEXT),
    ("on-mark", "word", TEXT),
    ("on-mark", "office", TEXT),
    *(("edge", ground, EDGE) for ground in GROUNDS),
]


# The token itself, or the macro of a page that puts it into all of its forms.
CARRIED = re.compile(r'name="csrf" value="\{\{ csrf \}\}"|\{\{ fields\(')
SIGNED_OUT = {"masuk.html"}


def variables(scheme: str) -> dict[str, str]:
    """The colours of the first :root, and over them those of the dark one."""
    blocks = [
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in re.findall(r":root \{(.*?)\}", STYLE, re.S)
    ]
    return blocks[0] if scheme == "light" else blocks[0] | blocks[1]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_the_measure_of_contrast_is_the_usual_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_text_and_edges_stand_out_in_light_and_dark(scheme: str, text: str, ground: str, least: float) -> None:
    colours = variables(scheme)
    assert contrast(colours[text], colours[ground]) >= least


def test_dark_mode_has_a_colour_of_its_own_for_every_one_of_light_mode() -> None:
    light, dark = re.findall(r":root \{(.*?)\}", STYLE, re.S)[:2]
    assert set(re.findall(r"--([\w-]+):", light)) == set(re.findall(r"--([\w-]+):", dark))


def test_no_rule_names_a_colour_beside_the_variables() -> None:
    rules = re.sub(r":root \{.*?\}", "", STYLE, flags=re.S)
    allowed = {"#ffffff"}
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", rules)) <= allowed


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_form_that_changes_something_carries_its_token(template: Path) -> None:
    if template.name in SIGNED_OUT:
        return
    forms = re.findall(r'<form[^>]*method="post".*?</form>', template.read_text(encoding="utf-8"), re.S)
    assert [form[:80] for form in forms if not CARRIED.search(form)] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_field_has_a_label(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', text))
    fields = [
        tag for tag in re.findall(r"<(?:input|select|textarea)\b[^>]*>", text) if not re.search(r'type="hidden"', tag)
    ]
    named = [re.search(r' id="([^"]+)"', tag) for tag in fields]
    assert [tag for tag, id_ in zip(fields, named, strict=True) if id_ is None or id_[1] not in labelled] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_a_script_a_style_or_an_address_elsewhere(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert (
        re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|(?:src|href|action)=\"(?:https?:)?//", text) == []
    )
