-- The payment service reads Green with a role of its own; only `apply` writes here.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'payments_app') THEN
        GRANT USAGE ON SCHEMA green TO payments_app;
        GRANT SELECT ON green.payments TO payments_app;
    END IF;
END
$$;
