-- Where recent labels ask the thresholds of a model to lie. `value` is empty where the threshold may stay, and infinite
-- where nothing may pass; of what the threshold lets pass as it was fitted, `rate` is expected to go wrong.
CREATE TABLE raised_thresholds (
    model     text NOT NULL,
    level     text NOT NULL,
    branch    text[] NOT NULL,
    value     double precision,
    rate      double precision NOT NULL,
    error     double precision NOT NULL,
    labels    integer NOT NULL,
    since     timestamptz,
    looked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (model, level, branch),
    CHECK ((value IS NULL) = (since IS NULL))
);
GRANT SELECT, INSERT, UPDATE, DELETE ON raised_thresholds TO tepat_service;
SELECT for_the_service('raised_thresholds');
CREATE POLICY signed_in ON raised_thresholds FOR SELECT TO tepat_person
USING ((SELECT acting_person() IS NOT NULL));
GRANT SELECT ON raised_thresholds TO tepat_person;

ALTER TABLE alerts DROP CONSTRAINT alerts_kind_check;
ALTER TABLE alerts ADD CONSTRAINT alerts_kind_check CHECK (kind IN ('words', 'share', 'accuracy', 'brake', 'raised'));
