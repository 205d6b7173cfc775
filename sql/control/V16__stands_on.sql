-- A verdict may stand on an earlier one: after a repair, which compares the mended rows alone, or after a verify of the
-- rows that changed since a MATCH.
ALTER TABLE bluegreen.verdict
    ADD COLUMN stands_on        bigint,
    ADD COLUMN compared_columns text;
COMMENT ON COLUMN bluegreen.verdict.stands_on IS 'the verdict of the full verify under this one; NULL: this is one';
COMMENT ON COLUMN bluegreen.verdict.compared_columns IS 'a hash over which columns were compared, and what Green''s hold';
COMMENT ON COLUMN bluegreen.verdict.row_seed IS 'of the digests by which its differences are known again, and of its checksums';
COMMENT ON COLUMN bluegreen.verdict.mix_seed IS 'NULL: rows were compared, no checksum was taken';

-- The keys that a verify of changed rows compares, each once, whichever log names them and how often.
CREATE TABLE bluegreen.key_to_verify (
    plan_id bigint NOT NULL REFERENCES bluegreen.plan ON DELETE CASCADE,
    key     text[] NOT NULL,
    PRIMARY KEY (plan_id, key)
);
