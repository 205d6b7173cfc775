-- Filled in: the mapping, Green, a condition that is true where the content of two rows differs.
SELECT count(*)
FROM %s b FULL JOIN %s g ON b.payment_id = g.payment_id
WHERE b.payment_id IS NULL OR g.payment_id IS NULL OR b.row_version <> g.row_version OR %s
