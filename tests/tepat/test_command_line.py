"""The command line as people and scripts use it: what it prints, and how it ends."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from classifier.registry import load_current
from complaints.directory import SHIPPED_FOLDER
from complaints.directory.snapshot import read_files, version_of, write_files
from complaints.taxonomy import read_taxonomy
from database import facts, runs
from database.connection import connect
from database.watch import Stream, pull_brake
from tepat.services import load_shipped_directory

LINES = [
    {"id": "a", "judul": "Paspor", "isi": "Paspor saya belum jadi di imigrasi", "kota": "Kabupaten Cianjur"},
    {"id": 7, "judul": "", "isi": "Besukan di lapas dipersulit petugas"},
]
LEVELS = {"none", "ministry", "bidang", "unit", "category"}


def run_tepat(home: Path, *arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tepat", *arguments],
        check=False,
        input=stdin,
        env={**os.environ, "TEPAT_HOME": str(home), "TEPAT_LANG": "en", "COLUMNS": "200", **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize(
    ("language", "said"), [("id", "Jangka waktu 2199-Q4 belum mulai"), ("en", "The period 2199-Q4 has not begun")]
)
def test_a_quarter_that_has_not_begun_is_not_measured(tmp_path: Path, language: str, said: str) -> None:
    done = run_tepat(tmp_path, "monev", "2199-Q4", TEPAT_LANG=language)
    assert done.returncode == 1
    assert said in done.stderr
    assert not (tmp_path / "monev").exists()


def test_predict_answers_one_line_per_line_in_their_order(tmp_path: Path) -> None:
    done = run_tepat(tmp_path, "predict", stdin="\n".join(json.dumps(line) for line in LINES) + "\n\n")

    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", "7"]
    for answer in answers:
        assert set(answer) >= {
            "id",
            "bidang",
            "unit",
            "category",
            "klasifikasi",
            "office",
            "decision",
            "depth",
            "evidence",
        }
        for level in ("bidang", "unit", "category", "klasifikasi"):
            assert set(answer[level]) == {"code", "p"} | ({"sure"} if level == "klasifikasi" else set())
            assert 0 <= answer[level]["p"] <= 1
        assert answer["decision"] in {"auto", "review"}
        assert answer["depth"] in LEVELS
        assert (answer["depth"] == "none") == (answer["decision"] == "review")
    assert answers[0]["bidang"]["code"] == "imigrasi"
    assert answers[0]["office"]["id"] == "IMI-KANIM-142"
    assert answers[1]["bidang"]["code"] == "pemasyarakatan"


def test_predict_answers_the_same_in_shadow(tmp_path: Path) -> None:
    text = "Paspor saya belum jadi di imigrasi Cianjur padahal sudah bayar billing M-Paspor"

    shadow = run_tepat(tmp_path, "predict", text, TEPAT_AUTOMATION="shadow")
    provisional = run_tepat(tmp_path, "predict", text, TEPAT_AUTOMATION="provisional")

    assert json.loads(shadow.stdout) == json.loads(provisional.stdout)


@pytest.mark.parametrize("bad", ["{", "[1]", '{"id": 1}', '{"isi": "<br>"}', '{"isi": 5}', "[" * 100_000])
def test_a_line_that_is_no_report_is_named_and_the_others_are_answered(tmp_path: Path, bad: str) -> None:
    done = run_tepat(tmp_path, "predict", stdin=f"{bad}\n{json.dumps(LINES[0])}\n")

    assert done.returncode == 1
    assert "line 1" in done.stderr
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert first["error"]["line"] == 1
    assert second["id"] == "a"


@pytest.mark.parametrize("arguments", [[""], [" \t "], ["--explain", "<br>"]], ids=["nothing", "blanks", "markup"])
def test_a_text_without_anything_in_it_is_not_predicted(tmp_path: Path, arguments: list[str]) -> None:
    done = run_tepat(tmp_path, "predict", *arguments)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Failed: TEXT is empty, so there is nothing to predict. Write what the report says.\n"


def test_evaluate_gives_the_same_figures_as_json_and_as_a_table(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "judul": "Paspor", "isi": "Paspor saya belum jadi", "category": "imi-paspor", "upt_id": ""},
        {
            "id": "2",
            "judul": "KTP",
            "isi": "KTP saya belum jadi di dukcapil",
            "category": "luar-dukcapil",
            "upt_id": "",
        },
    ]
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows))

    as_json = run_tepat(tmp_path, "evaluate", str(file), "--json")
    as_table = run_tepat(tmp_path, "evaluate", str(file))

    figures = json.loads(as_json.stdout)
    assert figures["rows"] == 2
    assert [level["level"] for level in figures["levels"]] == ["ministry", "bidang", "unit", "category"]
    assert f"{figures['levels'][1]['accuracy']:.1%}" in as_table.stdout


def test_evaluate_names_the_line_and_the_field_that_are_wrong(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"id": "1", "isi": "apa", "category": "tidak-ada"}\n')

    done = run_tepat(tmp_path, "evaluate", str(file))

    assert done.returncode == 1
    assert "line 1" in done.stderr
    assert "category" in done.stderr


def test_a_file_that_is_not_there_is_said_and_nothing_is_started(tmp_path: Path) -> None:
    done = run_tepat(tmp_path / "home", "triage", "no-such.xlsx")

    assert done.returncode == 2
    assert "no-such.xlsx" in done.stderr
    assert not (tmp_path / "home").exists()


def test_models_shows_which_one_is_current(tmp_path: Path) -> None:
    done = run_tepat(tmp_path, "models")

    assert done.returncode == 0
    assert "●" in done.stdout


def test_without_a_model_the_remedy_is_said(tmp_path: Path) -> None:
    done = run_tepat(tmp_path, "predict", "paspor", TEPAT_MODELS=str(tmp_path / "none"))

    assert done.returncode == 1
    assert "tepat train" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_directory_that_comes_along_is_sound(tmp_path: Path) -> None:
    done = run_tepat(tmp_path, "directory", "check")

    assert done.returncode == 0, done.stderr
    assert "908 offices" in done.stdout


def test_help_is_in_the_language_that_was_asked_for(tmp_path: Path) -> None:
    assert "right address" in run_tepat(tmp_path, "--help").stdout
    assert "alamat yang tepat" in run_tepat(tmp_path, "--help", TEPAT_LANG="id").stdout


@pytest.mark.parametrize(
    "verb",
    [
        "up", "triage", "predict", "evaluate", "train", "models", "models use", "retrain", "labels export",
        "labels import", "labels diff", "labels rebuild", "labels snapshots", "audit verify", "directory check",
        "directory import", "directory history", "directory rollback", "quarantine list", "quarantine replay",
        "doctor", "guides",
    ],
)  # fmt: skip
def test_every_verb_has_help_with_an_example(verb: str, tmp_path: Path) -> None:
    done = run_tepat(tmp_path, *verb.split(), "--help")

    assert done.returncode == 0
    assert f"Example: tepat {verb}" in " ".join(done.stdout.split())


def test_quarantine_is_listed_with_remedy_and_replayed_when_mended(
    committed_database: str, tmp_path: Path, installation: dict[str, str]
) -> None:
    export = tmp_path / "export.csv"
    export.write_text(
        "Tracking ID,Tanggal Laporan Masuk,Waktu Laporan Masuk,Isi Laporan Awal\n5,31 Feb 2026,10:00:00,Paspor lama\n"
    )
    settings = {"DATABASE_URL": committed_database, "PREFECT_API_URL": installation["PREFECT_API_URL"]}
    assert run_tepat(tmp_path, "triage", str(export), **settings).returncode == 0

    listed = run_tepat(tmp_path, "quarantine", "list", **settings)
    again = run_tepat(tmp_path, "quarantine", "replay", "1", **settings)
    wrong = run_tepat(tmp_path, "quarantine", "replay", "1", "--set", "Tanggal=5 Jan 2026", **settings)
    mended = run_tepat(tmp_path, "quarantine", "replay", "1", "--set", "Tanggal Laporan Masuk=5 Jan 2026", **settings)
    empty = run_tepat(tmp_path, "quarantine", "list", **settings)

    assert "31 Feb 2026" in listed.stdout
    assert again.returncode == 1
    assert "still wrong" in again.stdout
    assert wrong.returncode == 1
    assert "Tanggal Laporan Masuk" in wrong.stderr
    assert mended.returncode == 0, mended.stderr
    assert "The quarantine is empty" in empty.stdout
    with connect(committed_database) as connection:
        assert connection.execute("SELECT status FROM reports").fetchall() == [("received",)]
        assert runs.count_received(connection) == 1


def test_audit_verify_says_whether_the_chain_holds(
    committed_database: str, tmp_path: Path, installation: dict[str, str]
) -> None:
    settings = {"DATABASE_URL": committed_database}

    good = run_tepat(tmp_path, "audit", "verify", **settings)
    head = good.stdout.split()[-1]
    held = run_tepat(tmp_path, "audit", "verify", "--expect", head, **settings)
    cut = run_tepat(tmp_path, "audit", "verify", "--expect", "ab" * 32, **settings)

    assert (good.returncode, held.returncode, cut.returncode) == (0, 0, 1)
    assert "cut off" in cut.stderr


def test_doctor_names_what_is_wrong_with_the_database_and_the_remedy(tmp_path: Path) -> None:
    done = run_tepat(tmp_path, "doctor", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")

    assert done.returncode == 1
    assert "Check DATABASE_URL" in done.stdout


def test_doctor_finds_nothing_wrong_where_nothing_is(
    committed_database: str, tmp_path: Path, installation: dict[str, str]
) -> None:
    settings = {"DATABASE_URL": committed_database, "PREFECT_API_URL": installation["PREFECT_API_URL"]}

    done = run_tepat(tmp_path, "doctor", TEPAT_API_PORT="18470", **settings)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "The database cannot be reached"),
        ({"DATABASE_URL": "nonsense"}, "The database cannot be reached"),
        ({"TEPAT_API_PORT": "abc"}, "Setting TEPAT_API_PORT is invalid"),
        ({"TEPAT_LANG": "xx"}, "Setting TEPAT_LANG is invalid"),
    ],
)
def test_a_wrong_setting_is_told_in_a_sentence(tmp_path: Path, environment: dict[str, str], told: str) -> None:
    done = run_tepat(tmp_path, "audit", "verify", **environment)

    assert done.returncode in {1, 2}
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_prefect_server_that_does_not_answer_is_told_with_its_remedy(tmp_path: Path, committed_database: str) -> None:
    environment = {"DATABASE_URL": committed_database, "PREFECT_API_URL": "http://127.0.0.1:1/api"}

    done = run_tepat(tmp_path, "triage", **environment)

    assert done.returncode == 1
    assert "Check PREFECT_API_URL" in done.stderr
    assert "Traceback" not in done.stderr


def copied_directory(folder: Path) -> Path:
    write_files(read_files(SHIPPED_FOLDER), folder)
    return folder


def test_an_imported_directory_is_in_force_for_the_database_and_for_predict(
    committed_database: str, tmp_path: Path, installation: dict[str, str]
) -> None:
    folder = copied_directory(tmp_path / "new")
    offices = folder / "offices.csv"
    offices.write_text(offices.read_text().replace("Kantor Imigrasi Kelas III Non TPI Cianjur", "Kanim Baru Cianjur"))
    settings = {"DATABASE_URL": committed_database}

    unasked = run_tepat(tmp_path, "directory", "import", str(offices), **settings)
    first = run_tepat(tmp_path, "directory", "import", str(offices), "--yes", **settings)
    again = run_tepat(tmp_path, "directory", "import", str(folder), **settings)
    answer = run_tepat(tmp_path, "predict", "Paspor saya belum jadi di Kanim Baru Cianjur", **settings)
    history = run_tepat(tmp_path, "directory", "history", **settings)

    assert "renamed: 1" in unasked.stdout
    assert unasked.returncode == 1
    assert "is in force now" in first.stdout, first.stderr
    assert "was in force already" in again.stdout
    assert json.loads(answer.stdout)["office"]["name"] == "Kanim Baru Cianjur"
    with connect(committed_database) as connection:
        kept = connection.execute("SELECT count(*) FROM directory_versions").fetchone()
        assert kept == (2,)
        assert facts.current_directory_version(connection) == version_of(read_files(tmp_path / "directory"))
    shipped = version_of(read_files(SHIPPED_FOLDER))
    assert [line.split()[0] for line in history.stdout.splitlines()][1:] == [shipped]
    back = run_tepat(tmp_path, "directory", "rollback", shipped, "--yes", **settings)
    assert f"Directory {shipped} is in force now" in back.stdout, back.stderr


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("offices.csv", "IMI-KW-32", "IMI-KW-XX", "offices.csv, row"),
        ("taxonomy.csv", "imi-paspor", "imi-paspor-baru", "imi-paspor"),
    ],
    ids=["a reference that leads nowhere", "a category that the model knows and the directory lacks"],
)
def test_a_directory_with_a_fault_is_refused_and_the_old_one_stays(
    committed_database: str, tmp_path: Path, installation: dict[str, str], file: str, old: str, new: str, told: str
) -> None:
    folder = copied_directory(tmp_path / "new")
    (folder / file).write_text((folder / file).read_text().replace(old, new, 1))

    done = run_tepat(tmp_path, "directory", "import", str(folder), DATABASE_URL=committed_database)

    assert done.returncode == 1
    assert told in done.stderr
    assert not (tmp_path / "directory").exists()
    with connect(committed_database) as connection:
        assert facts.current_directory_version(connection) == version_of(read_files(SHIPPED_FOLDER))


def test_what_a_new_tree_does_is_told_before_it_is_done(committed_database: str, tmp_path: Path) -> None:
    load_shipped_directory(committed_database)
    folder = copied_directory(tmp_path / "new")
    taxonomy = folder / "taxonomy.csv"
    taxonomy.write_text(taxonomy.read_text().replace(",imi-paspor,", ",imi-izin,", 1))
    (folder / "moves.csv").write_text("from,to,kind\nimi-paspor,imi-izin,rename\n")

    told = run_tepat(tmp_path, "directory", "import", str(folder), "--plan", DATABASE_URL=committed_database)
    done = run_tepat(tmp_path, "directory", "import", str(folder), "--yes", DATABASE_URL=committed_database)
    answer = run_tepat(tmp_path, "predict", "Paspor saya belum jadi", DATABASE_URL=committed_database)

    assert "imi-paspor becomes imi-izin: 0 labels follow" in told.stdout, told.stderr
    assert "in force" not in told.stdout
    assert "is in force now" in done.stdout, done.stderr
    assert json.loads(answer.stdout)["category"]["code"] == "imi-izin"


def test_leaves_that_are_confused_are_listed(committed_database: str, tmp_path: Path) -> None:
    load_shipped_directory(committed_database)
    done = run_tepat(tmp_path, "guides", DATABASE_URL=committed_database)
    assert "No pair has been confused yet" in done.stdout, done.stderr


def test_a_brake_is_listed_and_released_with_name_and_reason(tmp_path: Path, committed_database: str) -> None:
    stream = Stream(branch=("IMIPAS", "imigrasi"), policy="p1", alpha=0.02, delta=0.01, wrong=[True] * 9)
    with connect(committed_database) as connection:
        pull_brake(connection, stream, 0.4, actor="flow:triage")

    def brake(*arguments: str) -> subprocess.CompletedProcess[str]:
        return run_tepat(tmp_path, "brake", *arguments, DATABASE_URL=committed_database)

    assert "IMIPAS/imigrasi" in brake("list").stdout
    assert brake("release", "IMIPAS/imigrasi", "--by", "Siti", "--why", " ").returncode == 2
    assert brake("release", "IMIPAS/imigrasi", "--by", "Siti", "--why", "mended").returncode == 0
    assert "No brake" in brake("list").stdout
    again = brake("release", "IMIPAS/imigrasi", "--by", "Siti", "--why", "mended")
    assert again.returncode == 1
    assert "brake IMIPAS/imigrasi" in again.stderr


def test_a_promise_that_contradicts_itself_is_refused_before_training(tmp_path: Path) -> None:
    done = run_tepat(tmp_path, "train", "--out", str(tmp_path / "models"), TEPAT_ALPHA_OF='{"unit": 0.5}')
    assert done.returncode == 1
    assert "TEPAT_ALPHA" in done.stderr


def test_train_learns_labels_of_ones_own_and_reports_on_texts_left_out(tmp_path: Path) -> None:
    matters = {"Air": "got mampet dan banjir", "Perhubungan": "lampu jalan padam", "Sampah": "sampah menumpuk bau"}
    lines = [
        f"{place} {matter} sejak hari ke {word} belum ada petugas;{label};2024-01-{day:02}"
        for label, matter in matters.items()
        for place, word, day in [
            ("gang", "satu", 1),
            ("pasar", "dua", 9),
            ("rumah", "lima", 17),
            ("kampung", "tiga", 28),
        ]
    ]
    data = tmp_path / "laporan.csv"
    data.write_text("\n".join(["keluhan;dinas;tanggal", *lines]) + "\n")
    columns = ["--text-column", "keluhan", "--label-column", "dinas", "--time-column", "tanggal"]

    done = run_tepat(tmp_path, "train", "--data", str(data), *columns, "--out", str(tmp_path / "models"))

    assert done.returncode == 0, done.stderr
    assert "12 rows" in done.stdout
    model = load_current(tmp_path / "models")
    assert model.classes == ("Air", "Perhubungan", "Sampah")
    (folder,) = (path.parent for path in (tmp_path / "models").glob("*/model.json"))
    assert read_taxonomy(folder / "taxonomy.csv").leaves == model.classes
    assert "blocks of time left out" in (folder / "README.md").read_text(encoding="utf-8")
    assert "written by the project" not in (folder / "README.md").read_text(encoding="utf-8")


def test_train_names_a_column_that_is_not_there(tmp_path: Path) -> None:
    data = tmp_path / "laporan.csv"
    data.write_text("keluhan;dinas\nlampu padam;Perhubungan\n")

    done = run_tepat(tmp_path, "train", "--data", str(data), "--out", str(tmp_path / "models"))

    assert done.returncode == 1
    assert "no column category, isi; there are: keluhan, dinas" in " ".join(done.stderr.split())
    assert not (tmp_path / "models").exists()


def test_accounts_and_tokens_are_managed_from_the_command_line(tmp_path: Path, committed_database: str) -> None:
    load_shipped_directory(committed_database)

    def tepat(*arguments: str) -> subprocess.CompletedProcess[str]:
        return run_tepat(tmp_path, *arguments, DATABASE_URL=committed_database)

    added = tepat("account", "add", "sari", "peninjau", "Sari Dewi", "--office", "PAS-KW-33")
    assert added.returncode == 0, added.stderr
    assert re.search(r"one-time password [a-z0-9-]{19}", added.stdout)
    assert tepat("account", "add", "sari", "admin", "Sari Lain").stderr == "The name sari is taken. Choose another.\n"
    assert "no branch or office IMIPAS/entah" in tepat("account", "reach", "sari", "--reach", "IMIPAS/entah").stderr
    assert tepat("account", "reach", "sari", "--reach", "IMIPAS/imigrasi").returncode == 0
    assert tepat("account", "close", "sari").returncode == 0
    listed = tepat("account", "list").stdout
    for shown in ("Sari Dewi", "peninjau", "IMIPAS/imigrasi", "closed"):
        assert shown in listed
    assert "one-time password" in tepat("account", "reset", "sari").stdout
    assert "active" in tepat("account", "list").stdout
    assert tepat("account", "close", "entah").returncode == 1
    token = tepat("token", "add", "jembatan", "--days", "5").stdout.strip()
    assert re.fullmatch(r"tepat_[\w-]{43}", token)
    listed = tepat("token", "list").stdout
    assert token not in listed
    id_ = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", listed)[0]
    assert tepat("token", "revoke", id_).returncode == 0
    assert tepat("token", "revoke", id_).returncode == 1
