"""The restructuring of April 2025: a directory of before, made from that of today, and open reports in every state.

Before, one Kanwil Kemenkumham a province had all fields, offices went by names that they gave up since, and Rupbasan
were open. Where the Rupbasan stood, and who has their work, is made up: one in each of sixty towns that have a Rutan.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from psycopg import Connection
from psycopg.types.json import Jsonb

from complaints.directory import SHIPPED_FOLDER, shipped_taxonomy
from complaints.directory.snapshot import OFFICES, read_files

Row = dict[str, str]
LAST_DAY = "2025-03-31"
AFTER = date(2025, 4, 1)
RUPBASAN = 60
HEIRS = ("Kanwil Hukum", "Kanwil HAM", "Kanwil Pemasyarakatan", "Kanwil Imigrasi")
OF_LEAF = {
    "ki-merek": "Kanwil Hukum",
    "ham-penguatan": "Kanwil HAM",
    "imi-paspor": "Kanwil Imigrasi",
    "pas-kunjungan": "Kanwil Pemasyarakatan",
    "imipas-umum": "",
}
"""Categories of reports to a Kanwil, with the kind of office that has them afterwards; of the last both claim it."""
STATES = ("waiting", "leased", "sent", "unsent", "decided", "returned", "audited")


@dataclass(frozen=True, kw_only=True)
class Restructuring:
    """The files of both directories, and the offices that close between them."""

    before: dict[str, str]
    after: dict[str, str]
    kanwil: tuple[str, ...]
    rupbasan: Mapping[str, str]
    """Each with its successor, "" where nobody has its work."""


def restructuring(*, every: int = 1) -> Restructuring:
    """Both directories, with each UPT or only every so many of a kind. Every fifth Rupbasan has no successor."""
    files = read_files(SHIPPED_FOLDER)
    today = _some(list(csv.DictReader(io.StringIO(files[OFFICES]))), every)
    provinces = {row["province"]: row for row in today if row["kind"] == "Kanwil Hukum"}
    kanwil = [_kanwil(row) for row in provinces.values()]
    rutan = [row for row in today if row["kind"] == "Rutan" and row["city"]][:RUPBASAN]
    rupbasan = [_rupbasan(row) for row in rutan]
    heir = {one["id"]: "" if number % 5 == 4 else rutan[number]["id"] for number, one in enumerate(rupbasan)}
    of_old = {province: f"KUMHAM-KW-{row['id'][-2:]}" for province, row in provinces.items()}
    before = [_before(row, of_old) for row in today if row["kind"] not in HEIRS]
    closed = [
        *({**row, "valid_to": LAST_DAY, "successor": ";".join(_heirs(row, today))} for row in kanwil),
        *({**row, "valid_to": LAST_DAY, "successor": heir[row["id"]]} for row in rupbasan),
    ]
    words = "Kanwil Kemenkumham,,kanwil kemenkumham,name\nRupbasan,,rupbasan,name\n"
    kinds = files["office_kinds.csv"].replace(",,kanwil kemenkumham,other\n", words)
    of_before = [line for line in kinds.splitlines(keepends=True) if not line.startswith(HEIRS)]
    taxonomy = {"taxonomy.csv": _taxonomy(files["taxonomy.csv"])}
    return Restructuring(
        before={
            **files,
            **taxonomy,
            "office_kinds.csv": "".join(of_before),
            OFFICES: _text([*before, *kanwil, *rupbasan]),
        },
        after={**files, "office_kinds.csv": kinds, OFFICES: _text([*today, *closed])},
        kanwil=tuple(row["id"] for row in kanwil),
        rupbasan=heir,
    )


def _some(rows: list[Row], every: int) -> list[Row]:
    seen: Counter[str] = Counter()
    kept = []
    for row in rows:
        if row["kind"] in {*HEIRS, "Rutan"} or seen[row["kind"]] % every == 0:
            kept.append(row)
        seen[row["kind"]] += 1
    return kept


def _kanwil(row: Row) -> Row:
    name = f"Kantor Wilayah Kementerian Hukum dan HAM {row['province']}"
    kept = {"id": f"KUMHAM-KW-{row['id'][-2:]}", "name": name, "kind": "Kanwil Kemenkumham", "bidang": ""}
    return {**row, **kept, "unit_id": "", "aliases": f"Kanwil Kemenkumham {row['province']}", "former_names": ""}


def _rupbasan(row: Row) -> Row:
    name = f"Rupbasan {row['city']}"
    kept = {"id": f"RUPBASAN-{row['id']}", "name": name, "kind": "Rupbasan", "class": "", "subtype": ""}
    return {**row, **kept, "aliases": "", "former_names": "", "parent_id": ""}


def _before(row: Row, kanwil: Mapping[str, str]) -> Row:
    """Below the one Kanwil of its province, and every tenth Kanim under the name that it gave up."""
    parent = kanwil.get(row["province"], "") if row["parent_id"] else ""
    was_named = row["kind"] == "Kanim" and int(row["id"].encode().hex(), 16) % 10 == 0
    name = f"{row['name']} (Layanan Lama)" if was_named else row["name"]
    return {**row, "parent_id": parent, "name": name}


def _heirs(kanwil: Row, today: list[Row]) -> Iterator[str]:
    for kind in HEIRS:
        mine = [row for row in today if row["kind"] == kind]
        same = [row for row in mine if row["province"] == kanwil["province"]]
        covering = [row for row in mine if kanwil["work_area"] in row["work_area"].split(";")]
        yield from (row["id"] for row in (same or covering)[:1])


def _taxonomy(text: str) -> str:
    """With the one Kanwil in place of those of today."""
    rows = list(csv.DictReader(io.StringIO(text)))
    for row in rows:
        kinds = ["Kanwil Kemenkumham" if kind in HEIRS else kind for kind in row["office_types"].split(";")]
        row["office_types"] = ";".join(dict.fromkeys(kinds))
    return _text(rows)


def _text(rows: list[Row]) -> str:
    target = io.StringIO()
    writer = csv.DictWriter(target, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue()


def fill(connection: Connection, made: Restructuring, reports: int) -> None:
    """So many open reports at the offices that close, in every state and of every category in turn."""
    paths = shipped_taxonomy().path_of_leaf
    leaves = list(OF_LEAF)
    offices = [*made.kanwil, *made.rupbasan]
    rows = []
    for number in range(reports):
        office = offices[number % len(offices)]
        leaf = leaves[number % len(leaves)] if office in made.kanwil else "pas-pembinaan"
        state = STATES[number % len(STATES)]
        rows.append({"number": number, "office": office, "path": list(paths[leaf]), "state": state})
    connection.execute(
        """
        CREATE TEMP TABLE wanted AS
        SELECT number, office, path, state FROM jsonb_to_recordset(%s)
            AS w(number integer, office text, path text[], state text)
        """,
        [Jsonb(rows)],
    )
    for statement in FILLING:
        connection.execute(statement)


FILLING = (
    """
    INSERT INTO reports (source, external_id, judul, isi, channel, category_hint, provinsi, kota, kecamatan, kelurahan,
                         anonim, rahasia, reported_at, content_hash, status)
    SELECT 'made', 'R' || number, '', 'made', '', '', '', '', '', '', false, false, now() - interval '2 days',
           number::text, CASE WHEN state IN ('waiting', 'leased', 'returned') THEN 'in_review'
                              WHEN state = 'decided' THEN 'reviewed' ELSE 'routed' END
    FROM wanted
    """,
    """
    INSERT INTO decisions (report_id, report_version, decided_by, outcome, acted, depth, path, path_p, reasons,
                           office_id, office_p, klasifikasi, klasifikasi_p, evidence, model, policy, directory,
                           automation)
    SELECT r.id, 1, CASE WHEN state = 'decided' THEN 'person:sari' ELSE 'policy:p' END,
           CASE r.status WHEN 'in_review' THEN 'review' WHEN 'reviewed' THEN 'person' ELSE 'auto' END,
           r.status <> 'in_review', CASE WHEN r.status = 'in_review' THEN 0 ELSE 4 END, path, '{0.9,0.9,0.9,0.9}',
           '{sure}', office, 0.95, 'aspirasi', 0.9, '{}', 'm', 'p', 'd', 'provisional'
    FROM wanted w JOIN reports r ON r.external_id = 'R' || number
    """,
    """
    INSERT INTO review_queue (report_id, decision_id, reason, priority, kind)
    SELECT d.report_id, d.id, CASE state WHEN 'returned' THEN 'returned' ELSE 'unsure' END, 0,
           CASE state WHEN 'audited' THEN 'audit' ELSE 'review' END
    FROM wanted w JOIN reports r ON r.external_id = 'R' || number JOIN decisions d ON d.report_id = r.id
    WHERE state IN ('waiting', 'leased', 'returned', 'audited')
    """,
    """
    INSERT INTO audits (decision_id, report_id, policy, branch, alpha, delta, sampling_p)
    SELECT d.id, r.id, 'p', d.path[1:2], 0.05, 0.1, 0.1
    FROM wanted w JOIN reports r ON r.external_id = 'R' || number JOIN decisions d ON d.report_id = r.id
    WHERE state = 'audited'
    """,
    """
    INSERT INTO review_claims (report_id, person, until)
    SELECT r.id, 'sari', now() + interval '10 minutes' FROM wanted w JOIN reports r ON r.external_id = 'R' || number
    WHERE state = 'leased'
    """,
    """
    INSERT INTO outbox (report_id, decision_id, kind, target, office_id, sent_at)
    SELECT r.id, d.id, 'disposisi', d.path, office, CASE WHEN state <> 'unsent' THEN now() - interval '1 day' END
    FROM wanted w JOIN reports r ON r.external_id = 'R' || number JOIN decisions d ON d.report_id = r.id
    WHERE d.acted
    """,
    """
    INSERT INTO deadlines (report_id, step, started_at, due_on, due_at, uncertain)
    SELECT r.id, 'follow_up', r.reported_at, current_date + 5, now() + interval '5 days', false
    FROM wanted w JOIN reports r ON r.external_id = 'R' || number WHERE r.status <> 'in_review'
    """,
    "DROP TABLE wanted",
)
