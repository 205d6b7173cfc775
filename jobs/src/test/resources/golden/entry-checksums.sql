SELECT 'blue' AS side, ARRAY[b.region::text]::text[] AS money, count(*) AS n,
       bit_xor(hash_record_extended(ROW(int8send(hash_record_extended(ROW(b.region COLLATE pg_catalog."C", int8send(b.number),
                                                                          int8send(b.row_version),
                                                                          numeric_send(trim_scale(b."Amount")),
                                                                          b.email::text COLLATE pg_catalog."C"),
                                                                      :rowSeed))), :mixSeed)) AS hash,
       ARRAY[sum(b."Amount")::text]::text[] AS sums
FROM (SELECT * FROM blue.entry_as_green b
      WHERE true AND (b.region, b.number) <= ((:to0)::text::text, (:to1)::text::bigint)
      OFFSET 0) b
GROUP BY b.region
UNION ALL
SELECT 'source' AS side, '{}'::text[] AS money, count(*) AS n, 0::bigint AS hash, '{}'::text[] AS sums
FROM blue.entry s
WHERE true AND (s.area, s.no) <= ((:to0)::text::text, (:to1)::text::bigint)
UNION ALL
SELECT 'green' AS side, ARRAY[g.region::text]::text[] AS money, count(*) AS n,
       bit_xor(hash_record_extended(ROW(int8send(hash_record_extended(ROW(g.region COLLATE pg_catalog."C", int8send(g.number),
                                                                          int8send(g.row_version),
                                                                          numeric_send(trim_scale(g."Amount")),
                                                                          g.email::text COLLATE pg_catalog."C"),
                                                                      :rowSeed))), :mixSeed)) AS hash,
       ARRAY[sum(g."Amount")::text]::text[] AS sums
FROM (SELECT * FROM green.entry g
      WHERE true AND (g.region, g.number) <= ((:to0)::text::text, (:to1)::text::bigint)
      OFFSET 0) g
GROUP BY g.region
