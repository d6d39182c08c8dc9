-- Sending on: who receives what, what became of each shipment, and what LAPOR! says of the reports that came from it.
CREATE TABLE receivers (
    name          text PRIMARY KEY CHECK (name ~ '^[a-z0-9][a-z0-9._-]{1,39}$'),
    kind          text NOT NULL CHECK (kind IN ('lapor', 'webhook', 'email', 'xlsx', 'csv', 'api')),
    path          text[] NOT NULL DEFAULT '{}',
    offices       text[] NOT NULL DEFAULT '{}',
    -- Kinds of shipment that it gets; none: all.
    shipments     text[] NOT NULL DEFAULT '{}',
    address       text NOT NULL DEFAULT '',
    -- Which variable of the environment holds the secret: the secret itself is never stored.
    secret_env    text NOT NULL DEFAULT '' CHECK (secret_env ~ '^(TEPAT_SECRET_[A-Z0-9_]+)?$'),
    takes_rahasia boolean NOT NULL DEFAULT false,
    is_paused     boolean NOT NULL DEFAULT false,
    -- The circuit breaker, which all workers share: failures in a row, and until when nothing is tried.
    failures      integer NOT NULL DEFAULT 0,
    open_until    timestamptz,
    added_at      timestamptz NOT NULL DEFAULT now(),
    added_by      text NOT NULL
);

-- Who may be told what is one question, which kinds of shipment there are another: that list is open.
ALTER TABLE outbox DROP CONSTRAINT IF EXISTS outbox_kind_check;
ALTER TABLE outbox
    ADD CONSTRAINT outbox_kind_check CHECK (kind ~ '^[a-z][a-z-]*$'),
    ADD COLUMN receiver text REFERENCES receivers,
    ADD COLUMN due_at timestamptz,
    ADD COLUMN attempts integer NOT NULL DEFAULT 0,
    -- Whoever is sending it just now, and until when nobody else does.
    ADD COLUMN lease uuid,
    ADD COLUMN lease_until timestamptz,
    -- An attempt ended without an answer: the receiver may hold it.
    ADD COLUMN may_have_arrived boolean NOT NULL DEFAULT false,
    ADD COLUMN failure text NOT NULL DEFAULT '',
    ADD COLUMN failure_detail text NOT NULL DEFAULT '',
    ADD COLUMN failed_at timestamptz,
    -- Nobody tries it any more until a person says so.
    ADD COLUMN dead_at timestamptz,
    ADD COLUMN receipt text NOT NULL DEFAULT '',
    -- What a person put in place of what was said; then it travels under a key of its own.
    ADD COLUMN mended_addressee text,
    ADD COLUMN mended_message text,
    ADD COLUMN mended_key uuid;

CREATE INDEX outbox_due ON outbox (receiver, due_at, id)
    WHERE sent_at IS NULL AND cancelled_at IS NULL AND dead_at IS NULL;
CREATE INDEX outbox_dead ON outbox (id) WHERE dead_at IS NOT NULL AND sent_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX outbox_homeless ON outbox (id) WHERE receiver IS NULL AND sent_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX outbox_sent ON outbox (sent_at, id) WHERE sent_at IS NOT NULL;
CREATE INDEX outbox_by_key ON outbox (coalesce(mended_key, idempotency_key));

-- When LAPOR! was last listened to about each report, and how it stands there.
CREATE TABLE lapor_standings (
    report_id  bigint PRIMARY KEY REFERENCES reports,
    looked_at  timestamptz NOT NULL,
    status     text NOT NULL DEFAULT '',
    closed_at  timestamptz
);

CREATE INDEX lapor_standings_open ON lapor_standings (looked_at) WHERE closed_at IS NULL;

-- What LAPOR! said, each once: `name` is a hash of the line and of how many equal ones came before it.
CREATE TABLE lapor_answers (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report_id   bigint NOT NULL REFERENCES reports,
    name        text NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('status', 'disposition', 'not-ours', 'closed', 'follow-up')),
    content     text NOT NULL,
    institution text NOT NULL,
    status      text NOT NULL,
    said_at     timestamptz,
    noted_at    timestamptz NOT NULL DEFAULT now(),
    UNIQUE (report_id, name)
);

-- A label of source 'disposition': LAPOR! sent the report to where it belongs, and we had said so too or had not.
ALTER TABLE labels DROP CONSTRAINT labels_source_check;
ALTER TABLE labels ADD CONSTRAINT labels_source_check
    CHECK (source IN ('review', 'audit', 'opinion', 'return', 'disposition'));

GRANT SELECT, INSERT, UPDATE ON receivers, lapor_standings TO tepat_service;
GRANT SELECT, INSERT ON lapor_answers TO tepat_service;
GRANT UPDATE (receiver, due_at, attempts, lease, lease_until, may_have_arrived, failure, failure_detail, failed_at,
              dead_at, receipt, mended_addressee, mended_message, mended_key) ON outbox TO tepat_service;
SELECT lend_rights('outbox');

-- Who gets what is set on the server alone; whoever is signed in may know it.
SELECT for_the_service('receivers');
CREATE POLICY signed_in ON receivers FOR SELECT TO tepat_person USING ((SELECT acting_person() IS NOT NULL));
GRANT SELECT ON receivers TO tepat_person;

SELECT follow_report('lapor_standings');
-- An answer may repeat what the report says.
SELECT for_the_service('lapor_answers');
CREATE POLICY within_reach ON lapor_answers FOR SELECT TO tepat_person USING (EXISTS (
    SELECT FROM public.reports r WHERE r.id = lapor_answers.report_id
        AND ((SELECT acting_may('see_rahasia')) OR NOT is_or_was_rahasia(r.id))));
GRANT SELECT ON lapor_answers TO tepat_person;

CREATE OR REPLACE FUNCTION show_to_people() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.show_reports();
    PERFORM public.mask_written('decisions', 'addressee', 'evidence');
    PERFORM public.mask_written('labels', 'note');
    PERFORM public.mask_written('outbox', 'addressee', 'message', 'mended_addressee', 'mended_message');
    PERFORM public.mask_written('reopenings', 'reason');
    PERFORM public.mask_written('panels', 'note');
    PERFORM public.mask_written('opinions', 'addressee', 'note');
END
$$;
