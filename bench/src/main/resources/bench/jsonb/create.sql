-- Filled in: the schema, how many rows.
CREATE SCHEMA IF NOT EXISTS %1$s;
CREATE TABLE %1$s.documents AS
SELECT n AS id,
       (ARRAY['invoice', 'receipt'])[1 + (h & 1)] AS kind,
       jsonb_build_object(
           'reference', 'ORD-' || to_hex(h >> 4 & 4294967295),
           'amount', ((h & 16777215) / 100.0)::numeric(19, 2),
           'paid', h & 2 = 0,
           'customer', jsonb_build_object('name', 'Customer ' || (h >> 36 & 65535), 'country', 'DE'),
           'lines', jsonb_build_array(h & 1023, -(h >> 10 & 1023), NULL)) AS document
FROM (SELECT n, hashint8extended(n, 1) AS h FROM generate_series(1, %2$d::bigint) n) bits;
ALTER TABLE %1$s.documents ADD PRIMARY KEY (id);
