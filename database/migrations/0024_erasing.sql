-- What is erased, on request or since its time is over, leaves a tombstone; the audit log holds neither and stays whole.
CREATE TABLE erasures (
    report_id  bigint NOT NULL REFERENCES reports,
    what       text NOT NULL CHECK (what IN ('identity', 'text')),
    why        text NOT NULL CHECK (why IN ('asked', 'retention')),
    asked_by   text NOT NULL,
    reference  text NOT NULL,
    erased_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (report_id, what)
);

GRANT SELECT, INSERT ON erasures TO tepat_service;
SELECT follow_report('erasures');
REVOKE INSERT ON erasures FROM tepat_person;

-- Everything that was written about these reports, by whoever: nothing else may change it, so that nothing goes untold.
CREATE FUNCTION erase_text(gone bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM unnest(gone) AS id
        WHERE NOT EXISTS (SELECT FROM erasures e WHERE e.report_id = id AND e.what = 'text')
    ) THEN
        RAISE EXCEPTION 'a text is erased after its tombstone is set' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE reports SET judul = '', isi = '(teks dihapus)', kecamatan = '', kelurahan = '' WHERE id = ANY(gone);
    DELETE FROM likenesses WHERE report_id = ANY(gone);
    UPDATE report_versions
    SET content = content || '{"judul": "", "isi": "", "kecamatan": "", "kelurahan": ""}' WHERE report_id = ANY(gone);
    UPDATE decisions SET evidence = CASE WHEN evidence ? 'urgency' THEN jsonb_build_object(
        'urgency', jsonb_build_object('level', evidence -> 'urgency' -> 'level', 'reasons', '[]'::jsonb)) ELSE '{}' END
    WHERE report_id = ANY(gone);
    UPDATE labels SET note = '' WHERE report_id = ANY(gone);
    UPDATE reopenings SET reason = '(dihapus)' WHERE report_id = ANY(gone);
    UPDATE panels SET note = '' WHERE report_id = ANY(gone);
    UPDATE opinions SET note = '' WHERE report_id = ANY(gone);
    UPDATE outbox SET message = '', mended_message = CASE WHEN mended_message IS NOT NULL THEN '' END
    WHERE report_id = ANY(gone);
    UPDATE lapor_answers SET content = '' WHERE report_id = ANY(gone);
    UPDATE quarantine SET raw = '{}' WHERE report_id = ANY(gone);
END
$$;

-- What is held of who wrote a report, for the answer to that person; the owner of the data alone may ask.
CREATE FUNCTION identity.held(asked bigint, by_whom text, reference text) RETURNS TABLE (name text, contact text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO audit_log (actor, action, subject, details)
    VALUES (by_whom, 'identity.exported', 'report:' || asked, jsonb_build_object('reference', reference));
    RETURN QUERY SELECT i.name, i.contact FROM identity.reporters i WHERE i.report_id = asked;
END
$$;

-- The reports of whoever has this telephone number or address.
CREATE FUNCTION identity.reports_of(wanted text, by_whom text, reference text) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO audit_log (actor, action, subject, details)
    VALUES (by_whom, 'identity.searched', 'reporters', jsonb_build_object('reference', reference));
    RETURN QUERY SELECT i.report_id FROM identity.reporters i WHERE lower(btrim(i.contact)) = lower(btrim(wanted));
END
$$;
REVOKE ALL ON FUNCTION erase_text(bigint[]), identity.held(bigint, text, text), identity.reports_of(text, text, text)
FROM public;
GRANT EXECUTE ON FUNCTION erase_text(bigint[]) TO tepat_service;
