"""Rules of the house that no linter knows."""

import ast
import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tepat.wording import WORDING

ROOT = Path(__file__).parent.parent
PACKAGES = ("tepat", "flows", "api", "classifier", "database", "connectors", "complaints")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
SQL = re.compile(r"^\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|CREATE|ALTER|TRUNCATE)\s", re.IGNORECASE)


def strings_of(path: Path) -> list[ast.AST]:
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant)]


def test_sql_stands_in_database_only() -> None:
    guilty = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in MODULES
        if path.parent.name != "database"
        for node in strings_of(path)
        if isinstance(node.value, str) and "\n" in node.value and SQL.match(node.value)
    ]
    assert guilty == []


def test_sql_is_never_an_f_string() -> None:
    guilty = [
        f"{path.name}:{node.lineno}"
        for path in MODULES
        if path.parent.name == "database"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr) and SQL.match(ast.unparse(node)[2:])
    ]
    assert guilty == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = {"utils", "helpers", "common", "core", "manager", "misc"}
    assert [path.name for path in MODULES if path.stem in empty] == []


def test_no_file_holds_more_than_one_idea() -> None:
    too_long = {
        str(path.relative_to(ROOT)): count
        for path in MODULES
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 200
        # Catalogues of sentences grow with what can be said, not with ideas.
        and path.stem not in {"wording", "messages", "problem_texts"}
    }
    assert too_long == {}


def test_every_sentence_of_the_command_line_has_both_languages_with_the_same_placeholders() -> None:
    def places(text: str) -> set[str]:
        return set(re.findall(r"(?<!\{)\{(\w+)", text))

    assert {key for key, (indonesian, english) in WORDING.items() if places(indonesian) != places(english)} == set()
    assert all(indonesian and english for indonesian, english in WORDING.values())


# Refused where people work on a page; no verb of the command line does such a thing.
OF_PAGES = {
    "AlreadyReviewed",
    "BeyondReach",
    "ConductChanged",
    "HeldByAnother",
    "JudgedBlind",
    "KeptBack",
    "NotMergeable",
    "NotShown",
    "NotSplittable",
    "NotUndoable",
    "NotYourTurn",
    "NothingToCopy",
    "NothingToReopen",
    "OwnAccount",
    "PartsDecided",
    "TooManyViews",
}
# Told of a delivery, which keeps it, and not to who runs a command.
OF_DELIVERIES = {"LaporRefused"}


def refusals() -> dict[str, bool]:
    """Every kind of ComplaintError below api/, and whether it carries its problem itself."""
    classes = {
        node.name: node
        for path in MODULES
        if "api" not in path.relative_to(ROOT).parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    }

    def line_of(name: str) -> list[str]:
        above = [ast.unparse(base) for base in classes[name].bases] if name in classes else []
        return [name, *(one for base in above for one in line_of(base))]

    return {
        name: any("self.problem" in ast.unparse(classes[one]) for one in line if one in classes)
        for name in classes
        if "ComplaintError" in (line := line_of(name))[1:]
    }


def test_every_refusal_that_the_command_line_meets_is_told_in_both_languages() -> None:
    found = refusals()
    assert {"InvalidMoves", "AuditsWait", "NotFound"} <= set(found)
    untold = {name for name, carries in found.items() if not carries and f"error.{name}" not in WORDING}
    assert untold == OF_PAGES | OF_DELIVERIES


def test_the_layout_in_the_readme_is_true() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^    ([\w.]+/?) {2,}\S", readme, re.MULTILINE))
    assert {name.rstrip("/") for name in named} >= {*PACKAGES, "models", "training_data", "tests", "benchmarks", "docs"}
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_figure_of_the_readme_comes_from_a_benchmark() -> None:
    """A figure is followed by the benchmark and the name that it comes from: 96.3 %<!-- quality.some_accuracy -->."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    quoted = re.findall(r"([\d,]+(?:\.\d+)?)( %)?<!-- (\w+)\.(\w+) -->", readme)
    assert len(quoted) == readme.count("<!-- ") > 0
    for shown, percent, name, figure in quoted:
        value = json.loads((ROOT / "benchmarks" / "results" / f"{name}.json").read_text())["figures"][figure]
        decimals = len(shown.partition(".")[2])
        assert f"{value * (100 if percent else 1):,.{decimals}f}" == shown, f"{name}.{figure}"


def test_the_import_contract_knows_every_module_of_the_top() -> None:
    contract = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    modules = {path.stem for path in (ROOT / "tepat").glob("*.py")} - {"__init__", "__main__", "settings"}
    assert [name for name in sorted(modules) if f'"tepat.{name}"' not in contract] == []


@pytest.mark.parametrize("name", ["prefect", "fastapi", "torch", "sklearn", "skops", "openpyxl"])
def test_importing_the_command_line_is_cheap(name: str) -> None:
    code = f"import sys, tepat.cli; sys.exit({name!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0


def test_every_dependency_has_its_reason() -> None:
    reasons = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    named = re.findall(r'^    "([a-z0-9-]+)', project.split("dependencies = [")[1].split("]\n")[0], re.MULTILINE)
    assert named
    assert [name for name in named if f"| {name} |" not in reasons] == []


def test_every_training_text_has_a_leaf_of_the_taxonomy() -> None:
    with (ROOT / "complaints" / "directory" / "taxonomy.csv").open(encoding="utf-8") as file:
        leaves = {row["category"] for row in csv.DictReader(file)}
    lines = (ROOT / "training_data" / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["category"] for line in lines} == leaves
