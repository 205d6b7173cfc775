-- Binds: amount, currency, status, attributes.
INSERT INTO blue.payments (payment_id, amount, currency, status, created_at, attributes)
SELECT 1 + greatest(0, max(payment_id)), ?, ?, ?, timestamp '2024-02-29 12:00:00', ?
FROM blue.payments
RETURNING payment_id
