-- What takes long to count is counted beforehand: how many reports are late (database/due.py), as of `at` of
-- due_counted, by place; under the step 'report' how many reports have any open deadline that is over or ends that day.
CREATE TABLE due_counts (
    path      text[] NOT NULL,
    office_id text NOT NULL,
    step      text NOT NULL CHECK (step IN ('report', 'verification', 'follow_up', 'closing', 'total')),
    overdue   integer NOT NULL,
    today     integer NOT NULL,
    PRIMARY KEY (step, path, office_id)
);
CREATE TABLE due_counted (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    at       timestamptz NOT NULL
);
GRANT SELECT, INSERT, DELETE ON due_counts TO tepat_service;
GRANT SELECT, INSERT, UPDATE ON due_counted TO tepat_service;
SELECT follow_place('due_counts');
SELECT tell_everybody('due_counted');
-- Counting is not for people.
REVOKE INSERT, DELETE ON due_counts FROM tepat_person;
REVOKE INSERT, UPDATE ON due_counted FROM tepat_person;

-- The day that runs is rolled up too, quarter of an hour by quarter of an hour: `upto` is the first moment that is not.
ALTER TABLE figures_until ALTER COLUMN day TYPE timestamptz USING day::timestamp AT TIME ZONE 'Asia/Jakarta';
ALTER TABLE figures_until RENAME COLUMN day TO upto;
GRANT UPDATE ON daily_figures, daily_durations TO tepat_service;

-- The reports of so many late deadlines. It tells ids alone: what somebody may see is decided where they are looked up.
CREATE FUNCTION find_late(most integer) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT e.report_id FROM deadlines e WHERE e.met_at IS NULL AND e.due_at < now() LIMIT most
$$;
REVOKE ALL ON FUNCTION find_late(integer) FROM public;
GRANT EXECUTE ON FUNCTION find_late(integer) TO tepat_service, tepat_person;

-- As before, but what is closed is left out of the nearest, one by one, instead of out of all that are looked through.
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
            SELECT l.report_id
            FROM (
                SELECT l.report_id, l.text_hash, l.vector FROM likenesses l
                WHERE l.report_id BETWEEN asked - around AND asked + around AND l.made_by = known.made_by
                UNION ALL
                SELECT l.report_id, l.text_hash, l.vector FROM likenesses l
                WHERE l.text_hash = known.text_hash AND l.made_by = known.made_by
                  AND l.report_id NOT BETWEEN asked - around AND asked + around
            ) AS l
            WHERE l.report_id <> ALL (family)
            ORDER BY l.text_hash <> known.text_hash, l.vector <=> known.vector
            OFFSET 0
        ) AS near
        WHERE NOT EXISTS (
            SELECT FROM merges m JOIN reports r ON r.id = m.report_id AND r.version = m.report_version
            WHERE m.report_id = near.report_id AND m.undone_at IS NULL OFFSET 0)
          AND NOT EXISTS (SELECT FROM splits s WHERE s.report_id = near.report_id AND s.undone_at IS NULL OFFSET 0)
          AND NOT EXISTS (SELECT FROM parts p WHERE p.report_id = near.report_id AND p.withdrawn_at IS NOT NULL OFFSET 0)
        LIMIT most;
END
$$;
