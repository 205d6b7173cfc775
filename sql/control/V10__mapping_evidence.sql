-- The rows of Blue's catalog that said what the mapping is when the plan was made: what is replaced and put back is
-- other rows.
ALTER TABLE bluegreen.plan ADD COLUMN mapping_evidence jsonb NOT NULL DEFAULT '{}';

-- Under which mapping the preflight last found that a sample of Blue's rows passes, so that not every command reads one.
CREATE TABLE bluegreen.preflight (
    table_name text        NOT NULL PRIMARY KEY,
    passed     text        NOT NULL,
    passed_at  timestamptz NOT NULL DEFAULT now()
);
