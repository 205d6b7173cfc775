INSERT INTO green.payments (
    payment_id, amount_minor, currency, status, created_at, updated_at, card_token, card_last4,
    customer_name, customer_email, description, merchant_reference, metadata_json, row_version)
SELECT payment_id, amount_minor, currency, status, created_at, updated_at, card_token, card_last4,
       customer_name, customer_email, description, merchant_reference, metadata_json, row_version
FROM blue.payments_as_green
WHERE payment_id IN (SELECT payment_id FROM bench.changed)
ON CONFLICT (payment_id) DO UPDATE SET
    amount_minor = excluded.amount_minor, currency = excluded.currency, status = excluded.status,
    created_at = excluded.created_at, updated_at = excluded.updated_at, card_token = excluded.card_token,
    card_last4 = excluded.card_last4, customer_name = excluded.customer_name, customer_email = excluded.customer_email,
    description = excluded.description, merchant_reference = excluded.merchant_reference,
    metadata_json = excluded.metadata_json, row_version = excluded.row_version
