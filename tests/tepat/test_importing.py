"""A new tree takes labels and reports along, tells what it did, and is refused where it would break something."""

import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
import typer
from psycopg import Connection

from complaints.access import Person, Reach, Role
from complaints.directory import SHIPPED_FOLDER, shipped_taxonomy
from complaints.directory.snapshot import open_snapshot, read_files, write_files
from complaints.errors import InvalidDirectory
from complaints.leaf_moves import InvalidMoves
from complaints.prediction import Step
from complaints.report import IncomingReport, Report
from complaints.routing import Automation, Decision, Outcome, Reason
from database import facts
from database.accounts import NewAccount, add_account
from database.auditing import Drawn
from database.claiming import claim_received
from database.connection import connect
from database.intake import store_reports
from database.reports import find_by_id
from database.review import Verdict, record_verdict
from database.routed import Routed, Versions
from database.routing import save_routed
from tepat.failing import report_failures
from tepat.importing import AuditsWait, Imported, import_directory
from tepat.services import load_shipped_directory
from tepat.settings import Settings

LEAF = "imi-paspor"
PATH = shipped_taxonomy().path_of_leaf[LEAF]
OTHER = next(leaf for leaf, path in shipped_taxonomy().path_of_leaf.items() if path[:3] == PATH[:3] and leaf != LEAF)


@pytest.fixture
def settings(committed_database: str, tmp_path: Path) -> Settings:
    load_shipped_directory(committed_database)
    return Settings(home=tmp_path / "home", DATABASE_URL=committed_database)


def changed(folder: Path, rows: dict[str, Sequence[str]], moves: str = "") -> Path:
    """The directory that comes along with leaves under other codes, or none, in place of these; and these moves."""
    files = read_files(SHIPPED_FOLDER)
    write_files(files | ({"moves.csv": f"from,to,kind\n{moves}"} if moves else {}), folder)
    path = folder / "taxonomy.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns, known = list(reader.fieldnames or ()), list(reader)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        for row in known:
            writer.writerows({**row, "category": code} for code in rows.get(row["category"], [row["category"]]))
    return folder


def report(connection: Connection, *, acted: bool = False, drawn: bool = False, depth: int = 4) -> tuple[int, int]:
    """A report that was suggested to imi-paspor, or sent there by itself; returns its id and its decision's."""
    incoming = Report(source="lapor", external_id=uuid4().hex, judul="", isi="paspor", reported_at=datetime.now(UTC))
    (id_,) = store_reports(connection, [IncomingReport(report=incoming)], actor="test", run_id=uuid4()).new
    steps = tuple(Step(path=PATH[:upto], p=0.99) for upto in range(1, 5))
    outcome = Outcome.AUTO if acted else Outcome.REVIEW
    decision = Decision(
        outcome=outcome, depth=depth if acted else 0, steps=steps, reasons=(Reason.SURE,), policy="p", model="m"
    )
    audit = Drawn(policy="p", branch=PATH[:2], alpha=0.02, delta=0.05, p=0.2) if drawn else None
    (item,) = claim_received(connection, 1)
    routed = Routed(claimed=item, decision=decision, acted=acted, reason=Reason.SURE, drawn=audit)
    save_routed(connection, [routed], Versions(directory="d", automation=Automation.PROVISIONAL, run_id=uuid4()))
    row = connection.execute("SELECT id FROM decisions WHERE report_id = %s AND is_current", [id_]).fetchone()
    return id_, row[0]


def label(connection: Connection, report_id: int, decision: int) -> None:
    verdict = Verdict(
        public_id=find_by_id(connection, report_id), shown=decision, path=PATH, outside=False, klasifikasi="aspirasi",
        office_id=None, person="sari",
    )  # fmt: skip
    record_verdict(connection, verdict)


def connected(settings: Settings) -> Connection:
    return connect(settings.database_url.get_secret_value())


def current(settings: Settings) -> str | None:
    with connected(settings) as connection:
        return facts.current_directory_version(connection)


def test_a_new_leaf_can_be_chosen_at_once_and_nothing_else_changes(settings: Settings, tmp_path: Path) -> None:
    done = import_directory(settings, changed(tmp_path / "new", {LEAF: [LEAF, "imi-baru"]}))
    assert done.plan is not None
    assert (done.plan.added, done.plan.changed, done.again) == (("imi-baru",), (), 0)
    with connected(settings) as connection:
        _, files = facts.current_directory(connection) or ("", {})
    assert "imi-baru" in open_snapshot(files)[1].leaves


def test_a_renamed_leaf_takes_labels_and_waiting_reports_along(settings: Settings, tmp_path: Path) -> None:
    with connected(settings) as connection, connection.transaction():
        waiting, _ = report(connection)
        label(connection, *report(connection))
        sent, _ = report(connection, acted=True)
    done = import_directory(settings, changed(tmp_path / "new", {LEAF: ["imi-izin"]}, f"{LEAF},imi-izin,rename\n"))
    assert (done.labels, done.again, done.unproven) == ({LEAF: 1}, 1, ())
    with connected(settings) as connection:
        states = dict(connection.execute("SELECT id, status FROM reports").fetchall())
        queued = connection.execute("SELECT count(*) FROM review_queue WHERE done_at IS NULL").fetchone()
    assert (states[waiting], states[sent], queued) == ("received", "routed", (0,))


def test_what_only_is_planned_changes_nothing(settings: Settings, tmp_path: Path) -> None:
    with connected(settings) as connection, connection.transaction():
        waiting, _ = report(connection)
    before = current(settings)
    folder = changed(tmp_path / "new", {LEAF: ["imi-izin"]}, f"{LEAF},imi-izin,rename\n")
    assert import_directory(settings, folder, only_plan=True).again == 1
    assert current(settings) == before
    assert not (settings.place / "directory").exists()
    with connected(settings) as connection:
        assert connection.execute("SELECT status FROM reports WHERE id = %s", [waiting]).fetchone() == ("in_review",)


def test_a_leaf_that_is_gone_without_a_word_is_refused(settings: Settings, tmp_path: Path) -> None:
    before = current(settings)
    with pytest.raises(InvalidMoves, match=LEAF):
        import_directory(settings, changed(tmp_path / "new", {LEAF: []}))
    assert current(settings) == before


def test_later_directories_know_the_names_of_all_earlier_ones(settings: Settings, tmp_path: Path) -> None:
    import_directory(settings, changed(tmp_path / "one", {LEAF: ["imi-izin"]}, f"{LEAF},imi-izin,rename\n"))
    second = changed(tmp_path / "two", {LEAF: []}, f"imi-izin,{OTHER},merge\n")
    done: Imported = import_directory(settings, second)
    assert done.plan is not None
    assert done.plan.gone == {"imi-izin": (OTHER,)}
    _, taxonomy = open_snapshot(read_files(settings.place / "directory"))
    assert taxonomy.resolve(LEAF) == (OTHER,)


@pytest.mark.parametrize(("depth", "refused"), [(4, True), (2, False)])
def test_audits_that_the_new_tree_would_call_wrong_are_judged_first(
    settings: Settings, tmp_path: Path, depth: int, refused: bool
) -> None:
    with connected(settings) as connection, connection.transaction():
        report(connection, acted=True, drawn=True, depth=depth)
    folder = changed(tmp_path / "new", {LEAF: ["imi-izin"]}, f"{LEAF},imi-izin,rename\n")
    before = current(settings)
    if refused:
        with pytest.raises(AuditsWait, match=f"1 audits of {LEAF} wait"):
            import_directory(settings, folder)
    else:
        import_directory(settings, folder)
    assert (current(settings) == before) is refused


def test_accounts_whose_branch_is_gone_are_named(settings: Settings, tmp_path: Path) -> None:
    sari = Person(name="sari", shown_as="Sari", role=Role.REVIEWER, reach=Reach(path=("LAMA", "lama")))
    with connected(settings) as connection, connection.transaction():
        add_account(connection, NewAccount(person=sari, password_hash="x", must_change_password=False), actor="test")
    assert import_directory(settings, changed(tmp_path / "new", {})).cut_off == ("sari",)


def test_what_is_wrong_with_a_list_is_told_in_the_language_of_who_reads_it(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header, first, *rest = (SHIPPED_FOLDER / "offices.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    given = tmp_path / "baru.csv"
    given.write_text(header + first.replace(",KUM,", ",TIDAK-ADA,", 1) + "".join(rest), encoding="utf-8")
    indonesian = settings.model_copy(update={"lang": "id"})
    with pytest.raises(typer.Exit), report_failures(indonesian):
        import_directory(settings, given, only_plan=True)
    said = capsys.readouterr().err
    assert "offices.csv, baris 2: unit_id TIDAK-ADA tidak ada. Perbaiki" in said


@pytest.mark.parametrize("text", ["", "bukan direktori\n"])
def test_a_file_that_is_no_list_of_offices_is_told_by_its_column(settings: Settings, tmp_path: Path, text: str) -> None:
    path = tmp_path / "baru.csv"
    path.write_text(text)
    with pytest.raises(InvalidDirectory, match=r"^baru\.csv: column 'id' is missing; add the column\.$"):
        import_directory(settings, path, only_plan=True)
