-- A report that holds several matters is split into parts: reports of their own, that point back to it.
CREATE TABLE splits (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report_id      bigint NOT NULL REFERENCES reports,
    report_version integer NOT NULL,
    person         text NOT NULL,
    split_at       timestamptz NOT NULL DEFAULT now(),
    undone_at      timestamptz,
    undone_by      text
);
CREATE UNIQUE INDEX splits_in_force ON splits (report_id) WHERE undone_at IS NULL;

CREATE TABLE parts (
    report_id    bigint PRIMARY KEY REFERENCES reports,
    split_id     bigint NOT NULL REFERENCES splits,
    original_id  bigint NOT NULL REFERENCES reports CHECK (original_id <> report_id),
    number       integer NOT NULL,
    withdrawn_at timestamptz,
    UNIQUE (original_id, number)
);

GRANT SELECT ON splits, parts TO tepat_service;
SELECT follow_report('splits'), follow_report('parts');
CREATE POLICY with_original ON parts FOR SELECT TO tepat_person USING (
    EXISTS (SELECT FROM public.reports r WHERE r.id = parts.original_id OFFSET 0));

-- Whether the report is closed by something else than a decision: a duplicate, split, or a part that was taken back.
CREATE FUNCTION is_closed_otherwise(about bigint, current_version integer) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM merges m
                   WHERE m.report_id = about AND m.undone_at IS NULL AND m.report_version = current_version)
        OR EXISTS (SELECT FROM splits s
                   WHERE s.report_id = about AND s.undone_at IS NULL AND s.report_version = current_version)
        OR EXISTS (SELECT FROM parts p WHERE p.report_id = about AND p.withdrawn_at IS NOT NULL)
$$;

-- Store the parts and close the report. Who wrote it stays with the report alone. Whoever calls holds the report, and
-- has checked that it waits (database/splitting.py); that they may read and decide it is checked here.
CREATE FUNCTION split_report(asked bigint, by_person text, texts jsonb) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    original reports;
    made     bigint;
    before   integer;
BEGIN
    SELECT r.* INTO original FROM reports r WHERE r.id = asked FOR UPDATE;
    IF acting_person() IS NOT NULL AND (
        acting_may('review') IS NOT TRUE OR is_only_copied(asked) OR (original.rahasia AND NOT reads_rahasia(asked))
        OR NOT EXISTS (SELECT FROM seen.reports r WHERE r.id = asked)
    ) THEN
        RAISE EXCEPTION 'this report is not theirs to split' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- A split of an earlier text is over: the report came back with another one.
    UPDATE splits SET undone_at = now(), undone_by = 'change' WHERE report_id = asked AND undone_at IS NULL;
    INSERT INTO splits (report_id, report_version, person) VALUES (asked, original.version, by_person)
    RETURNING id INTO made;
    SELECT coalesce(max(p.number), 0) INTO before FROM parts p WHERE p.original_id = asked;
    RETURN QUERY
    WITH wanted AS (
        SELECT before + place::integer AS number, one ->> 'judul' AS judul, one ->> 'isi' AS isi
        FROM jsonb_array_elements(texts) WITH ORDINALITY AS t(one, place)
    ), stored AS (
        INSERT INTO reports (source, external_id, judul, isi, klasifikasi, channel, category_hint, provinsi, kota,
                             kecamatan, kelurahan, anonim, rahasia, reported_at, received_at, content_hash, sent_by)
        SELECT 'pecahan:' || original.source, original.external_id || '-' || w.number, w.judul, w.isi,
               original.klasifikasi, original.channel, original.category_hint, original.provinsi, original.kota,
               original.kecamatan, original.kelurahan, original.anonim, original.rahasia, original.reported_at,
               original.received_at, encode(sha256(convert_to(w.judul || E'\n' || w.isi, 'UTF8')), 'hex'),
               original.sent_by
        FROM wanted w ORDER BY w.number
        RETURNING id, external_id
    ), linked AS (
        INSERT INTO parts (report_id, split_id, original_id, number)
        SELECT s.id, made, asked, w.number
        FROM stored s JOIN wanted w ON s.external_id = original.external_id || '-' || w.number
        RETURNING report_id, number
    )
    SELECT l.report_id FROM linked l ORDER BY l.number;
END
$$;

-- Take the parts back, whoever sees them; empty where one of them was decided, sent on, or is judged blind.
CREATE FUNCTION unsplit_report(asked bigint, by_person text) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    taken_back bigint[];
BEGIN
    IF acting_person() IS NOT NULL AND (
        acting_may('review') IS NOT TRUE OR is_only_copied(asked)
        OR NOT EXISTS (SELECT FROM seen.reports r WHERE r.id = asked)
    ) THEN
        RAISE EXCEPTION 'this report is not theirs to put together' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM r.id FROM reports r JOIN parts p ON p.report_id = r.id JOIN splits s ON s.id = p.split_id
    WHERE s.report_id = asked AND s.undone_at IS NULL ORDER BY r.id FOR UPDATE OF r;
    SELECT array_agg(p.report_id) INTO taken_back FROM parts p JOIN splits s ON s.id = p.split_id
    WHERE s.report_id = asked AND s.undone_at IS NULL;
    IF EXISTS (SELECT FROM reports r WHERE r.id = ANY (taken_back) AND r.status NOT IN ('received', 'in_review'))
        OR EXISTS (SELECT FROM decisions d WHERE d.report_id = ANY (taken_back) AND (d.acted OR d.outcome = 'person'))
        OR EXISTS (SELECT FROM audits a WHERE a.report_id = ANY (taken_back) AND a.judged_at IS NULL)
        OR EXISTS (SELECT FROM panels n WHERE n.report_id = ANY (taken_back) AND n.closed_at IS NULL)
    THEN
        RETURN;
    END IF;
    UPDATE splits SET undone_at = now(), undone_by = by_person WHERE report_id = asked AND undone_at IS NULL;
    UPDATE parts SET withdrawn_at = now() WHERE report_id = ANY (taken_back);
    UPDATE reports SET status = 'reviewed' WHERE id = ANY (taken_back);
    UPDATE review_queue SET done_at = now() WHERE report_id = ANY (taken_back) AND done_at IS NULL;
    UPDATE outbox SET cancelled_at = now()
    WHERE report_id = ANY (taken_back) AND sent_at IS NULL AND cancelled_at IS NULL;
    DELETE FROM deadlines WHERE report_id = ANY (taken_back);
    DELETE FROM review_claims WHERE report_id = ANY (taken_back);
    RETURN QUERY SELECT unnest(taken_back);
END
$$;
REVOKE ALL ON FUNCTION split_report(bigint, text, jsonb), unsplit_report(bigint, text) FROM public;
GRANT EXECUTE ON FUNCTION split_report(bigint, text, jsonb), unsplit_report(bigint, text) TO tepat_person, tepat_service;

-- What turns anonim or rahasia at its source does so with its parts.
CREATE FUNCTION keep_parts_alike() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE reports SET anonim = anonim OR NEW.anonim, rahasia = rahasia OR NEW.rahasia
    WHERE id IN (SELECT p.report_id FROM parts p WHERE p.original_id = NEW.id);
    RETURN NULL;
END
$$;
CREATE TRIGGER reports_parts_alike AFTER UPDATE OF anonim, rahasia ON reports FOR EACH ROW
WHEN ((NEW.rahasia AND NOT OLD.rahasia) OR (NEW.anonim AND NOT OLD.anonim)) EXECUTE FUNCTION keep_parts_alike();

-- As before, but neither what is split nor a part of the same report tells the same matter.
CREATE OR REPLACE FUNCTION find_nearest(asked bigint, around bigint, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    known  likenesses;
    whole  bigint;
    family bigint[];
BEGIN
    SELECT l.* INTO known FROM likenesses l WHERE l.report_id = asked;
    SELECT coalesce((SELECT p.original_id FROM parts p WHERE p.report_id = asked), asked) INTO whole;
    SELECT ARRAY(SELECT p.report_id FROM parts p WHERE p.original_id = whole) || whole INTO family;
    RETURN QUERY
        SELECT near.report_id
        FROM (
            SELECT l.report_id, l.text_hash, l.vector FROM likenesses l
            WHERE l.report_id BETWEEN asked - around AND asked + around AND l.made_by = known.made_by
            UNION ALL
            SELECT l.report_id, l.text_hash, l.vector FROM likenesses l
            WHERE l.text_hash = known.text_hash AND l.made_by = known.made_by
              AND l.report_id NOT BETWEEN asked - around AND asked + around
        ) AS near
        WHERE near.report_id <> ALL (family) AND NOT EXISTS (
            SELECT FROM merges m JOIN reports r ON r.id = m.report_id AND r.version = m.report_version
            WHERE m.report_id = near.report_id AND m.undone_at IS NULL)
          AND NOT EXISTS (SELECT FROM splits s WHERE s.report_id = near.report_id AND s.undone_at IS NULL)
          AND NOT EXISTS (SELECT FROM parts p WHERE p.report_id = near.report_id AND p.withdrawn_at IS NOT NULL)
        ORDER BY near.text_hash <> known.text_hash, near.vector <=> known.vector LIMIT most;
END
$$;
