"""People are told what is wrong in both languages, for everything that can be wrong."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from api.problem_texts import FIELD_TEXTS
from complaints.errors import Problem
from complaints.messages import MESSAGES, say

ROOT = Path(__file__).parents[2]
PACKAGES = ("tepat", "flows", "api", "classifier", "database", "connectors", "complaints")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def problems_in_code() -> Iterator[tuple[str, ast.Call]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem":
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def literal_codes() -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    for where, call in problems_in_code():
        for keyword in call.keywords:
            if keyword.arg == "code" and isinstance(keyword.value, ast.Constant):
                codes.setdefault(str(keyword.value.value), []).append(where)
    return codes


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_message_exists_in_both_languages_with_the_same_placeholders(code):
    texts = MESSAGES[code]

    assert set(texts) == {"id", "en"}
    assert placeholders(texts["id"]) == placeholders(texts["en"])


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_message_ends_as_a_sentence_and_differs_between_languages(code):
    texts = MESSAGES[code]

    assert all(text.endswith(".") for text in texts.values())
    assert texts["id"] != texts["en"]


def test_every_problem_that_the_code_raises_has_a_message():
    unknown = {code: where for code, where in literal_codes().items() if code not in {*MESSAGES, *FIELD_TEXTS}}

    assert unknown == {}


def test_every_message_is_raised_somewhere():
    assert set(MESSAGES) - set(literal_codes()) == set()


def test_values_given_in_place_are_those_that_the_message_asks_for():
    wrong = []
    for where, call in problems_in_code():
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        code, values = given.get("code"), given.get("values")
        if isinstance(code, ast.Constant) and code.value in MESSAGES and isinstance(values, ast.Dict):
            names = {key.value for key in values.keys if isinstance(key, ast.Constant)}
            if names != placeholders(MESSAGES[str(code.value)]["id"]) - {"field"}:
                wrong.append((where, code.value))

    assert wrong == []


def test_a_problem_names_the_field_and_the_remedy():
    problem = Problem(code="missing", field="Isi Laporan Awal")

    assert say(problem) == "Kolom Isi Laporan Awal kosong. Isi kolom ini, lalu proses ulang."
    assert say(problem, "en") == "Field Isi Laporan Awal is empty. Fill it in and replay."


def test_braces_in_what_somebody_wrote_are_shown_as_they_are():
    problem = Problem(code="date_unreadable", field="Tanggal", values={"value": "{field} {0}"})

    assert "{field} {0}" in say(problem)
