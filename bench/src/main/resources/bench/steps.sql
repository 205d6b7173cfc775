-- What the newest plan of a kind and table took. The steps' times are local time of the program that ran them.
SELECT min(s.start_time) AS began,
       extract(epoch FROM max(s.end_time) - min(s.start_time)) AS seconds,
       extract(epoch FROM sum(s.end_time - s.start_time)) AS worked,
       (SELECT sum(c.seconds) FROM bluegreen.chunk c WHERE c.plan_id = p.plan_id) AS in_chunks
FROM (SELECT max(plan_id) AS plan_id FROM bluegreen.plan WHERE kind = :kind AND table_name = :table) p
JOIN bluegreen.batch_job_execution_params a ON a.parameter_name = 'plan' AND a.parameter_value = p.plan_id::text
JOIN bluegreen.batch_step_execution s ON s.job_execution_id = a.job_execution_id
WHERE s.step_name ~ ':worker[0-9]+$'
GROUP BY p.plan_id
