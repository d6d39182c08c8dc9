-- What the page of the coordinating ministry looks up by time.
CREATE INDEX reopenings_returned ON reopenings (reopened_at, report_id) WHERE kind = 'return';
CREATE INDEX deadlines_followed ON deadlines (met_at) WHERE step = 'follow_up' AND met_at IS NOT NULL;
CREATE INDEX splits_made ON splits (split_at);
CREATE INDEX parts_of_split ON parts (split_id);
