-- The review room: who holds which report, what was taken back and why, two blind answers and who settles them.
ALTER TABLE reports DROP CONSTRAINT reports_status_check;
ALTER TABLE reports ADD CONSTRAINT reports_status_check
    CHECK (status IN ('received', 'routed', 'in_review', 'reviewed', 'awaiting_info'));

ALTER TABLE review_queue DROP CONSTRAINT review_queue_kind_check;
ALTER TABLE review_queue ADD CONSTRAINT review_queue_kind_check CHECK (kind IN ('review', 'audit', 'opinion'));

-- `addressee` is whom a person named where the report is not ours; `restores` is the decision that this one brings
-- back; `took` is how long the person held the report, in seconds.
ALTER TABLE decisions
    ADD COLUMN addressee text NOT NULL DEFAULT '',
    ADD COLUMN restores bigint REFERENCES decisions,
    ADD COLUMN took double precision;

-- A label of source 'return' says that the category is wrong. What was withdrawn teaches nothing.
ALTER TABLE labels DROP CONSTRAINT labels_source_check;
ALTER TABLE labels ADD CONSTRAINT labels_source_check CHECK (source IN ('review', 'audit', 'opinion', 'return'));
ALTER TABLE labels ADD COLUMN decision_id bigint REFERENCES decisions, ADD COLUMN withdrawn_at timestamptz;
CREATE INDEX labels_of_report ON labels (report_id, id);

-- `message` is what the reporter is asked; `replaced_by` is the decision that cancelled the row before it was sent.
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_kind_check
    CHECK (kind IN ('disposisi', 'bukan-kewenangan', 'minta-informasi'));
ALTER TABLE outbox
    ADD COLUMN addressee text NOT NULL DEFAULT '',
    ADD COLUMN message text NOT NULL DEFAULT '',
    ADD COLUMN cancelled_at timestamptz,
    ADD COLUMN replaced_by bigint REFERENCES decisions,
    ADD CONSTRAINT outbox_sent_or_cancelled CHECK (sent_at IS NULL OR cancelled_at IS NULL);
DROP INDEX outbox_unsent;
CREATE INDEX outbox_unsent ON outbox (id) WHERE sent_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX outbox_of_report ON outbox (report_id);

-- One holder at a time; a row whose time is over holds nothing.
CREATE TABLE review_claims (
    report_id  bigint PRIMARY KEY REFERENCES reports,
    person     text NOT NULL,
    claimed_at timestamptz NOT NULL DEFAULT now(),
    until      timestamptz NOT NULL
);

CREATE TABLE review_skips (
    person     text NOT NULL,
    report_id  bigint NOT NULL REFERENCES reports,
    skipped_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (person, report_id)
);

-- Why a decision (`decision_id`) was taken back. A return that comes while the decision is audited blind is held until
-- the verdict (`queued_at`), for its reason would tell the suggestion.
CREATE TABLE reopenings (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report_id      bigint NOT NULL REFERENCES reports,
    report_version integer NOT NULL,
    decision_id    bigint NOT NULL REFERENCES decisions,
    kind           text NOT NULL CHECK (kind IN ('return', 'reopen')),
    person         text NOT NULL,
    reason         text NOT NULL CHECK (reason <> ''),
    reopened_at    timestamptz NOT NULL DEFAULT now(),
    queued_at      timestamptz
);

CREATE INDEX reopenings_of_report ON reopenings (report_id, id);

CREATE TABLE panels (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report_id      bigint NOT NULL REFERENCES reports,
    report_version integer NOT NULL,
    asked_by       text NOT NULL,
    note           text NOT NULL,
    asked_at       timestamptz NOT NULL DEFAULT now(),
    closed_at      timestamptz,
    decision_id    bigint REFERENCES decisions
);

CREATE UNIQUE INDEX panels_open ON panels (report_id) WHERE closed_at IS NULL;

CREATE TABLE opinions (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    panel_id    bigint NOT NULL REFERENCES panels,
    report_id   bigint NOT NULL REFERENCES reports,
    person      text NOT NULL,
    is_blind    boolean NOT NULL,
    path        text[] NOT NULL,
    addressee   text NOT NULL,
    klasifikasi text NOT NULL,
    office_id   text,
    note        text NOT NULL,
    given_at    timestamptz NOT NULL DEFAULT now(),
    UNIQUE (panel_id, person)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON review_claims TO tepat_service;
GRANT SELECT, INSERT, UPDATE ON review_skips TO tepat_service;
GRANT SELECT, INSERT ON reopenings, panels, opinions TO tepat_service;
GRANT UPDATE (queued_at) ON reopenings TO tepat_service;
GRANT UPDATE (closed_at, decision_id) ON panels TO tepat_service;
GRANT UPDATE (withdrawn_at) ON labels TO tepat_service;
GRANT UPDATE (cancelled_at, replaced_by) ON outbox TO tepat_service;
