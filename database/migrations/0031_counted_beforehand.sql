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
