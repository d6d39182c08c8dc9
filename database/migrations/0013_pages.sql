-- How the machine may act (each version stays), the policies that follow from it, periods of models, confirmed offices,
-- and checks of the audit log.
CREATE TABLE conduct_versions (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- The version that it replaces (0: what the environment says): of two who change the same one, one is too late.
    previous   bigint NOT NULL UNIQUE,
    content    jsonb NOT NULL,
    -- What differs from the version before, each with both values.
    changes    jsonb NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    changed_by text NOT NULL,
    why        text NOT NULL
);

-- The exact policies that decided anything, so that every decision can be recomputed.
CREATE TABLE policies (
    version       text PRIMARY KEY,
    model         text NOT NULL,
    content       jsonb NOT NULL,
    first_used_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE model_periods (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version    text NOT NULL REFERENCES models,
    live_from  timestamptz NOT NULL DEFAULT clock_timestamp(),
    live_to    timestamptz,
    started_by text NOT NULL,
    why        text NOT NULL DEFAULT ''
);

CREATE UNIQUE INDEX model_periods_live ON model_periods ((true)) WHERE live_to IS NULL;

INSERT INTO model_periods (version, live_from, live_to, started_by)
SELECT version, live_from, live_to, 'setup' FROM models WHERE live_from IS NOT NULL ORDER BY live_from;

ALTER TABLE models DROP COLUMN live_from, DROP COLUMN live_to;

CREATE TABLE office_confirmations (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    office_id    text NOT NULL,
    -- What the person saw: the version of the directory, and the fingerprint of the office's row in it.
    directory    text NOT NULL,
    fingerprint  text NOT NULL,
    is_right     boolean NOT NULL,
    note         text NOT NULL,
    person       text NOT NULL,
    confirmed_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX office_confirmations_latest ON office_confirmations (office_id, id DESC);

CREATE TABLE audit_checks (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    checked_at timestamptz NOT NULL DEFAULT now(),
    checked_by text NOT NULL,
    entries    bigint NOT NULL,
    head       text NOT NULL,
    broken_at  bigint,
    -- Whether the end of the log that the check before saw is still in it.
    holds_end  boolean NOT NULL
);

CREATE INDEX audit_log_of_actor ON audit_log (actor, at, id);
CREATE INDEX audit_log_of_action ON audit_log (action, at, id);
CREATE INDEX audit_log_at ON audit_log (at, id);
CREATE INDEX brakes_released ON brakes (released_at DESC, id DESC) WHERE released_at IS NOT NULL;

-- What was once said stays said.
GRANT SELECT, INSERT ON conduct_versions, policies, office_confirmations, audit_checks, model_periods TO tepat_service;
GRANT UPDATE (live_to) ON model_periods TO tepat_service;
