-- What was planned, what is done. A plan's ranges are fixed; the state of its chunks is the progress, and commits
-- together with the rows that it speaks of.
CREATE TABLE bluegreen.plan (
    plan_id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind          text        NOT NULL CHECK (kind IN ('backfill', 'verify')),
    table_name    text        NOT NULL,
    mapping_hash  text        NOT NULL,
    chunk_rows    integer     NOT NULL,
    max_rows_per_second integer,
    paced_until   timestamptz,
    state         text        NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'complete', 'replaced')),
    created_at    timestamptz NOT NULL DEFAULT now(),
    finished_at   timestamptz
);
CREATE UNIQUE INDEX plan_one_open_backfill ON bluegreen.plan (table_name) WHERE kind = 'backfill' AND state = 'open';

-- Bounds are key values as text under the pinned settings: from exclusive, to inclusive, NULL is open.
CREATE TABLE bluegreen.chunk (
    chunk_id    bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    plan_id     bigint  NOT NULL REFERENCES bluegreen.plan ON DELETE CASCADE,
    from_key    text[],
    to_key      text[],
    state       text    NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'deferred', 'done', 'failed')),
    attempts    integer NOT NULL DEFAULT 0,
    scanned     bigint  NOT NULL DEFAULT 0,
    applied     bigint  NOT NULL DEFAULT 0,
    seconds     double precision NOT NULL DEFAULT 0,
    xid         xid8,
    sqlstate    text,
    error       text,
    detail      jsonb,
    finished_at timestamptz
);
CREATE INDEX chunk_plan ON bluegreen.chunk (plan_id, state);
CREATE INDEX chunk_pending ON bluegreen.chunk (plan_id, chunk_id) WHERE state = 'pending';

-- Noted on a connection of its own while the claim is held, so that it outlives the transaction that died.
CREATE TABLE bluegreen.attempt (
    chunk_id      bigint      NOT NULL REFERENCES bluegreen.chunk ON DELETE CASCADE,
    pid           integer     NOT NULL,
    backend_start timestamptz NOT NULL,
    started_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX attempt_chunk ON bluegreen.attempt (chunk_id);
