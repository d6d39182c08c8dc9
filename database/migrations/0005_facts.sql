-- Versions of the directory (as the exact files, so that every decision can be recomputed), and of models.
CREATE TABLE directory_versions (
    version   text PRIMARY KEY,
    files     jsonb NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT now(),
    loaded_by text NOT NULL,
    is_current boolean NOT NULL
);

CREATE UNIQUE INDEX directory_versions_current ON directory_versions (is_current) WHERE is_current;

CREATE TABLE models (
    version   text PRIMARY KEY,
    card      jsonb NOT NULL,
    first_seen_at timestamptz NOT NULL DEFAULT now(),
    live_from timestamptz,
    live_to   timestamptz
);
