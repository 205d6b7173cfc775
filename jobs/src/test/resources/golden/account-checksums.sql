SELECT 'blue' AS side, ARRAY[]::text[] AS money, count(*) AS n,
       bit_xor(hash_record_extended(ROW(int8send(hash_record_extended(ROW(int8send(b.id), b.region COLLATE pg_catalog."C",
                                                                          int8send(b.total)), :rowSeed))), :mixSeed)) AS hash,
       ARRAY[]::text[] AS sums
FROM (SELECT * FROM blue.account b
      WHERE (b.id) > ((:from0)::text::bigint) AND (b.id) <= ((:to0)::text::bigint)
      OFFSET 0) b
UNION ALL
SELECT 'green' AS side, ARRAY[]::text[] AS money, count(*) AS n,
       bit_xor(hash_record_extended(ROW(int8send(hash_record_extended(ROW(int8send(g.id), g.region COLLATE pg_catalog."C",
                                                                          int8send(g.total)), :rowSeed))), :mixSeed)) AS hash,
       ARRAY[]::text[] AS sums
FROM (SELECT * FROM green.account g
      WHERE (g.id) > ((:from0)::text::bigint) AND (g.id) <= ((:to0)::text::bigint)
      OFFSET 0) g
