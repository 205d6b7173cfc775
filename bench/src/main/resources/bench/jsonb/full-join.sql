SELECT count(*) AS compared,
       count(*) FILTER (WHERE
           (b.id, b.kind, b.document)
           IS DISTINCT FROM
           (g.id, g.kind, g.document)
       ) AS differing
FROM blue.documents b
FULL JOIN green.documents g USING (id)
