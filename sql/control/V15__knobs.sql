-- What people set for an open plan while processes work on it. NULL: each process does as it was started.
ALTER TABLE bluegreen.plan
    ADD COLUMN asked_rows_per_second integer,
    ADD COLUMN paused_at             timestamptz,
    ADD COLUMN workers               integer,
    ADD COLUMN chunk_target_millis   integer;
UPDATE bluegreen.plan SET asked_rows_per_second = max_rows_per_second;
COMMENT ON COLUMN bluegreen.plan.max_rows_per_second IS 'shared by all processes, as it was set last';
COMMENT ON COLUMN bluegreen.plan.asked_rows_per_second IS
    'what the option of a backfill said last: the same again, at a restart, is no new wish';

-- What keeps a process from working as fast as it could, for whoever asks in another one. A row is true as long as its
-- session holds the advisory lock of the process's slot: pg_locks shows that to every role.
CREATE TABLE bluegreen.throttle (
    plan_id bigint  NOT NULL REFERENCES bluegreen.plan ON DELETE CASCADE,
    pid     integer NOT NULL,
    classid oid     NOT NULL,
    objid   oid     NOT NULL,
    reason  text    NOT NULL, -- empty: nothing
    PRIMARY KEY (plan_id, classid, objid)
);
