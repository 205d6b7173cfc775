-- From the start of the newest verify of changed rows to its verdict, in seconds.
SELECT extract(epoch FROM finished_at - started_at)
FROM bluegreen.verdict WHERE stands_on IS NOT NULL ORDER BY verdict_id DESC LIMIT 1
