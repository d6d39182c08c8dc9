-- Reports as citizens wrote them, their earlier versions, and, in a schema of its own, who wrote them.
CREATE EXTENSION IF NOT EXISTS vector;

CREATE SCHEMA identity;

CREATE TABLE reports (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id     uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    source        text NOT NULL,
    external_id   text NOT NULL,
    version       integer NOT NULL DEFAULT 1,
    judul         text NOT NULL,
    isi           text NOT NULL,
    klasifikasi   text CHECK (klasifikasi IN ('berkadar', 'tidak-berkadar', 'aspirasi', 'informasi')),
    channel       text NOT NULL,
    category_hint text NOT NULL,
    provinsi      text NOT NULL,
    kota          text NOT NULL,
    kecamatan     text NOT NULL,
    kelurahan     text NOT NULL,
    anonim        boolean NOT NULL,
    rahasia       boolean NOT NULL,
    reported_at   timestamptz NOT NULL,
    received_at   timestamptz NOT NULL DEFAULT now(),
    content_hash  text NOT NULL,
    status        text NOT NULL DEFAULT 'received' CHECK (status IN ('received', 'routed', 'in_review', 'reviewed')),
    run_id        uuid,
    UNIQUE (source, external_id)
);

CREATE INDEX reports_received ON reports (id) WHERE status = 'received';
CREATE INDEX reports_run ON reports (run_id);

CREATE TABLE report_versions (
    report_id    bigint NOT NULL REFERENCES reports,
    version      integer NOT NULL,
    content      jsonb NOT NULL,
    content_hash text NOT NULL,
    replaced_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (report_id, version)
);

CREATE TABLE identity.reporters (
    report_id bigint PRIMARY KEY REFERENCES reports,
    name      text NOT NULL,
    contact   text NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT now()
);

-- A report that turned anonim at its source loses its reporter, whom the service itself may not look up.
CREATE FUNCTION identity.forget(anonymous bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = identity, pg_temp AS $$
    DELETE FROM identity.reporters WHERE report_id = ANY(anonymous);
$$;
