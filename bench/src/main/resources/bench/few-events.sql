-- A small table: what a command takes for it is what any command takes at least.
INSERT INTO blue.payment_events (payment_id, event_no, event_type, occurred_at)
SELECT payment_id, 1, 'CAPTURED', created_at FROM blue.payments ORDER BY payment_id LIMIT 10
