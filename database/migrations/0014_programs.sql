-- What was answered to which Idempotency-Key, whole and for each person apart, and indexes for what programs ask for.
DROP TABLE answered_requests;

CREATE TABLE answers_given (
    person      text NOT NULL,
    key         text NOT NULL,
    fingerprint text NOT NULL,
    status      integer NOT NULL,
    headers     jsonb NOT NULL,
    body        jsonb NOT NULL,
    answered_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (person, key)
);

CREATE INDEX answers_given_old ON answers_given (answered_at);

CREATE INDEX reports_arrived ON reports (received_at, id);
CREATE INDEX reports_reported ON reports (reported_at, id);
CREATE INDEX reports_by_status ON reports (status, received_at, id);
CREATE INDEX reports_by_kind ON reports (klasifikasi, received_at, id) WHERE klasifikasi IS NOT NULL;
CREATE INDEX decisions_for_office ON decisions (office_id, report_id) WHERE is_current AND office_id IS NOT NULL;
CREATE INDEX decisions_below ON decisions USING gin (path) WHERE is_current;
CREATE INDEX outbox_not_ours ON outbox (report_id) WHERE kind = 'bukan-kewenangan';

GRANT SELECT, INSERT, DELETE ON answers_given TO tepat_service;

-- What somebody was answered is nobody else's.
SELECT for_the_service('answers_given');
CREATE POLICY own_answers ON answers_given TO tepat_person USING (person = (SELECT acting_person()));
SELECT lend_rights('answers_given');
