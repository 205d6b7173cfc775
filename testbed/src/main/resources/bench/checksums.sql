-- What verify asks of a range. Filled in: condition of the range for b, g and s, columns to be hashed of b and g.
SELECT 'blue' AS side, ARRAY[b.currency::text, b.status::text] AS money, count(*) AS n,
       bit_xor(hashint8extended(hash_record_extended(ROW(%4$s), :rowSeed), :mixSeed)) AS hash,
       ARRAY[sum(b.amount_minor)::text] AS sums
FROM blue.payments_as_green b WHERE %1$s GROUP BY b.currency, b.status
UNION ALL
SELECT 'green', ARRAY[g.currency::text, g.status::text], count(*),
       bit_xor(hashint8extended(hash_record_extended(ROW(%5$s), :rowSeed), :mixSeed)),
       ARRAY[sum(g.amount_minor)::text]
FROM green.payments g WHERE %2$s GROUP BY g.currency, g.status
UNION ALL
SELECT 'source', '{}', count(*), 0, '{}' FROM blue.payments s WHERE %3$s
