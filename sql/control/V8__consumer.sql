-- Who this Green is to the databases whose change logs it reads, and cheap looks at the queue of changed keys.
CREATE TABLE bluegreen.consumer (
    one_row boolean NOT NULL DEFAULT true PRIMARY KEY CHECK (one_row),
    id      uuid    NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO bluegreen.consumer DEFAULT VALUES;

-- Keys do not depend on the mapping: where it alone was replaced a new plan goes on from the position in the log.
ALTER TABLE bluegreen.log_position ADD COLUMN only_mapping boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN bluegreen.log_position.only_mapping IS 'broken, but the log can be read on from the position';

-- The applies that were open after a round of setting keys that had been deleted or changed away: NULL until that round
-- is over and they are listed.
CREATE TABLE bluegreen.apply_wait (
    round     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    waits_for text[]
);

-- A key that waits names its round, so that to ask whether applies have ended costs the same for one key and a million.
UPDATE bluegreen.changed_key SET state = 'new';
ALTER TABLE bluegreen.changed_key
    DROP COLUMN waits_for,
    ADD COLUMN round bigint,
    DROP CONSTRAINT changed_key_state_check,
    ADD CONSTRAINT changed_key_state_check CHECK (state IN ('new', 'waiting', 'again')),
    -- Rows come and go: a scan of the dead ones costs more than their removal.
    SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);
COMMENT ON COLUMN bluegreen.changed_key.state IS
    'new: to be set. waiting: was gone, is set, and an apply of its round may still hold a row of an earlier life. again: those have ended, to be set for the last time';
CREATE INDEX changed_key_to_set ON bluegreen.changed_key (table_name, gone, key)
    WHERE state IN ('new', 'again') AND error IS NULL;
CREATE INDEX changed_key_waiting ON bluegreen.changed_key (round, table_name) WHERE state = 'waiting';
CREATE INDEX changed_key_rejected ON bluegreen.changed_key (table_name) WHERE error IS NOT NULL;

CREATE INDEX verdict_plan ON bluegreen.verdict (plan_id);
CREATE INDEX plan_table ON bluegreen.plan (table_name, kind, plan_id);
