SELECT ARRAY[p."green group 0"::text]::text[] AS money,
       count(*) FILTER (WHERE p.blue) AS blue, count(*) FILTER (WHERE p.green) AS green,
       count(*) FILTER (WHERE p.differs) AS differing,
       ARRAY[sum(p."blue sum 0")::text]::text[] AS blue_sums, ARRAY[sum(p."green sum 0")::text]::text[] AS green_sums,
       0 AS source, 0 AS there
FROM (SELECT b.region IS DISTINCT FROM NULL AS blue, g.region IS DISTINCT FROM NULL AS green,
             (b.region IS NOT DISTINCT FROM NULL OR g.region IS NOT DISTINCT FROM NULL
              OR b.row_version IS DISTINCT FROM g.row_version
              OR ROW(b."Amount", b.email::text COLLATE pg_catalog."C") IS DISTINCT FROM
                 ROW(g."Amount", g.email::text COLLATE pg_catalog."C")) AS differs,
             b.region AS "blue group 0", b."Amount" AS "blue sum 0",
             g.region AS "green group 0", g."Amount" AS "green sum 0"
      FROM (SELECT * FROM blue.entry_as_green b
            WHERE true AND (b.region, b.number) <= ((:to0)::text::text, (:to1)::text::bigint)) b
      FULL JOIN (SELECT * FROM green.entry g
                 WHERE true AND (g.region, g.number) <= ((:to0)::text::text, (:to1)::text::bigint)) g
      ON (b.region, b.number) = (g.region, g.number)
      OFFSET 0) p
GROUP BY p."green group 0"
UNION ALL
SELECT '{}', 0, 0, 0, '{}', '{}',
       (SELECT count(*) FROM blue.entry s
        WHERE true AND (s.area, s.no) <= ((:to0)::text::text, (:to1)::text::bigint)),
       (SELECT count(*) FROM green.entry g
        WHERE true AND (g.region, g.number) <= ((:to0)::text::text, (:to1)::text::bigint))
