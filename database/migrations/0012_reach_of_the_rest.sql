-- People act within their reach on everything that came since migration 0010, too.
SELECT follow_report(name::regclass) FROM unnest(ARRAY[
    'review_claims', 'review_skips', 'reopenings', 'panels', 'opinions'
]) AS name;
SELECT lend_rights(name::regclass) FROM unnest(ARRAY['decisions', 'review_queue', 'labels', 'outbox', 'audits']) AS name;
SELECT show_reports();
