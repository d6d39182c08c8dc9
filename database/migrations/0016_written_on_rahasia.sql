-- What reviewers write about a rahasia report is kept back as its text is; programs may act for people, and never judge
-- blind.

-- A report that was rahasia once: what was written then stays kept back.
CREATE FUNCTION is_or_was_rahasia(about bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM reports WHERE id = about AND rahasia)
        OR EXISTS (SELECT FROM report_versions WHERE report_id = about AND (content ->> 'rahasia')::boolean)
$$;
REVOKE ALL ON FUNCTION is_or_was_rahasia(bigint) FROM public;
GRANT EXECUTE ON FUNCTION is_or_was_rahasia(bigint) TO tepat_person, tepat_service;

-- Whether this person may not read what is rahasia. The service reads for nobody.
CREATE FUNCTION is_kept_from_person(is_rahasia boolean) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT is_rahasia AND current_user = 'tepat_person' AND acting_may('see_rahasia') IS NOT TRUE
$$;

-- What an entry of the log tells: a reason that somebody wrote about a rahasia report is kept back, too.
CREATE FUNCTION told_details(subject text, details jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN details ? 'reason' AND current_user = 'tepat_person' AND subject ~ '^report:[0-9]+$'
            AND acting_may('see_rahasia') IS NOT TRUE AND is_or_was_rahasia(substr(subject, 8)::bigint)
        THEN details || '{"reason": "[rahasia]"}' ELSE details END
$$;

-- A view in place of the table, with these columns kept back. Its rows, and who may change them, are those of the table.
CREATE FUNCTION mask_written(guarded name, VARIADIC written name[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    shown text;
    one   record;
BEGIN
    SELECT string_agg(
               CASE
                   WHEN NOT attname = ANY (written) THEN quote_ident(attname)
                   WHEN atttypid = 'jsonb'::regtype THEN format(
                       'CASE WHEN (SELECT public.acting_may(''see_rahasia'')) THEN %1$I '
                       'WHEN public.is_or_was_rahasia(report_id) THEN jsonb_build_object(''urgency'', jsonb_build_object('
                       '''level'', coalesce(%1$I -> ''urgency'' -> ''level'', ''"none"''), ''reasons'', ''[]''::jsonb)) '
                       'ELSE %1$I END AS %1$I', attname)
                   ELSE format(
                       'CASE WHEN %1$I = '''' OR (SELECT public.acting_may(''see_rahasia'')) THEN %1$I '
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

-- Every view of people, as the tables are now: made anew after each migration.
CREATE FUNCTION show_to_people() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.show_reports();
    PERFORM public.mask_written('decisions', 'addressee', 'evidence');
    PERFORM public.mask_written('labels', 'note');
    PERFORM public.mask_written('outbox', 'addressee', 'message');
    PERFORM public.mask_written('reopenings', 'reason');
    PERFORM public.mask_written('panels', 'note');
    PERFORM public.mask_written('opinions', 'addressee', 'note');
END
$$;
REVOKE ALL ON FUNCTION mask_written(name, VARIADIC name[]), show_to_people() FROM public;

-- A token may have a role of people, but never that of an admin.
ALTER TABLE api_tokens ADD COLUMN role text NOT NULL DEFAULT 'mesin'
    CHECK (role IN ('mesin', 'peninjau', 'data', 'auditor'));
GRANT SELECT (role) ON api_tokens TO tepat_person;

-- Audits and second opinions measure people.
CREATE POLICY people_only ON opinions AS RESTRICTIVE FOR INSERT TO tepat_person
WITH CHECK ((SELECT acting_may('judge_blind')));
CREATE POLICY people_only ON audits AS RESTRICTIVE FOR UPDATE TO tepat_person
USING (true) WITH CHECK ((SELECT acting_may('judge_blind')));
