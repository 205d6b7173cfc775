SELECT from_key, to_key
FROM bluegreen.chunk
WHERE plan_id = (SELECT max(plan_id) FROM bluegreen.plan WHERE kind = :kind AND table_name = :table)
ORDER BY chunk_id
