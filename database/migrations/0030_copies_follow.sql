-- A copy follows the work of its office, as a report does; who gave it, and when, stays as it was said.
ALTER TABLE copies
    -- The copy in whose place this one stands.
    ADD COLUMN follows bigint REFERENCES copies,
    -- What became of the office, where the copy ended for that.
    ADD COLUMN turn text
        CHECK (turn IN ('office_succeeded', 'office_split', 'office_closed', 'office_restored'));
CREATE INDEX copies_following ON copies (follows) WHERE follows IS NOT NULL;
CREATE INDEX copies_turned ON copies (office_id) WHERE turn IS NOT NULL;
GRANT UPDATE (turn) ON copies TO tepat_service;

-- Where the report stands by now that was decided for this office: the offices that had its work in turn, null where
-- a person must say.
CREATE FUNCTION office_since(about bigint, decided text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    move office_moves;
    seen bigint := 0;
BEGIN
    LOOP
        SELECT m.* INTO move FROM office_moves m
        WHERE m.report_id = about AND m.id > seen AND m.from_office = decided AND m.undone_at IS NULL
          AND m.turn <> 'office_restored'
        ORDER BY m.id LIMIT 1;
        EXIT WHEN NOT FOUND;
        decided := move.to_office;
        seen := move.id;
    END LOOP;
    RETURN decided;
END
$$;
REVOKE ALL ON FUNCTION office_since(bigint, text) FROM public;
GRANT EXECUTE ON FUNCTION office_since(bigint, text) TO tepat_person, tepat_service;

-- An earlier decision that comes back says what it said; its report stays with whoever has that work now.
CREATE OR REPLACE FUNCTION keep_current() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE reports r SET current_path = m.path, current_by = m.decided_by, current_at = m.decided_at,
        current_office = CASE WHEN m.restores IS NULL THEN m.office_id ELSE office_since(r.id, m.office_id) END
    FROM made m WHERE m.report_id = r.id AND m.is_current;
    UPDATE review_queue q SET current_path = m.path, current_by = m.decided_by, current_at = m.decided_at,
        current_office = CASE WHEN m.restores IS NULL THEN m.office_id ELSE office_since(m.report_id, m.office_id) END
    FROM made m WHERE m.report_id = q.report_id AND m.is_current;
    RETURN NULL;
END
$$;

CREATE FUNCTION is_of_copy(kind text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT kind IN ('tembusan', 'tembusan-dicabut')
$$;

-- What tells offices that are none of these of the end of their copy, where nobody else got it for them.
CREATE FUNCTION idle_withdrawals(at_work text[]) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT o.id FROM outbox o LEFT JOIN receivers x ON x.name = o.receiver
    WHERE o.kind = 'tembusan-dicabut' AND o.sent_at IS NULL AND o.cancelled_at IS NULL AND o.office_id IS NOT NULL
      AND NOT o.office_id = ANY(at_work) AND (x.name IS NULL OR x.offices <> '{}' AND NOT x.offices && at_work)
$$;
