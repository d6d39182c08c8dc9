-- What the audits of each branch say under this policy (none: the one that was audited last), since its brake was last
-- given back; with `upto` as it stood at that moment. A promise is made to a branch, so whoever reaches a part of the
-- branch is told of all its audits; of reports it tells nothing.
CREATE FUNCTION audits_counted(asked text, upto timestamptz)
RETURNS TABLE (branch text[], audited integer, wrong integer, waiting integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH wanted AS (
        SELECT coalesce(asked, (SELECT policy FROM audits ORDER BY decision_id DESC LIMIT 1)) AS policy
    ), released AS (
        SELECT b.branch, max(b.released_at) AS at FROM brakes b JOIN wanted USING (policy)
        WHERE b.released_at < coalesce(upto, 'infinity') GROUP BY b.branch
    ), counted AS (
        SELECT a.branch, count(a.judged_at) AS audited, count(*) FILTER (WHERE a.wrong) AS wrong
        FROM audits a LEFT JOIN released ON released.branch = a.branch
        WHERE a.policy = (SELECT policy FROM wanted) AND a.judged_at < coalesce(upto, 'infinity')
          AND (released.at IS NULL OR a.drawn_at > released.at)
        GROUP BY a.branch
    ), open AS (
        SELECT a.branch, count(*) AS waiting
        FROM audits a JOIN decisions d ON d.id = a.decision_id LEFT JOIN released ON released.branch = a.branch
        WHERE a.policy = (SELECT policy FROM wanted) AND a.judged_at IS NULL AND d.is_current
          AND (released.at IS NULL OR a.drawn_at > released.at)
        GROUP BY a.branch
    )
    SELECT branch, coalesce(audited, 0)::integer, coalesce(wrong, 0)::integer, coalesce(waiting, 0)::integer
    FROM counted FULL JOIN open USING (branch)
    WHERE branch[1:(SELECT coalesce(cardinality(acting_path()), 0))]
        = (SELECT coalesce(acting_path(), '{}'))[1:cardinality(branch)]
$$;
REVOKE ALL ON FUNCTION audits_counted(text, timestamptz) FROM public;
GRANT EXECUTE ON FUNCTION audits_counted(text, timestamptz) TO tepat_service, tepat_person;
