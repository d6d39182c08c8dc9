-- Copies (tembusan): who else is told of a decision, and reads the report without working on it.
CREATE TABLE copies (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report_id    bigint NOT NULL REFERENCES reports,
    -- The decision that is copied: where it is no longer in force, neither is the copy.
    decision_id  bigint NOT NULL REFERENCES decisions,
    path         text[] NOT NULL,
    office_id    text,
    given_by     text NOT NULL,
    given_at     timestamptz NOT NULL DEFAULT now(),
    withdrawn_at timestamptz,
    withdrawn_by text,
    CHECK (path <> '{}' OR office_id IS NOT NULL),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
);
CREATE UNIQUE INDEX copies_in_force ON copies (report_id, path, coalesce(office_id, '')) WHERE withdrawn_at IS NULL;
CREATE INDEX copies_of_decision ON copies (decision_id) WHERE withdrawn_at IS NULL;
CREATE INDEX copies_of_report ON copies (report_id, id);
CREATE INDEX copies_given ON copies (given_at, id);

-- Everybody whom a copy to this place reaches, as somebody's reach would be written: their path, and their office.
CREATE FUNCTION copy_keys(path text[], office text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(array_agg(key), '{}') FROM (
        SELECT array_to_string(path[1:depth], chr(31)) AS key FROM generate_series(1, cardinality(path)) AS depth
        UNION ALL
        SELECT array_to_string(path[1:depth], chr(31)) || chr(30) || office
        FROM generate_series(0, cardinality(path)) AS depth WHERE office IS NOT NULL
    ) AS keys
$$;
CREATE FUNCTION acting_copy_keys() RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN acting_person() IS NULL OR sees_everything() THEN '{}'
        WHEN acting_offices() = '{}' THEN ARRAY[array_to_string(acting_path(), chr(31))]
        ELSE ARRAY(SELECT array_to_string(acting_path(), chr(31)) || chr(30) || office
                   FROM unnest(acting_offices()) AS office)
    END
$$;

-- Kept with the report, so that who may see it stays one comparison.
ALTER TABLE reports ADD COLUMN copied_to text[] NOT NULL DEFAULT '{}';
CREATE INDEX reports_copied ON reports (id) WHERE copied_to <> '{}';

CREATE FUNCTION keep_copied() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE reports SET copied_to = ARRAY(
        SELECT DISTINCT key FROM copies c, unnest(copy_keys(c.path, c.office_id)) AS key
        WHERE c.report_id = NEW.report_id AND c.withdrawn_at IS NULL ORDER BY 1)
    WHERE id = NEW.report_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER copies_kept AFTER INSERT OR UPDATE ON copies FOR EACH ROW EXECUTE FUNCTION keep_copied();

CREATE OR REPLACE FUNCTION report_condition() RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT reach_condition()
        || ' OR sent_by = (SELECT acting_person()) OR copied_to && (SELECT acting_copy_keys())'
$$;
DROP POLICY within_reach ON reports;
DO $$
BEGIN
    EXECUTE format('CREATE POLICY within_reach ON reports FOR SELECT TO tepat_person USING (%s)', report_condition());
END
$$;

-- What goes out beside that which the decision sends on, and neither holds it up nor takes its place.
CREATE FUNCTION goes_beside(kind text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT kind IN ('notice', 'tembusan', 'tembusan-dicabut')
$$;
DROP INDEX outbox_of_decision;
CREATE UNIQUE INDEX outbox_of_decision ON outbox (decision_id)
    WHERE kind NOT IN ('notice', 'tembusan', 'tembusan-dicabut');
CREATE INDEX outbox_copies ON outbox (decision_id) WHERE kind = 'tembusan';

-- Whoever replaces a decision, or takes it back, cannot forget those who were told of it.
CREATE FUNCTION end_copies() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE copies SET withdrawn_at = now(), withdrawn_by = coalesce('person:' || acting_person(), 'flow:decisions')
    WHERE decision_id = OLD.id AND withdrawn_at IS NULL;
    RETURN NULL;
END
$$;
CREATE TRIGGER decisions_end_copies AFTER UPDATE ON decisions FOR EACH ROW
WHEN (OLD.is_current AND NOT NEW.is_current) EXECUTE FUNCTION end_copies();

-- What was not sent is never sent; whoever has it, or may have it, is told that it holds no more.
CREATE FUNCTION tell_withdrawn() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    sent outbox;
BEGIN
    SELECT o.* INTO sent FROM outbox o
    WHERE o.decision_id = NEW.decision_id AND o.kind = 'tembusan' AND o.target = NEW.path
      AND o.office_id IS NOT DISTINCT FROM NEW.office_id AND o.created_at >= NEW.given_at
    ORDER BY o.id DESC LIMIT 1 FOR UPDATE;
    UPDATE outbox SET cancelled_at = now() WHERE id = sent.id AND sent_at IS NULL AND cancelled_at IS NULL;
    IF sent.sent_at IS NOT NULL OR sent.lease IS NOT NULL OR sent.may_have_arrived THEN
        INSERT INTO outbox (report_id, decision_id, kind, target, office_id, addressee, message, receiver, due_at)
        VALUES (NEW.report_id, NEW.decision_id, 'tembusan-dicabut', NEW.path, NEW.office_id, '',
                'Tembusan ini dicabut: putusan atas laporan ini berubah, atau tembusannya tidak berlaku lagi.',
                sent.receiver, CASE WHEN sent.receiver IS NOT NULL THEN now() END);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER copies_withdrawn AFTER UPDATE ON copies FOR EACH ROW
WHEN (OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL) EXECUTE FUNCTION tell_withdrawn();

-- Whether whoever acts sees this report for its copy alone: then they read it, and no more.
CREATE FUNCTION is_only_copied(about bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN NOT coalesce(sees_everything(), false) AND acting_person() IS NOT NULL AND EXISTS (
        SELECT FROM reports r WHERE r.id = about AND r.copied_to && acting_copy_keys()
            AND NOT coalesce(r.sent_by = acting_person(), false)
            AND NOT coalesce(r.current_by = 'person:' || acting_person() AND r.current_at > now() - interval '1 day', false)
            AND NOT coalesce(r.current_path[1:cardinality(acting_path())] = acting_path()
                             AND (acting_offices() = '{}' OR r.current_office = ANY (acting_offices())), false));
END
$$;
-- Whether what was written on this report, rahasia as it may be, is told to whoever acts.
CREATE FUNCTION reads_rahasia(about bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT acting_may('see_rahasia') IS TRUE AND NOT is_only_copied(about)
$$;
REVOKE ALL ON FUNCTION is_only_copied(bigint) FROM public;
GRANT EXECUTE ON FUNCTION is_only_copied(bigint) TO tepat_person, tepat_service;

CREATE FUNCTION refuse_copied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF is_only_copied(OLD.id) THEN
        RAISE EXCEPTION 'a copy is read only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER reports_copied_read_only BEFORE UPDATE ON reports FOR EACH ROW
WHEN (OLD.copied_to <> '{}' AND current_user = 'tepat_person') EXECUTE FUNCTION refuse_copied();

-- Nobody lets others in but by a copy.
CREATE FUNCTION refuse_letting_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'who has a copy is written by giving one' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER reports_copied_to_kept BEFORE UPDATE OF copied_to ON reports FOR EACH ROW
WHEN (current_user = 'tepat_person') EXECUTE FUNCTION refuse_letting_in();

-- Where a shipment about a copy goes lies within reach, whatever its report does by now.
CREATE FUNCTION goes_to_reach(kind text, target text[], office text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT kind IN ('tembusan', 'tembusan-dicabut') AND target[1:cardinality(acting_path())] = acting_path()
        AND (acting_offices() = '{}' OR office = ANY (acting_offices()))
$$;
CREATE POLICY told_of_withdrawal ON outbox FOR SELECT TO tepat_person USING (
    kind = 'tembusan-dicabut' AND ((SELECT sees_everything()) OR goes_to_reach(kind, target, office_id)));
CREATE POLICY takes_withdrawal ON outbox FOR UPDATE TO tepat_person USING (
    kind = 'tembusan-dicabut' AND ((SELECT sees_everything()) OR goes_to_reach(kind, target, office_id)));

-- Of a report whose copy was withdrawn, and is out of sight by now: what names it, for whoever is told so.
CREATE FUNCTION withdrawn_report(told bigint)
RETURNS TABLE (public_id uuid, source text, external_id text, reported_at timestamptz, anonim boolean, rahasia boolean,
               decided_at timestamptz, klasifikasi text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT r.public_id, r.source, r.external_id, r.reported_at, r.anonim, r.rahasia, d.decided_at, d.klasifikasi
    FROM outbox o JOIN reports r ON r.id = o.report_id JOIN decisions d ON d.id = o.decision_id
    WHERE o.id = told AND o.kind = 'tembusan-dicabut' AND goes_to_reach(o.kind, o.target, o.office_id)
$$;
REVOKE ALL ON FUNCTION withdrawn_report(bigint) FROM public;
GRANT EXECUTE ON FUNCTION withdrawn_report(bigint) TO tepat_person, tepat_service;

SELECT follow_report('copies');
GRANT SELECT, INSERT ON copies TO tepat_service, tepat_person;
GRANT UPDATE (withdrawn_at, withdrawn_by) ON copies TO tepat_service, tepat_person;

-- Whoever sees a report for its copy alone adds, changes and takes away nothing that belongs to it.
CREATE FUNCTION keep_from_copied(guarded regclass, VARIADIC also text[] DEFAULT '{}') RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    own text := '((SELECT sees_everything()) OR NOT is_only_copied(report_id)' || array_to_string(also, '') || ')';
BEGIN
    EXECUTE format('CREATE POLICY no_copy_adds ON %s AS RESTRICTIVE FOR INSERT TO tepat_person WITH CHECK (%s)', guarded, own);
    EXECUTE format('CREATE POLICY no_copy_changes ON %s AS RESTRICTIVE FOR UPDATE TO tepat_person USING (%s)', guarded, own);
    EXECUTE format('CREATE POLICY no_copy_takes ON %s AS RESTRICTIVE FOR DELETE TO tepat_person USING (%s)', guarded, own);
END
$$;
SELECT keep_from_copied(name::regclass) FROM unnest(ARRAY[
    'decisions', 'labels', 'audits', 'merges', 'likenesses', 'review_claims', 'review_skips', 'reopenings', 'panels',
    'opinions', 'milestones', 'deadlines', 'deadline_notices', 'label_doubts', 'lapor_standings', 'copies'
]) AS name;
SELECT keep_from_copied('outbox', ' OR goes_to_reach(kind, target, office_id)');

-- Nor do they read what is rahasia, or who wrote it.
CREATE OR REPLACE FUNCTION look_at_rahasia(looked bigint)
RETURNS TABLE (judul text, isi text, provinsi text, kota text, kecamatan text, kelurahan text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF reads_rahasia(looked) AND EXISTS (SELECT FROM seen.reports r WHERE r.id = looked AND r.rahasia) THEN
        -- One look is one request, however often it asks.
        INSERT INTO audit_log (actor, action, subject, details)
        SELECT 'person:' || acting_person(), 'rahasia.read', 'report:' || looked, '{}'
        WHERE NOT EXISTS (SELECT FROM audit_log WHERE subject = 'report:' || looked AND action = 'rahasia.read'
                          AND actor = 'person:' || acting_person() AND at >= now());
        RETURN QUERY SELECT r.judul, r.isi, r.provinsi, r.kota, r.kecamatan, r.kelurahan
                     FROM public.reports r WHERE r.id = looked;
    END IF;
END
$$;
CREATE OR REPLACE FUNCTION identity.look(looked bigint, reason text) RETURNS TABLE (name text, contact text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF acting_may('see_identity') IS NOT TRUE OR length(btrim(reason)) < 10 OR is_only_copied(looked) OR NOT EXISTS (
        SELECT FROM seen.reports r WHERE r.id = looked AND NOT r.anonim AND NOT r.rahasia
    ) THEN
        RAISE EXCEPTION 'this identity is not shown' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO audit_log (actor, action, subject, details)
    VALUES ('person:' || acting_person(), 'identity.read', 'report:' || looked, jsonb_build_object('reason', reason));
    RETURN QUERY SELECT i.name, i.contact FROM identity.reporters i WHERE i.report_id = looked;
END
$$;
ALTER POLICY within_reach ON report_versions USING (EXISTS (
    SELECT FROM public.reports r WHERE r.id = report_versions.report_id
        AND (NOT (r.rahasia OR (report_versions.content ->> 'rahasia')::boolean) OR reads_rahasia(r.id))
    OFFSET 0));
ALTER POLICY within_reach ON lapor_answers USING (EXISTS (
    SELECT FROM public.reports r WHERE r.id = lapor_answers.report_id
        AND (NOT is_or_was_rahasia(r.id) OR reads_rahasia(r.id))));
CREATE OR REPLACE FUNCTION told_details(subject text, details jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN details ? 'reason' AND current_user = 'tepat_person' AND subject ~ '^report:[0-9]+$'
            AND NOT reads_rahasia(substr(subject, 8)::bigint) AND is_or_was_rahasia(substr(subject, 8)::bigint)
        THEN details || '{"reason": "[rahasia]"}' ELSE details END
$$;
-- A view in place of the table, with these columns kept back. Its rows, and who may change them, are those of the table.
CREATE OR REPLACE FUNCTION mask_written(guarded name, VARIADIC written name[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    shown text;
    one   record;
BEGIN
    SELECT string_agg(
               CASE
                   WHEN NOT attname = ANY (written) THEN quote_ident(attname)
                   WHEN atttypid = 'jsonb'::regtype THEN format(
                       'CASE WHEN (SELECT public.acting_may(''see_rahasia'')) '
                       'AND ((SELECT public.sees_everything()) OR NOT public.is_only_copied(report_id)) THEN %1$I '
                       'WHEN public.is_or_was_rahasia(report_id) THEN jsonb_build_object(''urgency'', jsonb_build_object('
                       '''level'', coalesce(%1$I -> ''urgency'' -> ''level'', ''"none"''), ''reasons'', ''[]''::jsonb)) '
                       'ELSE %1$I END AS %1$I', attname)
                   ELSE format(
                       'CASE WHEN %1$I = '''' OR (SELECT public.acting_may(''see_rahasia'')) '
                       'AND ((SELECT public.sees_everything()) OR NOT public.is_only_copied(report_id)) THEN %1$I '
                       'WHEN public.is_or_was_rahasia(report_id) THEN ''[rahasia]'' ELSE %1$I END AS %1$I', attname)
               END, ', ' ORDER BY attnum)
    INTO shown
    FROM pg_attribute WHERE attrelid = format('public.%I', guarded)::regclass AND attnum > 0 AND NOT attisdropped;
    EXECUTE format('DROP VIEW IF EXISTS seen.%I', guarded);
    EXECUTE format('CREATE VIEW seen.%1$I WITH (security_invoker) AS SELECT %2$s FROM public.%1$I', guarded, shown);
    FOR one IN
        SELECT g.privilege_type || coalesce('(' || quote_ident(a.attname) || ')', '') AS what
        FROM (
            SELECT relacl AS acl, NULL::name AS attname FROM pg_class WHERE oid = format('public.%I', guarded)::regclass
            UNION ALL
            SELECT attacl, attname FROM pg_attribute
            WHERE attrelid = format('public.%I', guarded)::regclass AND attacl IS NOT NULL
        ) AS a, aclexplode(a.acl) AS g
        WHERE g.grantee = 'tepat_person'::regrole
    LOOP
        EXECUTE format('GRANT %s ON seen.%I TO tepat_person', one.what, guarded);
    END LOOP;
END
$$;

-- What a copy shows of another place is counted there, and by nobody else.
CREATE OR REPLACE FUNCTION figures_between(since timestamptz, upto timestamptz)
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
    WHERE (SELECT acting_path()) IS NULL OR (
        e.path[1:(SELECT cardinality(acting_path()))] = (SELECT acting_path())
        AND ((SELECT acting_offices()) = '{}' OR e.office_id = ANY ((SELECT acting_offices())::text[])))
    GROUP BY 1, 2, 3
$$;

CREATE OR REPLACE FUNCTION durations_between(since timestamptz, upto timestamptz)
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
    WHERE (SELECT acting_path()) IS NULL OR (
        e.path[1:(SELECT cardinality(acting_path()))] = (SELECT acting_path())
        AND ((SELECT acting_offices()) = '{}' OR e.office_id = ANY ((SELECT acting_offices())::text[])))
    GROUP BY 1, 2, 3, 4, 5
$$;
