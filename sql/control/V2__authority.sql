-- Who may write Green. One row; it is read by every apply in the statement after its lock.
CREATE TABLE bluegreen.authority (
    one_row boolean NOT NULL DEFAULT true PRIMARY KEY CHECK (one_row),
    side    text    NOT NULL DEFAULT 'blue' CHECK (side IN ('blue', 'green')),
    fence   bigint  NOT NULL DEFAULT 0
);
INSERT INTO bluegreen.authority DEFAULT VALUES;

-- The mapping that applies must have been built for.
CREATE TABLE bluegreen.mapping (
    table_name    text        NOT NULL PRIMARY KEY,
    hash          text        NOT NULL,
    registered_at timestamptz NOT NULL DEFAULT now()
);
