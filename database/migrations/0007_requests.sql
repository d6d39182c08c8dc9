-- What was answered to which Idempotency-Key, so that a request that is sent twice is stored once.
CREATE TABLE answered_requests (
    key         text PRIMARY KEY,
    fingerprint text NOT NULL,
    report_id   bigint NOT NULL REFERENCES reports,
    answered_at timestamptz NOT NULL DEFAULT now()
);

GRANT SELECT, INSERT ON answered_requests TO tepat_service;
