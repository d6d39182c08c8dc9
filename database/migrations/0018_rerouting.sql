-- What another model or directory would decide about everything that is stored, part by part.
CREATE TABLE reroutes (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    asked_by     text NOT NULL,
    model        text NOT NULL,
    policy       text NOT NULL,
    directory    text NOT NULL,
    asked_at     timestamptz NOT NULL DEFAULT now(),
    compared_at  timestamptz,
    applying_at  timestamptz,
    applied_at   timestamptz
);

-- A part is a range of report ids; it is done whole, with its differences, or not at all.
CREATE TABLE reroute_parts (
    reroute_id  uuid NOT NULL REFERENCES reroutes,
    number      integer NOT NULL,
    first_id    bigint NOT NULL,
    last_id     bigint NOT NULL,
    compared    integer,
    applied     integer,
    skipped     integer,
    PRIMARY KEY (reroute_id, number)
);

-- How many reports went from which place to which: also those that stay.
CREATE TABLE reroute_counts (
    reroute_id  uuid NOT NULL,
    number      integer NOT NULL,
    by_person   boolean NOT NULL,
    difference  text NOT NULL,
    consequence text NOT NULL,
    before      text[] NOT NULL,
    after       text[] NOT NULL,
    reports     integer NOT NULL,
    FOREIGN KEY (reroute_id, number) REFERENCES reroute_parts
);

CREATE INDEX reroute_counts_of_part ON reroute_counts (reroute_id, number);

-- The reports about which something follows. `decision_id` is the decision that the comparison saw.
CREATE TABLE reroute_changes (
    reroute_id  uuid NOT NULL,
    number      integer NOT NULL,
    report_id   bigint NOT NULL REFERENCES reports,
    decision_id bigint NOT NULL REFERENCES decisions,
    consequence text NOT NULL CHECK (consequence IN ('anew', 'look')),
    PRIMARY KEY (reroute_id, report_id),
    FOREIGN KEY (reroute_id, number) REFERENCES reroute_parts
);

CREATE INDEX reroute_changes_of_part ON reroute_changes (reroute_id, number);

GRANT SELECT, INSERT ON reroutes, reroute_parts, reroute_counts, reroute_changes TO tepat_service;
GRANT UPDATE (compared_at, applying_at, applied_at) ON reroutes TO tepat_service;
GRANT UPDATE (compared, applied, skipped) ON reroute_parts TO tepat_service;
SELECT for_the_service(name::regclass) FROM unnest(ARRAY[
    'reroutes', 'reroute_parts', 'reroute_counts', 'reroute_changes'
]) AS name;
