-- A key that Green refuses stays queued, with the reason, and is tried again by every pass: a success takes it off the
-- queue, and with it off the list of rejects. While a pass tries it again it is not marked as refused, but keeps its reason.
DROP INDEX bluegreen.changed_key_to_set;
ALTER TABLE bluegreen.changed_key
    ADD COLUMN chunk_id        bigint,
    ADD COLUMN constraint_name text,
    ADD COLUMN column_name     text,
    ADD COLUMN attempts        integer NOT NULL DEFAULT 0,
    ADD COLUMN first_seen      timestamptz,
    ADD COLUMN refused         boolean NOT NULL DEFAULT false;
UPDATE bluegreen.changed_key SET refused = true, attempts = 1, first_seen = now() WHERE error IS NOT NULL;
-- A key that no pass tries and no list of rejects shows would be lost.
ALTER TABLE bluegreen.changed_key ADD CONSTRAINT changed_key_refused_has_error CHECK (NOT refused OR error IS NOT NULL);
CREATE INDEX changed_key_to_set ON bluegreen.changed_key (table_name, gone, key)
    WHERE state IN ('new', 'again') AND NOT refused;
COMMENT ON COLUMN bluegreen.changed_key.chunk_id IS 'of the backfill that could not write the row; NULL: it changed since';
COMMENT ON COLUMN bluegreen.changed_key.first_seen IS 'when it was refused for the first time';
