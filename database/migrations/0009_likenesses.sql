-- What makes reports alike (never of a rahasia report), and which report a person closed as a duplicate of which.
CREATE TABLE likenesses (
    report_id bigint PRIMARY KEY REFERENCES reports,
    made_by   text NOT NULL,
    text_hash text NOT NULL,
    vector    halfvec(256) NOT NULL,
    confirmed boolean NOT NULL DEFAULT false
);

CREATE INDEX likenesses_text ON likenesses (text_hash);
-- Only what a person confirmed is indexed: an index over everything costs as much as all other routing.
CREATE INDEX likenesses_confirmed ON likenesses USING hnsw (vector halfvec_cosine_ops) WHERE confirmed;

CREATE TABLE merges (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report_id      bigint NOT NULL REFERENCES reports,
    report_version integer NOT NULL,
    original_id    bigint NOT NULL REFERENCES reports CHECK (original_id <> report_id),
    person         text NOT NULL,
    merged_at      timestamptz NOT NULL DEFAULT now(),
    undone_at      timestamptz,
    undone_by      text
);

CREATE UNIQUE INDEX merges_in_force ON merges (report_id) WHERE undone_at IS NULL;
CREATE INDEX merges_of_original ON merges (original_id) WHERE undone_at IS NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON likenesses TO tepat_service;
GRANT SELECT, INSERT ON merges TO tepat_service;
GRANT UPDATE (undone_at, undone_by) ON merges TO tepat_service;
