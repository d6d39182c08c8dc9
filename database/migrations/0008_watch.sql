-- Blind audits of what the policy would route or routed, and the brakes that take a branch off automation.
CREATE TABLE audits (
    decision_id bigint PRIMARY KEY REFERENCES decisions,
    report_id   bigint NOT NULL REFERENCES reports,
    policy      text NOT NULL,
    branch      text[] NOT NULL,
    alpha       double precision NOT NULL,
    delta       double precision NOT NULL,
    -- With which probability it was drawn.
    sampling_p  double precision NOT NULL CHECK (sampling_p > 0 AND sampling_p <= 1),
    drawn_at    timestamptz NOT NULL DEFAULT now(),
    judged_at   timestamptz,
    wrong       boolean,
    CHECK ((judged_at IS NULL) = (wrong IS NULL))
);

CREATE INDEX audits_of_report ON audits (report_id);
CREATE INDEX audits_judged ON audits (policy, judged_at) WHERE judged_at IS NOT NULL;

CREATE TABLE brakes (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    branch      text[] NOT NULL,
    policy      text NOT NULL,
    alpha       double precision NOT NULL,
    delta       double precision NOT NULL,
    audited     integer NOT NULL,
    errors      integer NOT NULL,
    lower_rate  double precision NOT NULL,
    pulled_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    released_at timestamptz,
    released_by text,
    why         text,
    CHECK ((released_at IS NULL) = (released_by IS NULL) AND (released_at IS NULL) = (why IS NULL))
);

CREATE UNIQUE INDEX brakes_pulled ON brakes (branch, policy) WHERE released_at IS NULL;

ALTER TABLE review_queue ADD COLUMN kind text NOT NULL DEFAULT 'review' CHECK (kind IN ('review', 'audit'));

ALTER TABLE labels DROP CONSTRAINT labels_source_check;
ALTER TABLE labels ADD CONSTRAINT labels_source_check CHECK (source IN ('review', 'audit'));
ALTER TABLE labels ADD COLUMN sampling_p double precision CHECK (sampling_p > 0 AND sampling_p <= 1);

GRANT SELECT, INSERT ON audits, brakes TO tepat_service;
GRANT UPDATE (judged_at, wrong) ON audits TO tepat_service;
GRANT UPDATE (released_at, released_by, why) ON brakes TO tepat_service;
