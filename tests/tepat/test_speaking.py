"""What the command line itself says is told in the reader's language, with the remedy."""

import pytest

from tepat.cli import build_app
from tepat.speaking import run
from tepat.wording import LANGUAGES, Language

ENGLISH = ("Show", "Missing", "Invalid", "Error", "required", "Arguments", "Options", "Commands", "Input", "Got", "No ")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["entah"], "Tidak dikenal: entah."),
        (["predict", "a", "b", "c"], "Tidak dikenal: b c."),
        (["brake", "release", "X"], "'--by' belum diisi."),
        (["predict", "--entah"], "Tidak ada opsi --entah."),
        (["train", "--data"], "Opsi --data ditulis tidak lengkap."),
        (["account", "add", "siti", "raja", "Siti"], "Nilai raja tidak sah untuk 'role'. Yang dapat dipakai: admin, "),
        (["token", "add", "mesin", "--days", "999"], "Nilai tidak sah untuk '--days'. Paling besar 366."),
        (["token", "revoke", "abc"], "Tulis id yang lengkap"),
        (["quarantine", "replay", "tujuh"], "Tulis bilangan bulat."),
        (
            ["directory", "import", "/tidak/ada"],
            "Nilai /tidak/ada tidak sah untuk 'given'. Berkas atau folder itu tidak",
        ),
    ],
)
def test_what_cannot_be_read_is_told_with_its_remedy(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(build_app("id"), "id", arguments) == 2
    said = capsys.readouterr().err
    assert told in said
    assert "--help" in said
    assert [word for word in ENGLISH if word in said] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_frame_of_the_help_is_in_the_language_of_the_help(
    language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(build_app(language), language, ["brake", "release", "--help"]) == 0
    said = capsys.readouterr().out
    assert any(word in said for word in ENGLISH) is (language == "en")
    assert ("[wajib]" in said) is (language == "id")
    # What stands in brackets is no markup.
    assert run(build_app(language), language, ["train", "--help"]) == 0
    assert "tepat[encoder]" in capsys.readouterr().out


def test_a_group_alone_shows_what_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(build_app("id"), "id", ["brake"]) == 2
    assert "Lepas rem." in capsys.readouterr().out
