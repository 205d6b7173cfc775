CREATE INDEX payments_created_at ON blue.payments (created_at);
CREATE INDEX payments_merchant_reference ON blue.payments (merchant_reference);
ALTER TABLE blue.payment_events ADD CONSTRAINT payment_events_payment_id_fkey
    FOREIGN KEY (payment_id) REFERENCES blue.payments ON DELETE CASCADE;
