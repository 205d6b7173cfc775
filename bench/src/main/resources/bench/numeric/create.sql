-- Filled in: the schema, how many rows.
CREATE SCHEMA IF NOT EXISTS %1$s;
CREATE TABLE %1$s.amounts AS
SELECT n AS id,
       h >> 24 AS account,
       ((h & 16777215) / 100.0)::numeric(19, 4) AS amount,
       timestamptz '2020-01-01 00:00:00+00' + make_interval(secs => (h >> 20 & 134217727) + (h & 524287) / 1e6) AS created_at,
       (ARRAY['EUR', 'USD', 'GBP', 'JPY'])[1 + (h & 3)] AS currency,
       (ARRAY['new', 'open', 'closed', NULL])[1 + (h >> 2 & 3)] AS status,
       CASE WHEN h & 31 > 0 THEN 'ORD-' || upper(to_hex(h >> 4 & 4294967295)) END AS reference,
       'Customer ' || (h >> 36 & 65535) AS customer,
       'c' || (h >> 36 & 65535) || '@example.com' AS email,
       CASE WHEN h >> 8 & 3 > 0 THEN 'Order ' || (h & 1048575) || ', as agreed' END AS note
FROM (SELECT n, hashint8extended(n, 1) AS h FROM generate_series(1, %2$d::bigint) n) bits;
ALTER TABLE %1$s.amounts ADD PRIMARY KEY (id);
