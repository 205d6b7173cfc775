-- What a verdict stands on, in columns: the seeds of its checksums, and its reasons as a code, a count and keys.
ALTER TABLE bluegreen.verdict
    ADD COLUMN row_seed bigint,
    ADD COLUMN mix_seed bigint,
    ADD COLUMN reasons  jsonb NOT NULL DEFAULT '[]';
COMMENT ON COLUMN bluegreen.verdict.row_seed IS 'NULL: rows were compared, no hash was taken';
COMMENT ON COLUMN bluegreen.verdict.blue IS 'the position in Blue''s log before the first read';
COMMENT ON COLUMN bluegreen.verdict.green IS 'the position in Green''s log before the first read';
