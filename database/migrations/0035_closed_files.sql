-- A whole file in quarantine that nobody will mend: closed with a reason, and opened again where that was wrong.
ALTER TABLE quarantine
    ADD COLUMN closed_at  timestamptz,
    ADD COLUMN closed_by  text,
    ADD COLUMN closed_why text,
    ADD CONSTRAINT closed_by_somebody_for_a_reason CHECK (num_nulls(closed_at, closed_by, closed_why) IN (0, 3)),
    ADD CONSTRAINT only_whole_files_are_closed CHECK (closed_at IS NULL OR row_number = 0);

DROP INDEX quarantine_waiting;
CREATE INDEX quarantine_waiting ON quarantine (id) WHERE replayed_at IS NULL AND closed_at IS NULL;
CREATE INDEX quarantine_closed ON quarantine (closed_at) WHERE closed_at IS NOT NULL;
