SELECT count(*) AS compared,
       count(*) FILTER (WHERE
           (b.id, b.kind, b.document)
           IS DISTINCT FROM
           (g.id, g.kind, g.document)
       ) AS differing
FROM (SELECT * FROM blue.documents WHERE id > :after AND id <= :up_to) b
FULL JOIN (SELECT * FROM green.documents WHERE id > :after AND id <= :up_to) g USING (id)
