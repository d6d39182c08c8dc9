-- The service reads and writes what it needs: it may store an identity but never read one, and only append to the audit log.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tepat_service') THEN
        CREATE ROLE tepat_service NOLOGIN;
    END IF;
    -- Since PostgreSQL 16 who makes a role is its member without the right to act as it.
    IF NOT pg_has_role(
        current_user, 'tepat_service',
        CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END
    ) THEN
        EXECUTE format('GRANT tepat_service TO %I', current_user);
    END IF;
END
$$;

GRANT USAGE ON SCHEMA public, identity TO tepat_service;
GRANT SELECT, INSERT, UPDATE ON
    reports, triage_runs, source_cursors, quarantine, review_queue, directory_versions, models
TO tepat_service;
-- What was once said stays said.
GRANT SELECT, INSERT ON report_versions, decisions, labels, outbox, audit_log TO tepat_service;
GRANT UPDATE (is_current) ON decisions TO tepat_service;
GRANT UPDATE (sent_at) ON outbox TO tepat_service;
GRANT SELECT ON schema_migrations TO tepat_service;
GRANT INSERT ON identity.reporters, identity.quarantined TO tepat_service;
REVOKE ALL ON FUNCTION identity.release(bigint, bigint, boolean) FROM public;
REVOKE ALL ON FUNCTION identity.forget(bigint[]) FROM public;
GRANT EXECUTE ON FUNCTION identity.release(bigint, bigint, boolean), identity.forget(bigint[]) TO tepat_service;
