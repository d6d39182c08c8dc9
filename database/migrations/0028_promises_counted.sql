-- What the audits of each branch say under this policy (none: the one that was audited last), since its brake was last
-- given back; with `upto` as it stood at that moment. A promise is made to a branch, so whoever reaches a part of the
-- branch is told of all its audits; of reports it tells nothing.
CREATE FUNCTION audits_counted(asked text, upto timestamptz)
RETURNS TABLE (branch text[], audited integer, wrong integer, waiting integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH released AS (
        SELECT b.branch, b.policy, max(b.released_at) AS at FROM brakes b
        WHERE b.released_at < coalesce(upto, 'infinity') GROUP BY b.branch, b.policy
    )
    SELECT a.branch, count(*) FILTER (WHERE a.judged_at < coalesce(upto, 'infinity'))::integer,
           count(*) FILTER (WHERE a.wrong AND a.judged_at < coalesce(upto, 'infinity'))::integer,
           -- OFFSET 0: asked of the few that wait alone, never of all decisions at once.
           count(*) FILTER (WHERE a.judged_at IS NULL AND EXISTS (
               SELECT FROM decisions d WHERE d.id = a.decision_id AND d.is_current OFFSET 0))::integer
    FROM audits a LEFT JOIN released ON released.branch = a.branch AND released.policy = a.policy
    WHERE a.policy = coalesce(asked, (SELECT policy FROM audits ORDER BY decision_id DESC LIMIT 1))
      AND (released.at IS NULL OR a.drawn_at > released.at)
    GROUP BY a.branch
    HAVING a.branch[1:(SELECT coalesce(cardinality(acting_path()), 0))]
        = (SELECT coalesce(acting_path(), '{}'))[1:cardinality(a.branch)]
$$;
REVOKE ALL ON FUNCTION audits_counted(text, timestamptz) FROM public;
GRANT EXECUTE ON FUNCTION audits_counted(text, timestamptz) TO tepat_service, tepat_person;
