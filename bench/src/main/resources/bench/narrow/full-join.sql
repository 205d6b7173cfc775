SELECT count(*) AS compared,
       count(*) FILTER (WHERE
           (b.id, b.account, b.status, b.booked)
           IS DISTINCT FROM
           (g.id, g.account, g.status, g.booked)
       ) AS differing
FROM blue.narrow b
FULL JOIN green.narrow g USING (id)
