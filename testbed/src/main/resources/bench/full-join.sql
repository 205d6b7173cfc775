-- Filled in: the mapping, Green, the key of either side, a condition that is true where a pair is not the same.
SELECT count(*) FROM %s b FULL JOIN %s g ON (%s) = (%s) WHERE %s
