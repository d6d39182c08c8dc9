-- Who may sign in, and what the database shows them: row level security on everything that holds or follows a report.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tepat_person') THEN
        CREATE ROLE tepat_person NOLOGIN;
    END IF;
    -- Since PostgreSQL 16 who makes a role is its member without the right to act as it.
    IF NOT pg_has_role(
        current_user, 'tepat_person',
        CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END
    ) THEN
        EXECUTE format('GRANT tepat_person TO %I', current_user);
    END IF;
END
$$;

CREATE TABLE accounts (
    name                 text PRIMARY KEY CHECK (name ~ '^[a-z0-9][a-z0-9._-]{1,39}$'),
    shown_as             text NOT NULL,
    role                 text NOT NULL CHECK (role IN ('admin', 'peninjau', 'data', 'auditor')),
    reach_path           text[] NOT NULL DEFAULT '{}',
    reach_offices        text[] NOT NULL DEFAULT '{}',
    password_hash        text NOT NULL,
    must_change_password boolean NOT NULL DEFAULT true,
    state                text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'closed')),
    email                text UNIQUE,
    oidc_subject         text UNIQUE,
    created_at           timestamptz NOT NULL DEFAULT now(),
    created_by           text NOT NULL
);

-- Only the hash of what the browser holds: who reads this table cannot act as anybody.
CREATE TABLE sessions (
    id_hash    bytea PRIMARY KEY,
    account    text NOT NULL REFERENCES accounts,
    how        text NOT NULL CHECK (how IN ('password', 'office')),
    created_at timestamptz NOT NULL DEFAULT now(),
    seen_at    timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);

CREATE INDEX sessions_of_account ON sessions (account);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE api_tokens (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    token_hash    bytea NOT NULL UNIQUE,
    name          text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9._-]{1,39}$'),
    reach_path    text[] NOT NULL DEFAULT '{}',
    reach_offices text[] NOT NULL DEFAULT '{}',
    created_at    timestamptz NOT NULL DEFAULT now(),
    created_by    text NOT NULL,
    expires_at    timestamptz NOT NULL,
    last_used_at  timestamptz,
    revoked_at    timestamptz
);

-- By the hash of the name: people type their password where the name belongs.
CREATE TABLE sign_in_attempts (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name_hash bytea NOT NULL,
    address   text NOT NULL,
    at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    succeeded boolean NOT NULL DEFAULT false
);

CREATE INDEX sign_in_attempts_of_name ON sign_in_attempts (name_hash, at);
CREATE INDEX sign_in_attempts_of_address ON sign_in_attempts (address, at);
CREATE INDEX sign_in_attempts_age ON sign_in_attempts (at);

-- Where a report stands now: kept with it, so that who may see it is one comparison.
ALTER TABLE reports
    ADD COLUMN current_path   text[],
    ADD COLUMN current_office text,
    ADD COLUMN current_by     text,
    ADD COLUMN current_at     timestamptz,
    ADD COLUMN sent_by        text DEFAULT nullif(current_setting('tepat.person', true), '');

-- And with what waits: whoever reaches little reads past much.
ALTER TABLE review_queue
    ADD COLUMN current_path   text[],
    ADD COLUMN current_office text,
    ADD COLUMN current_by     text,
    ADD COLUMN current_at     timestamptz;

UPDATE reports r SET current_path = d.path, current_office = d.office_id, current_by = d.decided_by,
    current_at = d.decided_at
FROM decisions d WHERE d.report_id = r.id AND d.is_current;

UPDATE review_queue q SET current_path = r.current_path, current_office = r.current_office,
    current_by = r.current_by, current_at = r.current_at
FROM reports r WHERE r.id = q.report_id;

CREATE FUNCTION keep_current() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE reports r SET current_path = m.path, current_office = m.office_id, current_by = m.decided_by,
        current_at = m.decided_at
    FROM made m WHERE m.report_id = r.id AND m.is_current;
    UPDATE review_queue q SET current_path = m.path, current_office = m.office_id, current_by = m.decided_by,
        current_at = m.decided_at
    FROM made m WHERE m.report_id = q.report_id AND m.is_current;
    RETURN NULL;
END
$$;

CREATE FUNCTION place_in_queue() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    SELECT r.current_path, r.current_office, r.current_by, r.current_at
    INTO NEW.current_path, NEW.current_office, NEW.current_by, NEW.current_at
    FROM reports r WHERE r.id = NEW.report_id;
    RETURN NEW;
END
$$;

CREATE TRIGGER review_queue_placed BEFORE INSERT OR UPDATE OF decision_id ON review_queue
FOR EACH ROW EXECUTE FUNCTION place_in_queue();

CREATE TRIGGER decisions_made AFTER INSERT ON decisions
REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION keep_current();
CREATE TRIGGER decisions_restored AFTER UPDATE ON decisions
REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION keep_current();

-- What the transaction says of who acts (database/acting.py). Where it says nothing, nothing is seen.
CREATE FUNCTION acting_person() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT nullif(current_setting('tepat.person', true), '')
$$;
CREATE FUNCTION acting_path() RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT nullif(current_setting('tepat.path', true), '')::text[]
$$;
CREATE FUNCTION acting_offices() RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT nullif(current_setting('tepat.offices', true), '')::text[]
$$;
CREATE FUNCTION acting_may(permission text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT permission = ANY (nullif(current_setting('tepat.permissions', true), '')::text[])
$$;
CREATE FUNCTION sees_everything() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT acting_person() IS NOT NULL AND acting_path() = '{}' AND acting_offices() = '{}'
$$;

-- Whether a row lies within reach; each setting is read once a query. Who corrected a report out of their own reach
-- sees it for a day, to take it back.
CREATE FUNCTION reach_condition() RETURNS text LANGUAGE sql IMMUTABLE AS $condition$
    SELECT $$
        (SELECT sees_everything())
        OR (current_path[1:(SELECT cardinality(acting_path()))] = (SELECT acting_path())
            AND ((SELECT acting_offices()) = '{}' OR current_office = ANY ((SELECT acting_offices())::text[])))
        OR (current_by = (SELECT 'person:' || acting_person()) AND current_at > (SELECT now() - interval '1 day'))
    $$
$condition$;

-- A report is also seen by who sent it.
CREATE FUNCTION report_condition() RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT reach_condition() || ' OR sent_by = (SELECT acting_person())'
$$;

-- The same rights on a table as the service has, for people: its policies say on which rows.
CREATE FUNCTION lend_rights(lent regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one record;
BEGIN
    FOR one IN
        SELECT g.privilege_type || coalesce('(' || quote_ident(a.attname) || ')', '') AS what
        FROM (
            SELECT relacl AS acl, NULL::name AS attname FROM pg_class WHERE oid = lent
            UNION ALL
            SELECT attacl, attname FROM pg_attribute WHERE attrelid = lent AND attacl IS NOT NULL
        ) AS a, aclexplode(a.acl) AS g
        WHERE g.grantee = 'tepat_service'::regrole
    LOOP
        EXECUTE format('GRANT %s ON %s TO tepat_person', one.what, lent);
    END LOOP;
END
$$;

-- Row level security where the service sees everything, and people nothing until another policy says so.
CREATE FUNCTION for_the_service(guarded regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', guarded);
    EXECUTE format('CREATE POLICY service ON %s TO tepat_service USING (true) WITH CHECK (true)', guarded);
END
$$;

-- A table whose rows belong to a report: seen and changed by whoever sees that report.
CREATE FUNCTION follow_report(guarded regclass, key name DEFAULT 'report_id') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM for_the_service(guarded);
    EXECUTE format(
        'CREATE POLICY within_reach ON %1$s TO tepat_person USING '
        '((SELECT sees_everything()) OR EXISTS (SELECT FROM public.reports r WHERE r.id = %1$s.%2$I))',
        guarded, key);
    PERFORM lend_rights(guarded);
END
$$;

-- A table that tells of no report: whoever is signed in sees it; the pages say who may change it.
CREATE FUNCTION tell_everybody(guarded regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM for_the_service(guarded);
    EXECUTE format(
        'CREATE POLICY signed_in ON %s TO tepat_person USING ((SELECT acting_person() IS NOT NULL))', guarded);
    PERFORM lend_rights(guarded);
END
$$;

-- A table of somebody's own things: seen by that person alone.
CREATE FUNCTION tell_its_person(guarded regclass, key name DEFAULT 'person') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM for_the_service(guarded);
    EXECUTE format('CREATE POLICY own ON %s TO tepat_person USING (%I = (SELECT acting_person()))', guarded, key);
    PERFORM lend_rights(guarded);
END
$$;

-- A table of figures by path and office: seen by whoever reaches that place.
CREATE FUNCTION follow_place(guarded regclass, path name DEFAULT 'path', office name DEFAULT 'office_id')
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM for_the_service(guarded);
    EXECUTE format(
        'CREATE POLICY within_reach ON %1$s TO tepat_person USING ((SELECT sees_everything()) OR ('
        '%2$I[1:(SELECT cardinality(acting_path()))] = (SELECT acting_path()) AND '
        '((SELECT acting_offices()) = ''{}'' OR %3$I = ANY ((SELECT acting_offices())::text[]))))',
        guarded, path, office);
    PERFORM lend_rights(guarded);
END
$$;

-- A table of which only those who reach everything may know.
CREATE FUNCTION tell_who_sees_everything(guarded regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM for_the_service(guarded);
    EXECUTE format('CREATE POLICY whole_reach ON %s TO tepat_person USING ((SELECT sees_everything()))', guarded);
    PERFORM lend_rights(guarded);
END
$$;

-- Whoever reads reports as a person reads this view: within reach, and never the text of what is rahasia.
-- Call it again after a change of the columns of reports.
CREATE FUNCTION show_reports() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    shown    text;
    writable text;
BEGIN
    SELECT string_agg(
               CASE
                   WHEN attname IN ('judul', 'isi') THEN format('CASE WHEN rahasia THEN ''[rahasia]'' ELSE %1$I END AS %1$I', attname)
                   WHEN attname IN ('provinsi', 'kota', 'kecamatan', 'kelurahan') THEN format('CASE WHEN rahasia THEN '''' ELSE %1$I END AS %1$I', attname)
                   WHEN atttypid = 'tsvector'::regtype THEN format('CASE WHEN rahasia THEN NULL ELSE %1$I END AS %1$I', attname)
                   ELSE quote_ident(attname)
               END, ', ' ORDER BY attnum),
           string_agg(quote_ident(attname), ', ') FILTER (WHERE attname NOT IN (
               'id', 'public_id', 'source', 'external_id', 'judul', 'isi', 'provinsi', 'kota', 'kecamatan', 'kelurahan',
               'anonim', 'rahasia', 'reported_at', 'received_at', 'content_hash', 'current_path', 'current_office',
               'current_by', 'current_at', 'sent_by') AND atttypid <> 'tsvector'::regtype)
    INTO shown, writable
    FROM pg_attribute WHERE attrelid = 'public.reports'::regclass AND attnum > 0 AND NOT attisdropped;
    EXECUTE 'DROP VIEW IF EXISTS seen.reports';
    -- No security barrier: behind one, a join could look up no single report.
    EXECUTE format(
        'CREATE VIEW seen.reports AS SELECT %s FROM public.reports WHERE %s',
        shown, report_condition());
    EXECUTE format('GRANT SELECT, UPDATE (%s) ON seen.reports TO tepat_person', writable);
END
$$;

CREATE SCHEMA seen;
GRANT USAGE ON SCHEMA public, seen, identity TO tepat_person;

SELECT for_the_service('reports'), for_the_service('review_queue'), lend_rights('review_queue');
DO $$
BEGIN
    EXECUTE format('CREATE POLICY within_reach ON reports FOR SELECT TO tepat_person USING (%s)', report_condition());
    EXECUTE format('CREATE POLICY within_reach ON review_queue TO tepat_person USING (%s)', reach_condition());
END
$$;
GRANT SELECT (id, rahasia) ON reports TO tepat_person;
SELECT show_reports();

SELECT follow_report(name::regclass) FROM unnest(ARRAY[
    'decisions', 'labels', 'outbox', 'audits', 'merges', 'likenesses', 'answered_requests'
]) AS name;

SELECT for_the_service('report_versions');
CREATE POLICY within_reach ON report_versions TO tepat_person USING (EXISTS (
    SELECT FROM public.reports r WHERE r.id = report_versions.report_id
        AND (NOT (r.rahasia OR (report_versions.content ->> 'rahasia')::boolean) OR (SELECT acting_may('see_rahasia')))));
GRANT SELECT ON report_versions TO tepat_person;

SELECT tell_who_sees_everything('quarantine');
SELECT tell_everybody(name::regclass) FROM unnest(ARRAY['triage_runs', 'directory_versions', 'models']) AS name;
SELECT for_the_service(name::regclass)
FROM unnest(ARRAY['source_cursors', 'accounts', 'sessions', 'api_tokens', 'sign_in_attempts', 'brakes', 'audit_log']) AS name;

CREATE POLICY signed_in ON brakes FOR SELECT TO tepat_person USING ((SELECT acting_person() IS NOT NULL));
CREATE POLICY within_reach ON brakes FOR UPDATE TO tepat_person USING (
    (SELECT acting_offices()) = '{}' AND branch[1:(SELECT cardinality(acting_path()))] = (SELECT acting_path()));
SELECT lend_rights('brakes');

-- Nobody writes into the log under another name.
CREATE POLICY under_own_name ON audit_log FOR INSERT TO tepat_person
WITH CHECK (actor = (SELECT 'person:' || acting_person()));
CREATE POLICY within_reach ON audit_log FOR SELECT TO tepat_person USING (
    (SELECT sees_everything())
    OR CASE WHEN subject ~ '^report:[0-9]+$'
            THEN EXISTS (SELECT FROM public.reports r WHERE r.id = substr(subject, 8)::bigint)
            ELSE subject = (SELECT 'account:' || acting_person()) END);
SELECT lend_rights('audit_log');
GRANT SELECT ON schema_migrations TO tepat_person;

-- Who sets up people does so within their own reach.
CREATE FUNCTION reach_holds(path text[], offices text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT path[1:cardinality(acting_path())] = acting_path()
       AND (acting_offices() = '{}' OR (offices <> '{}' AND offices <@ acting_offices()))
$$;
CREATE POLICY within_reach ON accounts TO tepat_person
USING ((SELECT acting_may('manage_people')) AND reach_holds(reach_path, reach_offices));
CREATE POLICY within_reach ON api_tokens TO tepat_person
USING ((SELECT acting_may('manage_people')) AND reach_holds(reach_path, reach_offices));

GRANT SELECT, INSERT ON accounts TO tepat_service;
GRANT UPDATE (shown_as, role, reach_path, reach_offices, password_hash, must_change_password, state, email,
              oidc_subject) ON accounts TO tepat_service, tepat_person;
GRANT SELECT (name, shown_as, role, reach_path, reach_offices, must_change_password, state, email, created_at,
              created_by), INSERT ON accounts TO tepat_person;
GRANT SELECT, INSERT ON api_tokens TO tepat_service;
GRANT UPDATE (last_used_at, revoked_at) ON api_tokens TO tepat_service;
GRANT SELECT (id, name, reach_path, reach_offices, created_at, created_by, expires_at, last_used_at, revoked_at),
      INSERT, UPDATE (revoked_at) ON api_tokens TO tepat_person;
GRANT SELECT, INSERT, DELETE, UPDATE (seen_at) ON sessions TO tepat_service;
GRANT SELECT, INSERT, DELETE, UPDATE (succeeded) ON sign_in_attempts TO tepat_service;

-- Whatever changes who somebody is, or what they may, ends their sessions.
CREATE FUNCTION end_sessions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM sessions WHERE account = NEW.name;
    RETURN NULL;
END
$$;
CREATE TRIGGER accounts_changed AFTER UPDATE OF password_hash, state, role, reach_path, reach_offices ON accounts
FOR EACH ROW EXECUTE FUNCTION end_sessions();

-- One name is one person or one machine, whoever may see which.
CREATE FUNCTION name_is_taken(wanted text, by_a_machine boolean) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM accounts WHERE name = wanted)
        OR (NOT by_a_machine AND EXISTS (SELECT FROM api_tokens WHERE name = wanted))
$$;

-- The text of a rahasia report, for whoever may read it; each look is a row of the audit log.
CREATE FUNCTION look_at_rahasia(looked bigint)
RETURNS TABLE (judul text, isi text, provinsi text, kota text, kecamatan text, kelurahan text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF acting_may('see_rahasia') AND EXISTS (SELECT FROM seen.reports r WHERE r.id = looked AND r.rahasia) THEN
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

-- Who wrote a report, for a reason that is kept; never of what is anonim or rahasia.
CREATE FUNCTION identity.look(looked bigint, reason text) RETURNS TABLE (name text, contact text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF acting_may('see_identity') IS NOT TRUE OR length(btrim(reason)) < 10 OR NOT EXISTS (
        SELECT FROM seen.reports r WHERE r.id = looked AND NOT r.anonim AND NOT r.rahasia
    ) THEN
        RAISE EXCEPTION 'this identity is not shown' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO audit_log (actor, action, subject, details)
    VALUES ('person:' || acting_person(), 'identity.read', 'report:' || looked, jsonb_build_object('reason', reason));
    RETURN QUERY SELECT i.name, i.contact FROM identity.reporters i WHERE i.report_id = looked;
END
$$;
REVOKE ALL ON FUNCTION look_at_rahasia(bigint), identity.look(bigint, text), name_is_taken(text, boolean) FROM public;
GRANT EXECUTE ON FUNCTION look_at_rahasia(bigint), identity.look(bigint, text) TO tepat_person;
GRANT EXECUTE ON FUNCTION name_is_taken(text, boolean) TO tepat_person, tepat_service;
