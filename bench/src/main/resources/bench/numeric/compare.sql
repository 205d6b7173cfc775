SELECT count(*) AS compared,
       count(*) FILTER (WHERE
           (b.id, b.account, b.amount, b.created_at, b.currency, b.status, b.reference, b.customer,
            b.email, b.note)
           IS DISTINCT FROM
           (g.id, g.account, g.amount, g.created_at, g.currency, g.status, g.reference, g.customer,
            g.email, g.note)
       ) AS differing
FROM (SELECT * FROM blue.amounts WHERE id > :after AND id <= :up_to) b
FULL JOIN (SELECT * FROM green.amounts WHERE id > :after AND id <= :up_to) g USING (id)
