"""A database as it looks after a year: many reports, most of them decided, and a queue of those that wait.

The rows are made inside PostgreSQL from the texts of training_data and the offices of the directory, as the product
would have stored them (what is due when: benchmarks/filling_deadlines.py); triggers that would look at each row are
left out and done at once at the end.
"""

import json
from pathlib import Path

import psycopg
from psycopg.types.json import Jsonb

from benchmarks.filling_deadlines import insert_deadlines, insert_follow_ups
from classifier.likeness import LIKENESS, likeness_vectors
from complaints.directory import shipped_directory, shipped_taxonomy
from complaints.office_fit import doubts_of_fit
from complaints.report import Message
from complaints.teaching import DAYS, MOST, STEP

CONFIRMED = 50_000
"""Reports that are indexed as confirmed look-alikes: building that index for all takes longer than all the rest."""


def fill(url: str, texts: Path, *, reports: int, waiting: int) -> None:
    """Store this many reports over 364 days, of which the newest `waiting` wait; `url` has the owner's rights."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET maintenance_work_mem = '1GB'")
        connection.execute("SET work_mem = '256MB'")
        connection.execute("SET synchronous_commit = off")
        _load_texts(connection, texts)
        _load_places(connection)
        # Row by row these would take as long as all the rest together.
        connection.execute("SET session_replication_role = replica")
        _insert_reports(connection, reports)
        _insert_words(connection, waiting)
        _insert_decisions(connection, waiting)
        insert_follow_ups(connection)
        insert_deadlines(connection)
        _insert_queue(connection, waiting)
        _place_reports(connection)
        _insert_audits(connection)
        _insert_likenesses(connection)
        connection.execute("SELECT recount_standing()")
        connection.execute("VACUUM (ANALYZE)")


def _load_texts(connection: psycopg.Connection, texts: Path) -> None:
    taxonomy = shipped_taxonomy()
    rows = [json.loads(line) for line in texts.read_text(encoding="utf-8").splitlines()]
    vectors = likeness_vectors([Message(judul=row["judul"], isi=row["isi"]) for row in rows]).tolist()
    connection.execute(
        """
        CREATE TEMP TABLE texts (n integer PRIMARY KEY, judul text, isi text, path text[], klasifikasi text,
                                 vector halfvec(256))
        """
    )
    with connection.cursor().copy("COPY texts FROM STDIN") as copy:
        copy.set_types(["int4", "text", "text", "text[]", "text", "text"])
        for number, (row, vector) in enumerate(zip(rows, vectors, strict=True)):
            path = list(taxonomy.path_of_leaf[row["category"]])
            written = f"[{','.join(map(str, vector))}]"
            copy.write_row((number, row["judul"], row["isi"], path, row["klasifikasi"], written))


def _load_places(connection: psycopg.Connection) -> None:
    directory, taxonomy = shipped_directory(), shipped_taxonomy()
    cities = [region.name for region in directory.regions if region.parent_code]
    fitting = [
        {"leaf": leaf, "id": office.id}
        for leaf, path in taxonomy.path_of_leaf.items()
        for office in directory.offices
        if office.bidang == path[1] and not doubts_of_fit(taxonomy.leaf(leaf), office, field="")
    ]
    connection.execute(
        "CREATE TEMP TABLE cities AS SELECT row_number() OVER () - 1 AS n, c FROM unnest(%s::text[]) c", [cities]
    )
    connection.execute(
        """
        CREATE TEMP TABLE offices AS SELECT id, leaf, row_number() OVER (PARTITION BY leaf ORDER BY id) - 1 AS n,
               count(*) OVER (PARTITION BY leaf) AS among
        FROM jsonb_to_recordset(%s) AS r(id text, leaf text)
        """,
        [Jsonb(fitting)],
    )
    connection.execute("ANALYZE texts; ANALYZE cities; ANALYZE offices")


def _insert_reports(connection: psycopg.Connection, reports: int) -> None:
    """The oldest first, so that ids grow with time; each text is a known one with a number and a word of its own."""
    connection.execute(
        """
        INSERT INTO reports (source, external_id, judul, isi, channel, category_hint, provinsi, kota, kecamatan,
                             kelurahan, anonim, rahasia, reported_at, received_at, content_hash, status)
        SELECT 'bench', 'B' || g, t.judul, t.isi || ' Nomor berkas ' || md5(g::text), 'Website', '',
               'Provinsi ' || c.n %% 38, c.c, '', '', hashint4(g + 2) %% 10 = 0, hashint4(g + 3) %% 50 = 0,
               at, at + interval '5 minutes', md5(g::text), 'routed'
        FROM generate_series(1, %(reports)s) AS g
        JOIN texts t ON t.n = abs(hashint4(g)::bigint) %% (SELECT count(*) FROM texts)
        JOIN cities c ON c.n = abs(hashint4(g + 1)::bigint) %% (SELECT count(*) FROM cities)
        CROSS JOIN LATERAL (SELECT now() - interval '364 days' * (1 - g::float8 / %(reports)s)) AS w(at)
        ORDER BY g
        """,
        {"reports": reports},
    )
    connection.execute("ANALYZE reports")


def _insert_words(connection: psycopg.Connection, waiting: int) -> None:
    connection.execute("DROP INDEX report_words_words")
    connection.execute(
        """
        INSERT INTO report_words SELECT id, to_tsvector('simple', judul || ' ' || isi) FROM reports
        WHERE NOT rahasia ORDER BY id
        """
    )
    connection.execute("CREATE INDEX report_words_words ON report_words USING gin (words)")
    connection.execute(
        """
        INSERT INTO queue_words SELECT w.report_id, w.words FROM report_words w
        WHERE w.report_id > (SELECT max(id) - %(waiting)s FROM reports)
        """,
        {"waiting": waiting},
    )


def _insert_decisions(connection: psycopg.Connection, waiting: int) -> None:
    """Three in five sent on by the machine; the others decided by people, half an hour to some days later."""
    connection.execute(
        """
        CREATE TEMP TABLE decided AS
        SELECT r.id, r.received_at + interval '40 seconds' AS at, t.path, t.klasifikasi, o.id AS office_id,
               r.id > (SELECT max(id) - %(waiting)s FROM reports) AS waits, abs(hashint8(r.id + 4)) %% 5 < 3 AS sure,
               0.3 + 0.6 * (abs(hashint8(r.id + 5)) %% 1000) / 1000.0 AS p,
               interval '30 minutes' + interval '1 minute' * (abs(hashint8(r.id + 6)) %% 4000) AS took
        FROM reports r
        JOIN texts t ON t.n = abs(hashint4(substr(r.external_id, 2)::integer)::bigint) %% (SELECT count(*) FROM texts)
        LEFT JOIN offices o ON o.leaf = t.path[cardinality(t.path)] AND r.id %% 5 < 2
                           AND o.n = abs(hashint8(r.id)) %% o.among
        """,
        {"waiting": waiting},
    )
    connection.execute(
        """
        INSERT INTO decisions (report_id, report_version, is_current, decided_at, decided_by, outcome, acted, depth,
                               path, path_p, reasons, office_id, office_p, klasifikasi, klasifikasi_p, evidence, model,
                               policy, directory, automation)
        SELECT id, 1, waits OR sure, at, 'policy:p1', CASE WHEN sure AND NOT waits THEN 'auto' ELSE 'review' END,
               sure AND NOT waits, CASE WHEN sure AND NOT waits THEN 4 ELSE 0 END, path, ARRAY[1, 0.99, 0.95, p],
               ARRAY['unsure'], office_id, 0.9, klasifikasi, 0.8, '{"words": [], "offices": [], "candidates": []}',
               'bench', 'p1', 'd1', 'provisional'
        FROM decided ORDER BY id
        """
    )
    connection.execute(
        """
        INSERT INTO decisions (report_id, report_version, decided_at, decided_by, outcome, acted, depth, path, path_p,
                               reasons, office_id, klasifikasi, klasifikasi_p, evidence, model, policy, directory,
                               automation)
        SELECT id, 1, least(now(), at + took), 'person:bench', 'person', true, 4, path, ARRAY[1, 1, 1, 1], '{}',
               office_id, klasifikasi, 1, '{}', 'bench', 'p1', 'd1', 'provisional'
        FROM decided WHERE NOT waits AND NOT sure ORDER BY id
        """
    )
    connection.execute(
        """
        INSERT INTO labels (report_id, report_version, category, klasifikasi, source, person, agreed, note, model)
        SELECT id, 1, path[4], klasifikasi, 'review', 'bench', true, '', 'bench' FROM decided
        WHERE NOT waits AND NOT sure
        """
    )


def _insert_queue(connection: psycopg.Connection, waiting: int) -> None:
    """What waits, and what waited before a person decided it; in their places by complaints/teaching.py."""
    connection.execute(
        """
        INSERT INTO review_queue (report_id, decision_id, reason, priority, queued_at, done_at, path, office_id,
                                  klasifikasi, provinsi, kota, reported_at, current_path, current_office,
                                  current_by, current_at, due_at)
        SELECT d.id, decisions.id, CASE WHEN d.id %% 3 = 0 THEN 'no_threshold' ELSE 'unsure' END,
               CASE WHEN d.id %% 100 = 0 THEN 3 WHEN d.id %% 60 = 0 THEN 2 ELSE 0 END * %(step)s
               + (%(days)s - (e.due_on - local_day('1900-01-01 00:00+07'))) * (%(most)s + 1)
               + (100 * (1 - d.p))::integer,
               d.at, CASE WHEN NOT d.waits THEN least(now(), d.at + d.took) END, d.path, d.office_id, d.klasifikasi,
               r.provinsi, r.kota, r.reported_at, d.path, d.office_id, decided_by, decided_at, e.due_at
        FROM decided d JOIN reports r ON r.id = d.id
        JOIN deadlines e ON e.report_id = d.id AND e.step = 'verification'
        JOIN decisions ON decisions.report_id = d.id AND decisions.outcome = 'review'
        WHERE d.waits OR NOT d.sure ORDER BY d.id
        """,
        {"step": STEP, "days": DAYS, "most": MOST},
    )


def _place_reports(connection: psycopg.Connection) -> None:
    """What the triggers keep with each report."""
    connection.execute(
        """
        UPDATE reports r SET
            status = CASE WHEN d.waits THEN 'in_review' WHEN d.sure THEN 'routed' ELSE 'reviewed' END,
            current_path = d.path, current_office = d.office_id,
            current_by = CASE WHEN d.waits OR d.sure THEN 'policy:p1' ELSE 'person:bench' END,
            current_at = CASE WHEN d.waits OR d.sure THEN d.at ELSE least(now(), d.at + d.took) END
        FROM decided d WHERE d.id = r.id
        """
    )


def _insert_audits(connection: psycopg.Connection) -> None:
    """One in twenty of what was sent on, judged a day later, one in a hundred of them wrong."""
    connection.execute(
        """
        INSERT INTO audits (decision_id, report_id, policy, branch, alpha, delta, sampling_p, drawn_at, judged_at,
                            wrong)
        SELECT d.id, d.report_id, 'p1', d.path[1:2], 0.02, 0.05, 0.05, d.decided_at,
               d.decided_at + interval '1 day', d.id % 2000 = 0
        FROM decisions d WHERE d.acted AND d.outcome = 'auto' AND d.id % 20 = 0
        """
    )


def _insert_likenesses(connection: psycopg.Connection) -> None:
    connection.execute("DROP INDEX likenesses_confirmed")
    connection.execute(
        """
        INSERT INTO likenesses (report_id, made_by, text_hash, vector, confirmed)
        SELECT d.id, %(made_by)s, md5(d.id::text), t.vector, NOT d.waits AND d.id %% 20 = 0
        FROM decided d JOIN reports r ON r.id = d.id AND NOT r.rahasia
        JOIN texts t ON t.n = abs(hashint4(substr(r.external_id, 2)::integer)::bigint) %% (SELECT count(*) FROM texts)
        ORDER BY d.id
        """,
        {"made_by": LIKENESS},
    )
    connection.execute(
        "CREATE INDEX likenesses_confirmed ON likenesses USING hnsw (vector halfvec_cosine_ops) WHERE confirmed"
    )
