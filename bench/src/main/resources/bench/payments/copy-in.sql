COPY green.payments (
    payment_id, amount_minor, currency, status, created_at, updated_at, card_token, card_last4,
    customer_name, customer_email, description, merchant_reference, metadata_json, row_version)
FROM STDIN (FORMAT binary)
