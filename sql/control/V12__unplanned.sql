-- A plan grows while workers take its first chunks: its last chunk, which is open at the end, is unplanned until whoever
-- holds its lock has cut it off. So the chunks of a plan cover the key space at any time, and a killed planner loses nothing.
ALTER TABLE bluegreen.chunk
    DROP CONSTRAINT chunk_state_check,
    ADD CONSTRAINT chunk_state_check CHECK (state IN ('unplanned', 'pending', 'deferred', 'done', 'failed'));
CREATE INDEX chunk_unplanned ON bluegreen.chunk (plan_id) WHERE state = 'unplanned';
