SELECT ARRAY[]::text[] AS money,
       count(*) FILTER (WHERE p.blue) AS blue, count(*) FILTER (WHERE p.green) AS green,
       count(*) FILTER (WHERE p.differs) AS differing,
       ARRAY[]::text[] AS blue_sums, ARRAY[]::text[] AS green_sums,
       count(*) FILTER (WHERE p.blue) AS source, count(*) FILTER (WHERE p.green) AS there
FROM (SELECT b.id IS DISTINCT FROM NULL AS blue, g.id IS DISTINCT FROM NULL AS green,
             (b.id IS NOT DISTINCT FROM NULL OR g.id IS NOT DISTINCT FROM NULL
              OR ROW(b.region COLLATE pg_catalog."C", b.total) IS DISTINCT FROM
                 ROW(g.region COLLATE pg_catalog."C", g.total)) AS differs
      FROM (SELECT * FROM blue.account b
            WHERE (b.id) > ((:from0)::text::bigint) AND (b.id) <= ((:to0)::text::bigint)) b
      FULL JOIN (SELECT * FROM green.account g
                 WHERE (g.id) > ((:from0)::text::bigint) AND (g.id) <= ((:to0)::text::bigint)) g
      ON (b.id) = (g.id)
      OFFSET 0) p
