CREATE INDEX CONCURRENTLY IF NOT EXISTS payments_merchant_reference ON green.payments (merchant_reference);
