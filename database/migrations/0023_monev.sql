-- What was measured over each quarter, half year or year: counts by path and office, and how the promises stood.
CREATE TABLE monev_spans (
    code    text PRIMARY KEY,
    first   date NOT NULL,
    last    date NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    made_by text NOT NULL
);

CREATE TABLE monev_cells (
    code      text NOT NULL REFERENCES monev_spans ON DELETE CASCADE,
    path      text[] NOT NULL,
    office_id text NOT NULL,
    counts    jsonb NOT NULL,
    PRIMARY KEY (code, path, office_id)
);

CREATE TABLE monev_promises (
    code      text NOT NULL REFERENCES monev_spans ON DELETE CASCADE,
    path      text[] NOT NULL,
    office_id text NOT NULL DEFAULT '' CHECK (office_id = ''),
    standing  text NOT NULL,
    alpha     double precision NOT NULL,
    audited   integer NOT NULL,
    errors    integer NOT NULL,
    lower     double precision NOT NULL,
    upper     double precision NOT NULL,
    PRIMARY KEY (code, path)
);

CREATE INDEX deadlines_due_on ON deadlines (due_on);

GRANT SELECT, INSERT, DELETE ON monev_spans, monev_cells, monev_promises TO tepat_service;
GRANT UPDATE (counts) ON monev_cells TO tepat_service;
SELECT tell_everybody('monev_spans');
SELECT follow_place(name::regclass) FROM unnest(ARRAY['monev_cells', 'monev_promises']) AS name;
-- Nobody measures in their own name: what a part of the rows gives is no quarter.
REVOKE INSERT, DELETE ON monev_spans, monev_cells, monev_promises FROM tepat_person;
REVOKE UPDATE (counts) ON monev_cells FROM tepat_person;
