-- Instances of the services that write Green, as they tell themselves. The lowest generation that may still write is the
-- fence, in bluegreen.authority; this table only says who would be shut out.
CREATE TABLE bluegreen.instance (
    id         text        NOT NULL PRIMARY KEY,
    generation bigint      NOT NULL,
    stage      text        NOT NULL,
    version    text        NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    last_seen  timestamptz NOT NULL DEFAULT now()
);
