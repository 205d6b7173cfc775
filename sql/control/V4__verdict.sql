CREATE TABLE bluegreen.verdict (
    verdict_id  bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    plan_id     bigint      REFERENCES bluegreen.plan ON DELETE SET NULL,
    table_name  text        NOT NULL,
    run         bigint      NOT NULL,
    answer      text        NOT NULL CHECK (answer IN ('MATCH', 'DIFFER', 'INCOMPLETE')),
    started_at  timestamptz NOT NULL,
    finished_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at  timestamptz NOT NULL,
    made_by     text        NOT NULL DEFAULT session_user,
    mapping_hash text       NOT NULL,
    blue        jsonb       NOT NULL,
    green       jsonb       NOT NULL,
    document    jsonb       NOT NULL
);
CREATE INDEX verdict_table ON bluegreen.verdict (table_name, verdict_id);
CREATE SEQUENCE bluegreen.verdict_run_seq;

-- What verify saw and could not call equal at once. A candidate is looked at again until it matches or is confirmed.
CREATE TABLE bluegreen.difference (
    plan_id       bigint  NOT NULL REFERENCES bluegreen.plan ON DELETE CASCADE,
    key           text[]  NOT NULL,
    state         text    NOT NULL CHECK (state IN ('candidate', 'confirmed', 'unsettled')),
    kind          text    NOT NULL CHECK (kind IN ('mismatched', 'missing', 'extra')),
    columns       text[]  NOT NULL DEFAULT '{}',
    blue_version  bigint,
    green_version bigint,
    blue_digest   bigint,
    green_digest  bigint,
    PRIMARY KEY (plan_id, key)
);
