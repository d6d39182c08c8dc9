-- Decisions with their evidence, what waits for a person, what people said, and what must be sent on.
CREATE TABLE decisions (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report_id      bigint NOT NULL REFERENCES reports,
    report_version integer NOT NULL,
    is_current     boolean NOT NULL DEFAULT true,
    decided_at     timestamptz NOT NULL DEFAULT now(),
    decided_by     text NOT NULL,
    outcome        text NOT NULL CHECK (outcome IN ('auto', 'review', 'person')),
    acted          boolean NOT NULL,
    depth          integer NOT NULL,
    path           text[] NOT NULL,
    path_p         double precision[] NOT NULL,
    reasons        text[] NOT NULL,
    office_id      text,
    office_p       double precision,
    klasifikasi    text NOT NULL,
    klasifikasi_p  double precision NOT NULL,
    evidence       jsonb NOT NULL,
    model          text NOT NULL,
    policy         text NOT NULL,
    directory      text NOT NULL,
    automation     text NOT NULL,
    run_id         uuid
);

CREATE UNIQUE INDEX decisions_current ON decisions (report_id) WHERE is_current;
CREATE INDEX decisions_of_report ON decisions (report_id, id);

CREATE TABLE review_queue (
    report_id   bigint PRIMARY KEY REFERENCES reports,
    decision_id bigint NOT NULL REFERENCES decisions,
    reason      text NOT NULL,
    priority    integer NOT NULL,
    queued_at   timestamptz NOT NULL DEFAULT now(),
    done_at     timestamptz
);

CREATE INDEX review_queue_waiting ON review_queue (priority DESC, report_id) WHERE done_at IS NULL;

CREATE TABLE labels (
    id                   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report_id            bigint NOT NULL REFERENCES reports,
    report_version       integer NOT NULL,
    category             text NOT NULL,
    klasifikasi          text NOT NULL,
    office_id            text,
    source               text NOT NULL CHECK (source IN ('review')),
    person               text NOT NULL,
    agreed               boolean NOT NULL,
    note                 text NOT NULL,
    model                text NOT NULL,
    labelled_at          timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE outbox (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report_id       bigint NOT NULL REFERENCES reports,
    decision_id     bigint NOT NULL UNIQUE REFERENCES decisions,
    idempotency_key uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    kind            text NOT NULL CHECK (kind IN ('disposisi', 'bukan-kewenangan')),
    target          text[] NOT NULL,
    office_id       text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    sent_at         timestamptz
);

CREATE INDEX outbox_unsent ON outbox (id) WHERE sent_at IS NULL;
