SELECT count(*) AS compared,
       count(*) FILTER (WHERE
           (b.id, b.account, b.status, b.booked)
           IS DISTINCT FROM
           (g.id, g.account, g.status, g.booked)
       ) AS differing
FROM (SELECT * FROM blue.narrow WHERE id > :after AND id <= :up_to) b
FULL JOIN (SELECT * FROM green.narrow WHERE id > :after AND id <= :up_to) g USING (id)
