-- Runs of the triage, how far each source was read, and the rows that could not be read.
CREATE TABLE triage_runs (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    requested     text NOT NULL,
    files         text[] NOT NULL DEFAULT '{}',
    started_at    timestamptz NOT NULL DEFAULT now(),
    finished_at   timestamptz,
    state         text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'running', 'done', 'failed')),
    automation    text,
    found         integer NOT NULL DEFAULT 0,
    stored        integer NOT NULL DEFAULT 0,
    changed       integer NOT NULL DEFAULT 0,
    known         integer NOT NULL DEFAULT 0,
    quarantined   integer NOT NULL DEFAULT 0,
    decided       integer NOT NULL DEFAULT 0,
    notes         text[] NOT NULL DEFAULT '{}'
);

CREATE TABLE source_cursors (
    key        text PRIMARY KEY,
    cursor     text NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE quarantine (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source_key  text NOT NULL,
    origin      text NOT NULL,
    row_number  integer NOT NULL,
    problems    jsonb NOT NULL,
    raw         jsonb NOT NULL,
    run_id      uuid,
    found_at    timestamptz NOT NULL DEFAULT now(),
    replayed_at timestamptz,
    report_id   bigint REFERENCES reports,
    UNIQUE (source_key, row_number)
);

CREATE INDEX quarantine_waiting ON quarantine (id) WHERE replayed_at IS NULL;

CREATE TABLE identity.quarantined (
    quarantine_id bigint PRIMARY KEY REFERENCES quarantine,
    name          text NOT NULL,
    contact       text NOT NULL
);

-- Hands the identity of a mended row to its report, so that nobody who mends rows needs to read it.
CREATE FUNCTION identity.release(mended bigint, report bigint, keep boolean) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = identity, public, pg_temp AS $$
    INSERT INTO identity.reporters (report_id, name, contact)
    SELECT report, name, contact FROM identity.quarantined WHERE quarantine_id = mended AND keep
    ON CONFLICT DO NOTHING;
    DELETE FROM identity.quarantined WHERE quarantine_id = mended;
$$;
