-- Every n-th key. Filled in: the table, its key, n.
SELECT %2$s FROM (SELECT %2$s, row_number() OVER (ORDER BY %2$s) AS n FROM %1$s) keys WHERE n %% %3$d = 0 ORDER BY n
