-- A telephone number is the same however it is written: 0812-3456-7890, 0812 3456 7890, +62 812 3456 7890.
CREATE FUNCTION identity.contact_key(contact text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN contact ~ '[[:alpha:]@]' THEN lower(btrim(contact))
        ELSE regexp_replace(regexp_replace(contact, '[^0-9]', '', 'g'), '^(0062|62|0)', '')
    END
$$;
CREATE OR REPLACE FUNCTION identity.reports_of(wanted text, by_whom text, reference text) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO audit_log (actor, action, subject, details)
    VALUES (by_whom, 'identity.searched', 'reporters', jsonb_build_object('reference', reference));
    RETURN QUERY
    SELECT i.report_id FROM identity.reporters i
    WHERE identity.contact_key(i.contact) = identity.contact_key(wanted) AND identity.contact_key(wanted) <> '';
END
$$;
REVOKE ALL ON FUNCTION identity.contact_key(text) FROM public;
