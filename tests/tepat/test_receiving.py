"""Receivers from the command line: added, listed, paused, tested; the remedy for what is wrong, and no secret."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from complaints.delivery import Delivered, Failed
from complaints.receivers import BadReceiver, Receiver, ReceiverKind
from database.connection import connect
from tepat.admitting import BadReach
from tepat.receiving import (
    add_demo_receiver,
    add_receiver,
    every_receiver,
    pause_receiver,
    print_receivers,
    probe_receiver,
)
from tepat.settings import Settings

WEBHOOK = Receiver(
    name="kanim", kind=ReceiverKind.WEBHOOK, address="https://kanim.example/x?a=1", secret_env="TEPAT_SECRET_KANIM"
)


@pytest.fixture
def settings(committed_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("DATABASE_URL", committed_database)
    return Settings(home=tmp_path)


def test_a_receiver_is_added_for_a_branch_and_offices_with_those_below_them(settings: Settings) -> None:
    add_receiver(settings, WEBHOOK, "IMIPAS/imigrasi", ["IMI-KW-32"])
    ((found, standing),) = every_receiver(settings)
    assert found.path == ("IMIPAS", "imigrasi")
    assert "IMI-KW-32" in found.offices
    assert len(found.offices) > 1
    assert (standing.waiting, standing.dead) == (0, 0)


def test_what_is_wrong_adds_nothing(settings: Settings) -> None:
    with pytest.raises(BadReceiver):
        add_receiver(settings, Receiver(name="x1", kind=ReceiverKind.EMAIL, address="bukan surel"), "", [])
    with pytest.raises(BadReach):
        add_receiver(settings, WEBHOOK, "IMIPAS/tidak-ada", [])
    assert every_receiver(settings) == []


def test_the_list_shows_no_secret_and_no_address(settings: Settings) -> None:
    add_receiver(settings, WEBHOOK, "", [])
    pause_receiver(settings, "kanim", is_paused=True)
    console = Console(record=True, width=160)
    print_receivers(console, "en", every_receiver(settings))
    shown = console.export_text()
    assert "kanim" in shown
    assert "paused" in shown
    assert "Sign-in" not in shown
    assert "kanim.example" not in shown
    assert "TEPAT_SECRET" not in shown


def test_a_receiver_is_tested_without_a_report(settings: Settings, tmp_path: Path) -> None:
    add_receiver(settings, Receiver(name="folder", kind=ReceiverKind.CSV, address=str(tmp_path)), "", [])
    add_receiver(settings, WEBHOOK, "", [])
    assert probe_receiver(settings, "folder") == Delivered()
    assert probe_receiver(settings, "kanim") == Failed(
        code="not_set", detail="TEPAT_SECRET_KANIM", blames_receiver=True
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [("id", "Folder penerima tidak ada"), ("en", "The receiver's folder is missing")],
)
def test_what_ails_a_receiver_is_told_in_words(settings: Settings, tmp_path: Path, language: str, said: str) -> None:
    add_receiver(settings, Receiver(name="folder", kind=ReceiverKind.CSV, address=str(tmp_path / "none")), "", [])
    done = subprocess.run(
        [sys.executable, "-m", "tepat", "receiver", "test", "folder"],
        check=False,
        env={**os.environ, "TEPAT_HOME": str(tmp_path), "TEPAT_LANG": language},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    assert said in done.stderr


def test_the_example_brings_a_folder_once(settings: Settings, tmp_path: Path) -> None:
    every_receiver(settings)
    for _ in range(2):
        add_demo_receiver(settings.database_url.get_secret_value(), tmp_path / "kiriman")
    ((found, _),) = every_receiver(settings)
    assert (found.name, found.kind, found.takes_rahasia) == ("contoh", "xlsx", False)
    with connect(settings.database_url.get_secret_value()) as connection:
        row = connection.execute("SELECT added_by FROM receivers").fetchone()
    assert row == ("setup",)


@pytest.mark.parametrize(("language", "said"), [("id", "alamatnya harus https"), ("en", "must be https")])
def test_the_remedy_is_told_in_the_language_of_the_command(
    committed_database: str, tmp_path: Path, language: str, said: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tepat", "receiver", "add", "x1", "webhook", "http://luar.example"],
        check=False,
        env={**os.environ, "DATABASE_URL": committed_database, "TEPAT_HOME": str(tmp_path), "TEPAT_LANG": language},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    assert said in done.stderr
