CREATE INDEX CONCURRENTLY IF NOT EXISTS payments_created_at ON green.payments (created_at);
