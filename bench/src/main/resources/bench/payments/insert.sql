INSERT INTO green.payments (
    payment_id, amount_minor, currency, status, created_at, updated_at, card_token, card_last4,
    customer_name, customer_email, description, merchant_reference, metadata_json, row_version)
SELECT payment_id, amount_minor, currency, status, created_at, updated_at, card_token, card_last4,
       customer_name, customer_email, description, merchant_reference, metadata_json, row_version
FROM blue.payments_as_green
WHERE payment_id > :after AND payment_id <= :up_to
