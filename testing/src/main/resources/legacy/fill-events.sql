-- Bind: seed. Half an event per payment: one in four has one, one in eight has two.
INSERT INTO blue.payment_events (payment_id, event_no, event_type, occurred_at, amount, note)
SELECT payment_id, event_no,
       (ARRAY['AUTHORIZED', 'CAPTURED', 'REFUNDED', 'CHARGEBACK'])[1 + (h >> 3 & 3)],
       created_at + make_interval(secs => event_no + (h >> 8 & 4095)::int),
       CASE WHEN h >> 5 & 3 > 0 THEN amount END,
       (ARRAY[NULL, '', 'ok', 'it''s "done" \ 🦊'])[1 + (h >> 20 & 3)]
FROM (SELECT payment_id, amount, created_at, hashint8extended(payment_id, ?::bigint) AS h FROM blue.payments) p
CROSS JOIN LATERAL generate_series(1, CASE WHEN h & 7 < 2 THEN 1 WHEN h & 7 = 2 THEN 2 ELSE 0 END) event_no
