-- Changed keys of which Green does not know yet.
SELECT count(*)
FROM bench.changed
JOIN blue.payments b USING (payment_id)
LEFT JOIN green.payments g USING (payment_id)
WHERE g.row_version IS DISTINCT FROM b.row_version
