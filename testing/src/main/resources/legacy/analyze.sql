ANALYZE blue.currencies, blue.payments, blue.payment_events;
