-- A fill is twice as fast when it builds them at its end.
DROP INDEX blue.payments_created_at, blue.payments_merchant_reference;
ALTER TABLE blue.payment_events DROP CONSTRAINT payment_events_payment_id_fkey;
