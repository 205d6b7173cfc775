-- What is over is found by its age, however much of it there is: retention runs with every pass.
CREATE INDEX plan_age ON bluegreen.plan (created_at);
CREATE INDEX verdict_age ON bluegreen.verdict (finished_at);
CREATE INDEX batch_job_execution_age ON bluegreen.batch_job_execution (create_time);
