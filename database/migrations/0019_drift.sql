-- What changed in the stream: the masked words of recent reports, alerts with examples, and likely wrong labels.

-- The distinct words of a report, masked, while it is recent; never of a rahasia one.
CREATE TABLE report_terms (
    report_id   bigint PRIMARY KEY REFERENCES reports,
    version     integer NOT NULL,
    reported_at timestamptz NOT NULL,
    words       text[] NOT NULL
);
CREATE INDEX report_terms_reported ON report_terms (reported_at);

-- Words of a text that was changed or erased are forgotten at once, and read anew where there is anything to read.
CREATE FUNCTION forget_terms() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM report_terms WHERE report_id = NEW.id;
    DELETE FROM alert_reports WHERE report_id = NEW.id AND NEW.rahasia;
    RETURN NULL;
END
$$;

CREATE TRIGGER reports_terms AFTER UPDATE OF judul, isi, rahasia ON reports
FOR EACH ROW EXECUTE FUNCTION forget_terms();

-- Whether reports come from five people at the least, and no more than that. Anonymous ones count once for each text.
CREATE FUNCTION identity.are_several(asked bigint[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = identity, public, pg_temp AS $$
    SELECT count(DISTINCT coalesce(
        lower(btrim(i.name)) || ' ' || lower(btrim(i.contact)), coalesce(l.text_hash, r.content_hash))) >= 5
    FROM public.reports r LEFT JOIN identity.reporters i ON i.report_id = r.id
         LEFT JOIN public.likenesses l ON l.report_id = r.id
    WHERE r.id = ANY(asked)
$$;

-- `about` names what changed: words, or one node or level. `path` is the branch whose reach sees it; empty: everybody.
CREATE TABLE alerts (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind         text NOT NULL CHECK (kind IN ('words', 'share', 'accuracy', 'brake')),
    about        text[] NOT NULL CHECK (about <> '{}'),
    path         text[] NOT NULL DEFAULT '{}',
    figures      jsonb NOT NULL,
    since        timestamptz NOT NULL,
    opened_at    timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    closed_at    timestamptz,
    closed_by    text,
    why          text,
    told_at      timestamptz,
    CHECK ((closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (why IS NULL))
);
CREATE INDEX alerts_open ON alerts (kind, id) WHERE closed_at IS NULL;
CREATE INDEX alerts_closed ON alerts (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX alerts_untold ON alerts (id) WHERE told_at IS NULL;

CREATE TABLE alert_reports (
    alert_id  bigint NOT NULL REFERENCES alerts,
    report_id bigint NOT NULL REFERENCES reports,
    PRIMARY KEY (alert_id, report_id)
);
CREATE INDEX alert_reports_of_report ON alert_reports (report_id);

REVOKE ALL ON FUNCTION identity.are_several(bigint[]) FROM public;
GRANT EXECUTE ON FUNCTION identity.are_several(bigint[]) TO tepat_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON report_terms TO tepat_service;
GRANT SELECT, INSERT ON alerts, alert_reports TO tepat_service;
GRANT UPDATE (about, figures, last_seen_at, closed_at, closed_by, why, told_at) ON alerts TO tepat_service;

SELECT for_the_service(name::regclass) FROM unnest(ARRAY['report_terms', 'alerts']) AS name;
SELECT follow_report('alert_reports');
CREATE POLICY within_reach ON alerts TO tepat_person USING (
    (SELECT acting_person() IS NOT NULL)
    AND (path = '{}' OR path[1:(SELECT cardinality(acting_path()))] = (SELECT acting_path())));
SELECT lend_rights('alerts');

-- Labels that are probably wrong, with what is likelier; settled by a person who stands by it or asks two others.
CREATE TABLE label_doubts (
    label_id   bigint PRIMARY KEY REFERENCES labels,
    report_id  bigint NOT NULL REFERENCES reports,
    instead    text NOT NULL,
    label_p    double precision NOT NULL,
    instead_p  double precision NOT NULL,
    strength   double precision NOT NULL,
    found_at   timestamptz NOT NULL DEFAULT now(),
    settled_at timestamptz,
    settled_by text,
    how        text CHECK (how IN ('kept', 'asked')),
    CHECK ((settled_at IS NULL) = (settled_by IS NULL) AND (settled_at IS NULL) = (how IS NULL))
);
CREATE INDEX label_doubts_open ON label_doubts (strength DESC, label_id) WHERE settled_at IS NULL;
CREATE INDEX label_doubts_of_report ON label_doubts (report_id);

GRANT SELECT, INSERT, DELETE ON label_doubts TO tepat_service;
GRANT UPDATE (instead, label_p, instead_p, strength, settled_at, settled_by, how) ON label_doubts TO tepat_service;
SELECT follow_report('label_doubts');
