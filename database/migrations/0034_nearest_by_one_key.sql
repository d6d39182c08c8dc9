-- As before, but sorted by one number: the same words come first, whatever lies between. Sorting by two took a
-- quarter of the time. Parts of the same report are left out of the nearest, one by one, like what is closed.
CREATE OR REPLACE FUNCTION find_nearest(asked bigint, around bigint, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    known  likenesses;
    whole  bigint;
    family bigint[];
BEGIN
    SELECT l.* INTO known FROM likenesses l WHERE l.report_id = asked;
    SELECT coalesce((SELECT p.original_id FROM parts p WHERE p.report_id = asked), asked) INTO whole;
    SELECT ARRAY(SELECT p.report_id FROM parts p WHERE p.original_id = whole) || whole INTO family;
    RETURN QUERY
        SELECT near.report_id
        FROM (
            SELECT l.report_id
            FROM (
                SELECT l.report_id,
                       CASE WHEN l.text_hash = known.text_hash THEN -1 ELSE l.vector <=> known.vector END AS distance
                FROM likenesses l
                WHERE l.report_id BETWEEN asked - around AND asked + around AND l.made_by = known.made_by
                UNION ALL
                SELECT l.report_id, -1 FROM likenesses l
                WHERE l.text_hash = known.text_hash AND l.made_by = known.made_by
                  AND l.report_id NOT BETWEEN asked - around AND asked + around
            ) AS l
            ORDER BY l.distance
            OFFSET 0
        ) AS near
        WHERE near.report_id <> ALL (family)
          AND NOT EXISTS (
            SELECT FROM merges m JOIN reports r ON r.id = m.report_id AND r.version = m.report_version
            WHERE m.report_id = near.report_id AND m.undone_at IS NULL OFFSET 0)
          AND NOT EXISTS (SELECT FROM splits s WHERE s.report_id = near.report_id AND s.undone_at IS NULL OFFSET 0)
          AND NOT EXISTS (SELECT FROM parts p WHERE p.report_id = near.report_id AND p.withdrawn_at IS NOT NULL OFFSET 0)
        LIMIT most;
END
$$;
