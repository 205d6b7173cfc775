-- What verify --exact asks of a range. Filled in: condition of the range for b, g and s, a condition that is true where
-- the content of b and g differs.
SELECT ARRAY[b.currency::text, b.status::text] AS blue_money, ARRAY[g.currency::text, g.status::text] AS green_money,
       count(b.payment_id) AS blue, count(g.payment_id) AS green, count(*) AS pairs,
       count(*) FILTER (WHERE b.payment_id IS NULL OR g.payment_id IS NULL OR b.row_version <> g.row_version OR %4$s)
           AS differing,
       ARRAY[sum(b.amount_minor)::text] AS blue_sums, ARRAY[sum(g.amount_minor)::text] AS green_sums,
       (SELECT count(*) FROM blue.payments s WHERE %3$s) AS source,
       (SELECT count(*) FROM green.payments g WHERE %2$s) AS there
FROM (SELECT * FROM blue.payments_as_green b WHERE %1$s) b
FULL JOIN (SELECT * FROM green.payments g WHERE %2$s) g ON b.payment_id = g.payment_id
GROUP BY b.currency, b.status, g.currency, g.status
