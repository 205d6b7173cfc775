-- Filled in: the schema, how many rows.
CREATE SCHEMA IF NOT EXISTS %1$s;
CREATE TABLE %1$s.narrow AS
SELECT n AS id,
       (h & 65535)::int AS account,
       (ARRAY['new', 'open', 'closed', NULL])[1 + (h >> 16 & 3)] AS status,
       date '2020-01-01' + (h >> 18 & 1023)::int AS booked
FROM (SELECT n, hashint8extended(n, 1) AS h FROM generate_series(1, %2$d::bigint) n) bits;
ALTER TABLE %1$s.narrow ADD PRIMARY KEY (id);
