SELECT count(*) AS rows,
       bit_xor(hash_record_extended(ROW(
           int8send(payment_id), int8send(amount_minor), currency, status, timestamptz_send(created_at),
           timestamptz_send(updated_at), card_token, card_last4, customer_name, customer_email, description,
           merchant_reference, metadata_json::text, int8send(row_version)), 0)) AS hash
FROM blue.payments_as_green
WHERE payment_id > :after AND payment_id <= :up_to
