-- Whether somebody sees the report of a row is asked of that row alone. Without OFFSET 0 the planner may gather every
-- report within reach first, which takes longer the more there are.
CREATE OR REPLACE FUNCTION follow_report(guarded regclass, key name DEFAULT 'report_id') RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM for_the_service(guarded);
    EXECUTE format(
        'CREATE POLICY within_reach ON %1$s TO tepat_person USING '
        '((SELECT sees_everything()) OR EXISTS (SELECT FROM public.reports r WHERE r.id = %1$s.%2$I OFFSET 0))',
        guarded, key);
    PERFORM lend_rights(guarded);
END
$$;

DO $$
DECLARE
    guarded text;
BEGIN
    FOREACH guarded IN ARRAY ARRAY[
        'decisions', 'labels', 'outbox', 'audits', 'merges', 'likenesses', 'review_claims', 'review_skips',
        'reopenings', 'panels', 'opinions'
    ] LOOP
        EXECUTE format(
            'ALTER POLICY within_reach ON %1$I USING '
            '((SELECT sees_everything()) OR EXISTS (SELECT FROM public.reports r WHERE r.id = %1$I.report_id OFFSET 0))',
            guarded);
    END LOOP;
END
$$;

ALTER POLICY within_reach ON report_versions USING (EXISTS (
    SELECT FROM public.reports r WHERE r.id = report_versions.report_id
        AND (NOT (r.rahasia OR (report_versions.content ->> 'rahasia')::boolean) OR (SELECT acting_may('see_rahasia')))
    OFFSET 0));

ALTER POLICY within_reach ON audit_log USING (
    (SELECT sees_everything())
    OR CASE WHEN subject ~ '^report:[0-9]+$'
            THEN EXISTS (SELECT FROM public.reports r WHERE r.id = substr(subject, 8)::bigint OFFSET 0)
            ELSE subject = (SELECT 'account:' || acting_person()) END);

-- The ids of the reports most like one, among as many before and after it as `around` and those with its very words;
-- none that is closed as a duplicate. It tells ids alone: what somebody may see is decided where they are looked up.
CREATE FUNCTION find_nearest(asked bigint, around bigint, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    known likenesses;
BEGIN
    SELECT l.* INTO known FROM likenesses l WHERE l.report_id = asked;
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
        WHERE near.report_id <> asked AND NOT EXISTS (
            SELECT FROM merges m JOIN reports r ON r.id = m.report_id AND r.version = m.report_version
            WHERE m.report_id = near.report_id AND m.undone_at IS NULL)
        ORDER BY near.text_hash <> known.text_hash, near.vector <=> known.vector LIMIT most;
END
$$;

REVOKE ALL ON FUNCTION find_nearest(bigint, bigint, integer) FROM public;
GRANT EXECUTE ON FUNCTION find_nearest(bigint, bigint, integer) TO tepat_service, tepat_person;

-- How many requests everyone who asks has left, for all processes that answer. A crash may empty it: it is no quota.
CREATE UNLOGGED TABLE request_buckets (
    name    text PRIMARY KEY,
    filling double precision NOT NULL,
    granted boolean NOT NULL,
    at      timestamptz NOT NULL
);
CREATE INDEX request_buckets_age ON request_buckets (at);
GRANT SELECT, INSERT, UPDATE, DELETE ON request_buckets TO tepat_service;
SELECT for_the_service('request_buckets');

-- How many reports stand at each status, and how many decisions in force have which outcome, by unit and office: every
-- change adds a row with what it adds or takes away, so that nobody waits for a counter; see fold_standing.
CREATE TABLE standing (
    what      text NOT NULL CHECK (what IN ('report', 'decision')),
    state     text NOT NULL,
    acted     boolean NOT NULL,
    path      text[] NOT NULL,
    office_id text NOT NULL,
    count     bigint NOT NULL
);
GRANT SELECT, INSERT, DELETE ON standing TO tepat_service;
SELECT for_the_service('standing');
CREATE POLICY within_reach ON standing FOR SELECT TO tepat_person USING ((SELECT sees_everything()) OR (
    path[1:(SELECT cardinality(acting_path()))] = (SELECT acting_path())
    AND ((SELECT acting_offices()) = '{}' OR office_id = ANY ((SELECT acting_offices())::text[]))));
GRANT SELECT ON standing TO tepat_person;

CREATE FUNCTION recount_standing() RETURNS void LANGUAGE sql AS $$
    DELETE FROM standing;
    INSERT INTO standing
    SELECT 'report', status, false, coalesce(current_path[1:3], '{}'), coalesce(current_office, ''), count(*)
    FROM reports GROUP BY 2, 4, 5
    UNION ALL
    SELECT 'decision', outcome, acted, path[1:3], coalesce(office_id, ''), count(*)
    FROM decisions WHERE is_current GROUP BY 2, 3, 4, 5;
$$;
REVOKE ALL ON FUNCTION recount_standing() FROM public;
SELECT recount_standing();

CREATE FUNCTION count_reports() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO standing
        SELECT 'report', r.status, false, coalesce(r.current_path[1:3], '{}'), coalesce(r.current_office, ''), -count(*)
        FROM was r GROUP BY 2, 4, 5;
    END IF;
    INSERT INTO standing
    SELECT 'report', r.status, false, coalesce(r.current_path[1:3], '{}'), coalesce(r.current_office, ''), count(*)
    FROM made r GROUP BY 2, 4, 5;
    RETURN NULL;
END
$$;
CREATE FUNCTION count_decisions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO standing
        SELECT 'decision', d.outcome, d.acted, d.path[1:3], coalesce(d.office_id, ''), -count(*)
        FROM was d WHERE d.is_current GROUP BY 2, 3, 4, 5;
    END IF;
    INSERT INTO standing
    SELECT 'decision', d.outcome, d.acted, d.path[1:3], coalesce(d.office_id, ''), count(*)
    FROM made d WHERE d.is_current GROUP BY 2, 3, 4, 5;
    RETURN NULL;
END
$$;
CREATE TRIGGER reports_counted AFTER INSERT ON reports
REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION count_reports();
CREATE TRIGGER reports_recounted AFTER UPDATE ON reports
REFERENCING OLD TABLE AS was NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION count_reports();
CREATE TRIGGER decisions_counted AFTER INSERT ON decisions
REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION count_decisions();
CREATE TRIGGER decisions_recounted AFTER UPDATE ON decisions
REFERENCING OLD TABLE AS was NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION count_decisions();
