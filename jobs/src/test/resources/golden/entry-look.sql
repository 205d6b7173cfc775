WITH pair AS MATERIALIZED (
    SELECT coalesce(CASE WHEN b.region IS DISTINCT FROM NULL THEN ARRAY[b.region::text, b.number::text] END,
                    CASE WHEN g.region IS DISTINCT FROM NULL THEN ARRAY[g.region::text, g.number::text] END) AS key,
           CASE WHEN b.region IS NOT DISTINCT FROM NULL THEN 'extra' WHEN g.region IS NOT DISTINCT FROM NULL THEN 'missing' ELSE 'mismatched' END AS kind,
           CASE WHEN b.region IS NOT DISTINCT FROM NULL OR g.region IS NOT DISTINCT FROM NULL THEN '{}'
                ELSE array_remove(ARRAY[CASE WHEN b.row_version IS DISTINCT FROM g.row_version THEN 'row_version' END,
                                        CASE WHEN b."Amount" IS DISTINCT FROM g."Amount" THEN 'Amount' END,
                                        CASE WHEN b.email::text COLLATE pg_catalog."C" IS DISTINCT FROM
                                                  g.email::text COLLATE pg_catalog."C" THEN 'email' END]::text[], NULL) END AS columns,
           b.row_version AS blue_version, g.row_version AS green_version,
           CASE WHEN b.region IS DISTINCT FROM NULL
                THEN hash_record_extended(ROW(numeric_send(trim_scale(b."Amount")), b.email::text COLLATE pg_catalog."C"),
                                          :rowSeed) END AS blue_digest,
           CASE WHEN g.region IS DISTINCT FROM NULL
                THEN hash_record_extended(ROW(numeric_send(trim_scale(g."Amount")), g.email::text COLLATE pg_catalog."C"),
                                          :rowSeed) END AS green_digest
    FROM (SELECT * FROM blue.entry_as_green b
          WHERE true AND (b.region, b.number) <= ((:to0)::text::text, (:to1)::text::bigint)) b
    FULL JOIN (SELECT * FROM green.entry g
               WHERE true AND (g.region, g.number) <= ((:to0)::text::text, (:to1)::text::bigint)) g
    ON (b.region, b.number) = (g.region, g.number)
    WHERE b.region IS NOT DISTINCT FROM NULL OR g.region IS NOT DISTINCT FROM NULL
          OR b.row_version IS DISTINCT FROM g.row_version
          OR ROW(b."Amount", b.email::text COLLATE pg_catalog."C") IS DISTINCT FROM
             ROW(g."Amount", g.email::text COLLATE pg_catalog."C")
), kept AS (
    INSERT INTO bluegreen.difference
        (plan_id, key, state, kind, columns, blue_version, green_version, blue_digest, green_digest)
    SELECT DISTINCT ON (key) :plan, key, 'candidate', kind, columns, blue_version, green_version, blue_digest, green_digest
    FROM pair ORDER BY key LIMIT :room
    ON CONFLICT (plan_id, key) DO UPDATE SET state = 'candidate'
    RETURNING 1
), same AS (
    SELECT ARRAY[p."green group 0"::text]::text[] AS money, count(*) AS n,
           ARRAY[sum(p."blue sum 0")::text]::text[] AS blue_sums, ARRAY[sum(p."green sum 0")::text]::text[] AS green_sums
    FROM (SELECT 1 AS one,
                 b.region AS "blue group 0", b."Amount" AS "blue sum 0",
                 g.region AS "green group 0", g."Amount" AS "green sum 0"
          FROM (SELECT * FROM blue.entry_as_green b
                WHERE true AND (b.region, b.number) <= ((:to0)::text::text, (:to1)::text::bigint)) b
          FULL JOIN (SELECT * FROM green.entry g
                     WHERE true AND (g.region, g.number) <= ((:to0)::text::text, (:to1)::text::bigint)) g
          ON (b.region, b.number) = (g.region, g.number)
          WHERE NOT (b.region IS NOT DISTINCT FROM NULL OR g.region IS NOT DISTINCT FROM NULL
                     OR b.row_version IS DISTINCT FROM g.row_version
                     OR ROW(b."Amount", b.email::text COLLATE pg_catalog."C") IS DISTINCT FROM
                        ROW(g."Amount", g.email::text COLLATE pg_catalog."C"))
          OFFSET 0) p
    GROUP BY p."green group 0"
)
SELECT 'found' AS side, '{}'::text[] AS money, 0::bigint AS n, 0::bigint AS hash, '{}'::text[] AS sums,
       count(*) AS differing, (SELECT count(*) FROM kept) AS kept, count(*) FILTER (WHERE kind = 'extra') AS extra,
       (SELECT count(*) - count(DISTINCT (b.region, b.number)) FROM blue.entry_as_green b
        WHERE true AND (b.region, b.number) <= ((:to0)::text::text, (:to1)::text::bigint)) AS repeated
FROM pair
UNION ALL SELECT 'blue', money, n, 0, blue_sums, 0, 0, 0, 0 FROM same WHERE n > 0
UNION ALL SELECT 'green', money, n, 0, green_sums, 0, 0, 0, 0 FROM same WHERE n > 0
