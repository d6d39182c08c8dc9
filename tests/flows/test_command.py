"""`python -m flows NAME`, as a process manager starts it."""

import pytest

from flows.__main__ import main
from tepat.wording import LANGUAGES, Language

NAMES = [
    ["triage", "1"],
    ["deliver"],
    ["retrain", "1"],
    ["reroute", "8f1c7c5e-5b5f-4a53-9d0e-0b6a0c6c7a10", "compare", "1"],
    ["serve"],
]
TOLD = {
    "": {"id": "DATABASE_URL belum disetel. Setel ke", "en": "DATABASE_URL is not set: point it"},
    "postgresql://nobody@127.0.0.1:1/none": {
        "id": "Basis data tidak dapat dihubungi: connection failed",
        "en": "The database cannot be reached: connection failed",
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("url", TOLD)
@pytest.mark.parametrize("arguments", NAMES, ids=lambda names: names[0])
def test_a_database_that_is_missing_is_told_with_its_remedy_before_anything_begins(
    arguments: list[str], url: str, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("TEPAT_LANG", language)

    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert str(ended.value.code).startswith(TOLD[url][language])
    assert "\n" not in str(ended.value.code)


def test_a_name_that_is_no_flow_is_told_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with pytest.raises(SystemExit, match="usage: python -m flows triage RUN_ID"):
        main(["entah"])
