-- After the backfill, when every parent is there. NOT VALID takes its lock for a moment only; from then on every new
-- row is checked.
DO $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_constraint
        WHERE conrelid = 'green.payment_events'::regclass AND conname = 'payment_events_payment_fk')
    THEN
        ALTER TABLE green.payment_events ADD CONSTRAINT payment_events_payment_fk
            FOREIGN KEY (payment_id) REFERENCES green.payments (payment_id) NOT VALID;
    END IF;
END
$$;
