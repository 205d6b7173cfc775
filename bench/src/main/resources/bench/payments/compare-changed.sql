SELECT count(*) AS compared,
       count(*) FILTER (WHERE
           (b.payment_id, b.amount_minor, b.currency, b.status, b.created_at, b.updated_at, b.card_token, b.card_last4,
            b.customer_name, b.customer_email, b.description, b.merchant_reference, b.metadata_json, b.row_version)
           IS DISTINCT FROM
           (g.payment_id, g.amount_minor, g.currency, g.status, g.created_at, g.updated_at, g.card_token, g.card_last4,
            g.customer_name, g.customer_email, g.description, g.merchant_reference, g.metadata_json, g.row_version)
       ) AS differing
FROM bench.changed c
LEFT JOIN blue.payments_as_green b ON b.payment_id = c.payment_id
LEFT JOIN green.payments g ON g.payment_id = c.payment_id
