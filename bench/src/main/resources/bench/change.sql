-- Another description each time.
UPDATE blue.payments SET description = 'changed by ' || pg_current_xact_id()
WHERE payment_id IN (SELECT payment_id FROM bench.changed)
