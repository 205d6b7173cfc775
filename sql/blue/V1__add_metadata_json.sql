-- A nullable column without default: no row is rewritten, no legacy column is touched. New writers fill it; for the
-- rows that came before, the mapping parses the attribute list.
ALTER TABLE blue.payments ADD COLUMN IF NOT EXISTS metadata_json JSONB;
