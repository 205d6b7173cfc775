-- What the payment service needs beside the legacy tables.

-- The answer to each first request under an Idempotency-Key, committed with the payment that it made. An answer is NULL
-- only inside that transaction.
CREATE TABLE IF NOT EXISTS blue.idempotency_keys (
    idempotency_key text        NOT NULL PRIMARY KEY,
    fingerprint     bytea       NOT NULL,           -- of the request; another one under the same key is refused
    answer          text,
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS idempotency_keys_created_at ON blue.idempotency_keys (created_at);

-- Ids of new payments, above all that are there.
DO $$
BEGIN
    IF to_regclass('blue.payment_ids') IS NULL THEN
        CREATE SEQUENCE blue.payment_ids;
        PERFORM setval('blue.payment_ids', greatest((SELECT max(payment_id) FROM blue.payments), 0) + 1, false);
    END IF;
    -- The role of the service, where it has the name of the example.
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'payments_app') THEN
        GRANT USAGE ON SEQUENCE blue.payment_ids TO payments_app;
        GRANT SELECT, INSERT, UPDATE, DELETE ON blue.idempotency_keys TO payments_app;
    END IF;
END
$$;
