-- What the queue can be filtered by, words to search for, kept views, and the figures of each day.

-- What may be told of what waits, beside the row itself: nothing of the suggestion where it is judged blind.
ALTER TABLE review_queue
    ADD COLUMN is_blind    boolean NOT NULL DEFAULT false,
    ADD COLUMN path        text[] NOT NULL DEFAULT '{}',
    ADD COLUMN office_id   text,
    ADD COLUMN klasifikasi text NOT NULL DEFAULT '',
    ADD COLUMN provinsi    text NOT NULL DEFAULT '',
    ADD COLUMN kota        text NOT NULL DEFAULT '',
    ADD COLUMN reported_at timestamptz NOT NULL DEFAULT now();

CREATE FUNCTION describe_waiting() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.is_blind := NEW.kind <> 'review';
    SELECT CASE WHEN NEW.is_blind THEN '{}' ELSE d.path END,
           CASE WHEN NOT NEW.is_blind THEN d.office_id END,
           CASE WHEN NEW.is_blind THEN coalesce(r.klasifikasi, '') ELSE d.klasifikasi END,
           CASE WHEN r.rahasia THEN '' ELSE r.provinsi END, CASE WHEN r.rahasia THEN '' ELSE r.kota END, r.reported_at
    INTO NEW.path, NEW.office_id, NEW.klasifikasi, NEW.provinsi, NEW.kota, NEW.reported_at
    FROM reports r JOIN decisions d ON d.id = NEW.decision_id WHERE r.id = NEW.report_id;
    RETURN NEW;
END
$$;

CREATE TRIGGER review_queue_described BEFORE INSERT OR UPDATE OF decision_id, kind ON review_queue
FOR EACH ROW EXECUTE FUNCTION describe_waiting();

CREATE INDEX review_queue_entered ON review_queue (queued_at);
CREATE INDEX review_queue_left ON review_queue (done_at) WHERE done_at IS NOT NULL;

-- The words of every report but the rahasia ones, and of those that wait. Nobody reads these tables but through the
-- functions below, which tell ids alone: what somebody may see is decided where the ids are looked up.
CREATE TABLE report_words (
    report_id bigint PRIMARY KEY REFERENCES reports,
    words     tsvector NOT NULL
);
CREATE TABLE queue_words (
    report_id bigint PRIMARY KEY REFERENCES reports,
    words     tsvector NOT NULL
);
CREATE INDEX report_words_words ON report_words USING gin (words);
CREATE INDEX queue_words_words ON queue_words USING gin (words);

CREATE FUNCTION keep_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.rahasia THEN
        DELETE FROM report_words WHERE report_id = NEW.id;
        DELETE FROM queue_words WHERE report_id = NEW.id;
    ELSE
        INSERT INTO report_words (report_id, words)
        VALUES (NEW.id, to_tsvector('simple', NEW.judul || ' ' || NEW.isi))
        ON CONFLICT (report_id) DO UPDATE SET words = excluded.words;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER reports_words AFTER INSERT OR UPDATE OF judul, isi, rahasia ON reports
FOR EACH ROW EXECUTE FUNCTION keep_words();

CREATE FUNCTION keep_waiting_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.done_at IS NOT NULL THEN
        DELETE FROM queue_words WHERE report_id = NEW.report_id;
    ELSE
        INSERT INTO queue_words (report_id, words)
        SELECT report_id, words FROM report_words WHERE report_id = NEW.report_id
        ON CONFLICT (report_id) DO UPDATE SET words = excluded.words;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER review_queue_words AFTER INSERT OR UPDATE OF decision_id, done_at ON review_queue
FOR EACH ROW EXECUTE FUNCTION keep_waiting_words();

-- Executed as text, so that each search is planned for its own words: rare ones by index, common ones by age.
CREATE FUNCTION find_words(wanted text, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN QUERY EXECUTE 'SELECT report_id FROM report_words WHERE words @@ $1 ORDER BY report_id DESC LIMIT $2'
    USING to_tsquery('simple', wanted), most;
END
$$;

CREATE FUNCTION find_waiting_words(wanted text) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN QUERY EXECUTE 'SELECT report_id FROM queue_words WHERE words @@ $1'
    USING to_tsquery('simple', wanted);
END
$$;

REVOKE ALL ON FUNCTION find_words(text, integer), find_waiting_words(text) FROM public;
GRANT EXECUTE ON FUNCTION find_words(text, integer), find_waiting_words(text) TO tepat_service;
CREATE INDEX reports_external_id ON reports (external_id);

CREATE TABLE saved_views (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person   text NOT NULL,
    name     text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    query    text NOT NULL CHECK (length(query) <= 2000),
    saved_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (person, name)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON saved_views TO tepat_service;

-- How often people named a leaf, counted up to a hundred: how much one more label teaches.
CREATE INDEX labels_category ON labels (category);

CREATE INDEX decisions_decided ON decisions (decided_at, id);
CREATE INDEX decisions_kind ON decisions (outcome, acted, decided_at, id);
CREATE INDEX decisions_office ON decisions (office_id, decided_at, id) WHERE office_id IS NOT NULL;
CREATE INDEX decisions_unit ON decisions ((path[3]), decided_at, id);
CREATE INDEX audits_judged_at ON audits (judged_at) WHERE judged_at IS NOT NULL;

-- What was done on each day that is over, by unit and office. It is made from rows that no longer change, so that
-- nobody waits for a counter; what was done since `day` of figures_until is counted where it is asked for.
CREATE TABLE daily_figures (
    day        date NOT NULL,
    path       text[] NOT NULL,
    office_id  text NOT NULL,
    checked    integer NOT NULL,
    sent       integer NOT NULL,
    reviewed   integer NOT NULL,
    audited    integer NOT NULL,
    misrouted  integer NOT NULL,
    entered    integer NOT NULL,
    left_queue integer NOT NULL,
    PRIMARY KEY (day, path, office_id)
);
CREATE TABLE daily_durations (
    day       date NOT NULL,
    path      text[] NOT NULL,
    office_id text NOT NULL,
    what      text NOT NULL CHECK (what IN ('routing', 'deciding')),
    -- Seconds lie between 2 ^ (bucket / 4) and 2 ^ ((bucket + 1) / 4).
    bucket    smallint NOT NULL,
    count     integer NOT NULL,
    PRIMARY KEY (day, what, path, office_id, bucket)
);
CREATE TABLE figures_until (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    day      date NOT NULL
);
GRANT SELECT, INSERT ON daily_figures, daily_durations TO tepat_service;
GRANT SELECT, INSERT, UPDATE ON figures_until TO tepat_service;

CREATE FUNCTION local_day(moment timestamptz) RETURNS date
LANGUAGE sql IMMUTABLE AS $$ SELECT (moment AT TIME ZONE 'Asia/Jakarta')::date $$;

CREATE FUNCTION figures_between(since timestamptz, upto timestamptz)
RETURNS TABLE (day date, path text[], office_id text, checked integer, sent integer, reviewed integer,
               audited integer, misrouted integer, entered integer, left_queue integer)
LANGUAGE sql STABLE AS $$
    SELECT local_day(e.at), e.path[1:3], coalesce(e.office_id, ''), sum(e.checked)::integer, sum(e.sent)::integer,
           sum(e.reviewed)::integer, sum(e.audited)::integer, sum(e.misrouted)::integer, sum(e.entered)::integer,
           sum(e.left_queue)::integer
    FROM (
        SELECT d.decided_at AS at, d.path, d.office_id, (d.outcome <> 'person')::integer AS checked,
               (d.outcome = 'auto' AND d.acted)::integer AS sent, (d.outcome = 'person')::integer AS reviewed,
               0 AS audited, 0 AS misrouted, 0 AS entered, 0 AS left_queue
        FROM decisions d WHERE d.decided_at >= since AND d.decided_at < upto
        UNION ALL
        SELECT a.judged_at, d.path, d.office_id, 0, 0, 0, 1, a.wrong::integer, 0, 0
        FROM audits a JOIN decisions d ON d.id = a.decision_id WHERE a.judged_at >= since AND a.judged_at < upto
        UNION ALL
        SELECT q.queued_at, q.path, q.office_id, 0, 0, 0, 0, 0, 1, 0
        FROM review_queue q WHERE q.queued_at >= since AND q.queued_at < upto
        UNION ALL
        SELECT q.done_at, q.path, q.office_id, 0, 0, 0, 0, 0, 0, 1
        FROM review_queue q WHERE q.done_at >= since AND q.done_at < upto
    ) e
    GROUP BY 1, 2, 3
$$;

CREATE FUNCTION durations_between(since timestamptz, upto timestamptz)
RETURNS TABLE (day date, path text[], office_id text, what text, bucket smallint, count integer)
LANGUAGE sql STABLE AS $$
    SELECT local_day(e.at), e.path[1:3], coalesce(e.office_id, ''), e.what,
           floor(4 * ln(greatest(1, extract(epoch FROM e.took)::float8)) / ln(2::float8))::smallint, count(*)::integer
    FROM (
        SELECT d.decided_at AS at, d.path, d.office_id, 'routing' AS what, d.decided_at - r.received_at AS took
        FROM decisions d JOIN reports r ON r.id = d.report_id
        WHERE d.decided_at >= since AND d.decided_at < upto AND d.outcome <> 'person' AND d.report_version = 1
        UNION ALL
        SELECT d.decided_at, d.path, d.office_id, 'deciding', d.decided_at - q.queued_at
        FROM decisions d JOIN review_queue q ON q.report_id = d.report_id
        WHERE d.decided_at >= since AND d.decided_at < upto AND d.outcome = 'person' AND q.queued_at <= d.decided_at
    ) e
    GROUP BY 1, 2, 3, 4, 5
$$;

-- What waits already: described, searchable, and at its place (see complaints/teaching.py). What changed at its source
-- leaves the queue until it is decided anew.
UPDATE review_queue SET done_at = now() FROM reports
WHERE reports.id = review_queue.report_id AND reports.status = 'received' AND review_queue.done_at IS NULL;
INSERT INTO report_words (report_id, words)
SELECT id, to_tsvector('simple', judul || ' ' || isi) FROM reports WHERE NOT rahasia;
UPDATE review_queue SET kind = kind, decision_id = decision_id;
UPDATE review_queue SET
    priority = least(2, priority / 1000) * 500000000 + CASE WHEN priority >= 1000 THEN 500000000 ELSE 0 END
        + (499999 - least(499999, greatest(0, local_day(reported_at) - date '1900-01-01'))) * 1000 + 500
WHERE done_at IS NULL;
