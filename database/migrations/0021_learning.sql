-- The learning loop: labels as events, what a model learnt from, and trainings with what became of their models.
ALTER TABLE labels DROP CONSTRAINT labels_source_check;
ALTER TABLE labels ADD CONSTRAINT labels_source_check
    CHECK (source IN ('review', 'audit', 'opinion', 'return', 'disposition', 'import', 'correction'));

-- `sampling_p` is the probability with which a random audit drew the report, `reach_p` the one with which the report
-- came to a person at all by design (see reach_of); empty where somebody's objection or choice brought it.
ALTER TABLE labels
    ADD COLUMN is_blind boolean NOT NULL DEFAULT false,
    ADD COLUMN reach_p double precision CHECK (reach_p > 0 AND reach_p <= 1);

-- 1 for what waits in the queue (doubt, not chance, put it there), the share of the audit for what was sent on and
-- drawn, nothing for what was sent on and not drawn.
CREATE FUNCTION reach_of(wanted bigint, text_version integer) RETURNS double precision
LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN NOT d.acted OR d.evidence #>> '{urgency,level}' <> 'none' THEN 1
                ELSE (SELECT a.sampling_p FROM audits a WHERE a.decision_id = d.id) END
    FROM decisions d
    WHERE d.report_id = wanted AND d.report_version = text_version AND d.outcome <> 'person' AND d.restores IS NULL
    ORDER BY d.id LIMIT 1
$$;

UPDATE labels SET is_blind = source IN ('audit', 'opinion'),
    reach_p = CASE WHEN source NOT IN ('return', 'disposition') THEN reach_of(report_id, report_version) END;

-- What a model learnt from: named by the SHA-256 of its sorted, masked rows. It holds no text: rows name the report, its
-- version and its label, so that what is erased or turns rahasia is in no snapshot that is built again. `base` names the
-- texts of the project in it.
CREATE TABLE snapshots (
    name      text PRIMARY KEY,
    made_at   timestamptz NOT NULL DEFAULT now(),
    made_by   text NOT NULL,
    until     timestamptz NOT NULL,
    base      text NOT NULL,
    base_rows integer NOT NULL,
    own_rows  integer NOT NULL
);

CREATE TABLE snapshot_rows (
    snapshot       text NOT NULL REFERENCES snapshots,
    report_id      bigint NOT NULL REFERENCES reports ON DELETE CASCADE,
    report_version integer NOT NULL,
    category       text NOT NULL,
    klasifikasi    text NOT NULL,
    office_id      text,
    reported_at    timestamptz NOT NULL,
    sampled        double precision,
    PRIMARY KEY (snapshot, report_id)
);

CREATE INDEX snapshot_rows_report ON snapshot_rows (report_id);

ALTER TABLE models ADD COLUMN snapshot text REFERENCES snapshots;

CREATE TABLE trainings (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    requested_by text NOT NULL,
    state        text NOT NULL DEFAULT 'requested' CHECK (state IN
        ('requested', 'running', 'refused', 'nothing', 'kept', 'waiting', 'promoting', 'promoted', 'declined', 'failed')),
    requested_at timestamptz NOT NULL DEFAULT now(),
    finished_at  timestamptz,
    step         text NOT NULL DEFAULT '',
    step_done    integer NOT NULL DEFAULT 0,
    step_total   integer NOT NULL DEFAULT 0,
    snapshot     text REFERENCES snapshots,
    champion     text,
    challenger   text,
    -- What both did on the same later labels, and the verdict (see complaints/promotion.py).
    judgement    jsonb,
    why          text NOT NULL DEFAULT '',
    settled_by   text
);

CREATE INDEX trainings_newest ON trainings (requested_at DESC);
CREATE UNIQUE INDEX trainings_waiting ON trainings (challenger) WHERE state = 'waiting';

GRANT SELECT, INSERT ON snapshots, snapshot_rows TO tepat_service;
GRANT SELECT, INSERT, UPDATE ON trainings TO tepat_service;

SELECT follow_report('snapshot_rows');
SELECT tell_everybody(name::regclass) FROM unnest(ARRAY['snapshots', 'trainings']) AS name;
