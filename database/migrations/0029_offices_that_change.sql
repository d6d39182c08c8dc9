-- Offices close, and others have their work: each report that followed is an event; and who was asked to check up data.
CREATE TABLE office_moves (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- All that followed at once.
    change      uuid NOT NULL,
    report_id   bigint NOT NULL REFERENCES reports,
    -- The decision in force then; it stays as it was said.
    decision_id bigint NOT NULL REFERENCES decisions,
    from_office text,
    -- Null: a person must say which.
    to_office   text,
    turn        text NOT NULL CHECK (turn IN ('office_succeeded', 'office_split', 'office_closed', 'office_restored')),
    -- How it stood before, so that it can be put back.
    status      text NOT NULL,
    reason      text,
    directory   text NOT NULL,
    moved_by    text NOT NULL,
    moved_at    timestamptz NOT NULL DEFAULT now(),
    undone_at   timestamptz,
    CHECK (from_office IS NOT NULL OR to_office IS NOT NULL)
);

CREATE INDEX office_moves_of_report ON office_moves (report_id, id);
CREATE INDEX office_moves_of_change ON office_moves (change);

GRANT SELECT, INSERT ON office_moves TO tepat_service;
GRANT UPDATE (undone_at) ON office_moves TO tepat_service;
SELECT follow_report('office_moves');
REVOKE INSERT, UPDATE (undone_at) ON office_moves FROM tepat_person;

-- What nobody has yet can be sent to whoever has the work now.
GRANT UPDATE (office_id) ON outbox TO tepat_service;

-- Whether somebody must still do something about it.
CREATE FUNCTION is_unfinished(asked public.reports) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT asked.status = 'in_review' OR (
        asked.status IN ('routed', 'reviewed', 'awaiting_info')
        AND NOT EXISTS (SELECT FROM public.milestones m WHERE m.report_id = asked.id AND m.kind = 'closed')
        AND NOT EXISTS (SELECT FROM public.lapor_standings l WHERE l.report_id = asked.id AND l.closed_at IS NOT NULL)
        AND NOT is_closed_otherwise(asked.id, asked.version))
$$;

-- A change of what a decision says beside its place moves no report: it may stand at a successor by now.
CREATE FUNCTION keep_restored() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE reports r SET current_path = m.path, current_office = m.office_id, current_by = m.decided_by,
        current_at = m.decided_at
    FROM made m JOIN was w USING (id) WHERE m.report_id = r.id AND m.is_current AND NOT w.is_current;
    UPDATE review_queue q SET current_path = m.path, current_office = m.office_id, current_by = m.decided_by,
        current_at = m.decided_at
    FROM made m JOIN was w USING (id) WHERE m.report_id = q.report_id AND m.is_current AND NOT w.is_current;
    RETURN NULL;
END
$$;
DROP TRIGGER decisions_restored ON decisions;
CREATE TRIGGER decisions_restored AFTER UPDATE ON decisions
REFERENCING OLD TABLE AS was NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION keep_restored();

-- What waits is told with the office that has it now.
CREATE OR REPLACE FUNCTION describe_waiting() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.is_blind := NEW.kind <> 'review';
    SELECT CASE WHEN NEW.is_blind THEN '{}' ELSE d.path END,
           CASE WHEN NOT NEW.is_blind THEN CASE WHEN d.is_current THEN r.current_office ELSE d.office_id END END,
           CASE WHEN NEW.is_blind THEN coalesce(r.klasifikasi, '') ELSE d.klasifikasi END,
           CASE WHEN r.rahasia THEN '' ELSE r.provinsi END, CASE WHEN r.rahasia THEN '' ELSE r.kota END, r.reported_at
    INTO NEW.path, NEW.office_id, NEW.klasifikasi, NEW.provinsi, NEW.kota, NEW.reported_at
    FROM reports r JOIN decisions d ON d.id = NEW.decision_id WHERE r.id = NEW.report_id;
    RETURN NEW;
END
$$;

-- Which account was asked in which quarter (2026-Q3), once.
CREATE TABLE checkup_letters (
    quarter text NOT NULL CHECK (quarter ~ '^[0-9]{4}-Q[1-4]$'),
    account text NOT NULL REFERENCES accounts,
    sent_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (quarter, account)
);
GRANT SELECT, INSERT ON checkup_letters TO tepat_service;
SELECT for_the_service('checkup_letters');
