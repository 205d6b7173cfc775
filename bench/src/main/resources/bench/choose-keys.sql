-- The keys that will change: every n-th one. Filled in: n.
CREATE SCHEMA IF NOT EXISTS bench;
DROP TABLE IF EXISTS bench.changed;
CREATE TABLE bench.changed AS
SELECT payment_id FROM (SELECT payment_id, row_number() OVER (ORDER BY payment_id) AS n FROM blue.payments) keys
WHERE n %% %d = 0;
ALTER TABLE bench.changed ADD PRIMARY KEY (payment_id);
ANALYZE bench.changed;
GRANT USAGE ON SCHEMA bench TO bluegreen_jobs;
GRANT SELECT ON bench.changed TO bluegreen_jobs
