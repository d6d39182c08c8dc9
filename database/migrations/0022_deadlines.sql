-- What must be done about each report by when (complaints/deadlines.py says how), what was done, and who was told.
CREATE TABLE milestones (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report_id   bigint NOT NULL REFERENCES reports,
    kind        text NOT NULL CHECK (kind IN ('follow_up', 'reply', 'closed')),
    at          timestamptz NOT NULL,
    -- Where it was learnt from: 'manual', 'api', or the name of another system.
    source      text NOT NULL CHECK (source <> ''),
    recorded_by text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (report_id, kind, at)
);

CREATE TABLE deadlines (
    report_id  bigint NOT NULL REFERENCES reports,
    step       text NOT NULL CHECK (step IN ('verification', 'follow_up', 'closing', 'total')),
    started_at timestamptz NOT NULL,
    -- The last day, where the report comes from, and the moment at which it is over there.
    due_on     date NOT NULL,
    due_at     timestamptz NOT NULL,
    met_at     timestamptz,
    -- Holidays of a year on the way are not fully known: it is counted again once they are.
    uncertain  boolean NOT NULL,
    PRIMARY KEY (report_id, step)
);

CREATE INDEX deadlines_open ON deadlines (due_at, report_id) WHERE met_at IS NULL;
CREATE INDEX deadlines_uncertain ON deadlines (report_id) WHERE uncertain AND met_at IS NULL;

-- Each level is told once of each deadline. A deadline that moves is another one.
CREATE TABLE deadline_notices (
    report_id  bigint NOT NULL REFERENCES reports,
    step       text NOT NULL,
    due_on     date NOT NULL,
    level      text NOT NULL CHECK (level IN ('office', 'kanwil', 'unit', 'instansi')),
    is_overdue boolean NOT NULL,
    told_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (report_id, step, due_on, level, is_overdue)
);

-- What was decided before deadlines were kept: the flow plans these.
CREATE TABLE deadline_backlog (
    report_id bigint PRIMARY KEY REFERENCES reports
);
INSERT INTO deadline_backlog (report_id) SELECT id FROM reports WHERE status <> 'received';

-- A notice goes out beside what its decision sends on.
ALTER TABLE outbox DROP CONSTRAINT IF EXISTS outbox_kind_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_kind_check CHECK (kind ~ '^[a-z][a-z-]*$');
ALTER TABLE outbox DROP CONSTRAINT outbox_decision_id_key;
CREATE UNIQUE INDEX outbox_of_decision ON outbox (decision_id) WHERE kind <> 'notice';

-- The open deadline that comes first; of what is judged blind that of the verification alone.
ALTER TABLE review_queue ADD COLUMN due_at timestamptz;

GRANT SELECT, INSERT ON milestones, deadline_notices TO tepat_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON deadlines TO tepat_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON deadline_backlog TO tepat_service;

SELECT follow_report(name::regclass) FROM unnest(ARRAY['milestones', 'deadlines', 'deadline_notices']) AS name;
SELECT for_the_service('deadline_backlog');
SELECT lend_rights('review_queue');
