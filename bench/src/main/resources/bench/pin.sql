-- The connections are the parallelism, as the program's workers are.
SET jit = off;
SET max_parallel_workers_per_gather = 0;
SET TimeZone = 'UTC'
