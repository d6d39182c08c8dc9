-- People act within their reach on everything that came since migration 0010, too.
SELECT follow_report(name::regclass) FROM unnest(ARRAY[
    'review_claims', 'review_skips', 'reopenings', 'panels', 'opinions'
]) AS name;
SELECT lend_rights(name::regclass) FROM unnest(ARRAY['decisions', 'review_queue', 'labels', 'outbox', 'audits']) AS name;

-- Nobody reads the words themselves (see find_words).
SELECT for_the_service(name::regclass) FROM unnest(ARRAY['report_words', 'queue_words']) AS name;
GRANT EXECUTE ON FUNCTION find_words(text, integer), find_waiting_words(text) TO tepat_person;

-- Everybody keeps views of their own.
SELECT for_the_service('saved_views');
CREATE POLICY own ON saved_views TO tepat_person USING (person = (SELECT acting_person()));
SELECT lend_rights('saved_views');

-- Figures of days that are over are told below one's own path, and of one's own offices.
SELECT for_the_service(name::regclass) FROM unnest(ARRAY['daily_figures', 'daily_durations']) AS name;
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['daily_figures', 'daily_durations'] LOOP
        EXECUTE format('CREATE POLICY within_reach ON %I TO tepat_person USING ('
            'path[1:(SELECT cardinality(acting_path()))] = (SELECT acting_path()) '
            'AND ((SELECT acting_offices()) = ''{}'' OR office_id = ANY ((SELECT acting_offices())::text[])))', name);
        EXECUTE format('GRANT SELECT ON %I TO tepat_person', name);
    END LOOP;
END
$$;
SELECT tell_everybody('figures_until');
SELECT show_reports();

-- How the machine may act, which models there are, and who confirmed which office, is no secret among those who sign in.
SELECT tell_everybody(name::regclass) FROM unnest(ARRAY[
    'conduct_versions', 'policies', 'model_periods', 'office_confirmations'
]) AS name;
SELECT tell_who_sees_everything('audit_checks');
