SELECT ARRAY[]::text[] AS money,
       count(*) FILTER (WHERE p.blue) AS blue, count(*) FILTER (WHERE p.green) AS green,
       count(*) FILTER (WHERE p.differs) AS differing,
       ARRAY[]::text[] AS blue_sums, ARRAY[]::text[] AS green_sums,
       count(*) FILTER (WHERE p.blue) AS source, count(*) FILTER (WHERE p.green) AS there
FROM (SELECT b.email IS DISTINCT FROM NULL AS blue, g.email IS DISTINCT FROM NULL AS green,
             (b.email IS NOT DISTINCT FROM NULL OR g.email IS NOT DISTINCT FROM NULL
              OR ROW(b.email::text COLLATE pg_catalog."C", b.points) IS DISTINCT FROM
                 ROW(g.email::text COLLATE pg_catalog."C", g.points)) AS differs
      FROM (SELECT * FROM blue.member b
            WHERE (b.email) > ((:from0)::text::public.citext) AND (b.email) <= ((:to0)::text::public.citext)) b
      FULL JOIN (SELECT * FROM green.member g
                 WHERE (g.email) > ((:from0)::text::public.citext) AND (g.email) <= ((:to0)::text::public.citext)) g
      ON (b.email) = (g.email)
      OFFSET 0) p
