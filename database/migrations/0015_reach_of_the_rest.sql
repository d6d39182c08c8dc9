-- People act within their reach on everything that came since migration 0010, too.
SELECT follow_report(name::regclass) FROM unnest(ARRAY[
    'review_claims', 'review_skips', 'reopenings', 'panels', 'opinions'
]) AS name;
SELECT lend_rights(name::regclass) FROM unnest(ARRAY['decisions', 'review_queue', 'labels', 'outbox', 'models']) AS name;
SELECT show_reports();

-- Nobody reads the words themselves (see find_words).
SELECT for_the_service(name::regclass) FROM unnest(ARRAY['report_words', 'queue_words']) AS name;
GRANT EXECUTE ON FUNCTION find_words(text, integer), find_waiting_words(text) TO tepat_person;
SELECT tell_its_person('saved_views');

-- Figures of days that are over are told below one's own path, and of one's own offices.
SELECT follow_place(name::regclass) FROM unnest(ARRAY['daily_figures', 'daily_durations']) AS name;
SELECT tell_everybody('figures_until');

-- How the machine may act, which models there are, and who confirmed which office, is no secret among those who sign in.
SELECT tell_everybody(name::regclass) FROM unnest(ARRAY[
    'conduct_versions', 'policies', 'model_periods', 'office_confirmations', 'audit_checks'
]) AS name;
