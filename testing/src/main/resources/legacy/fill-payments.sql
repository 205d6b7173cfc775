-- Binds: rows, seed. Everything follows from the row's number and the seed: h and g are its random bits. Rare
-- cases hang on the number, so that a small table has them too. Ids are dense but for gaps, a few are negative.
INSERT INTO blue.payments (payment_id, amount, currency, status, created_at, updated_at, card_token, card_last4,
                           customer_name, customer_email, description, attributes, merchant_reference)
SELECT CASE WHEN i <= 3 THEN (ARRAY[-9000000000000000000, -42, -1])[i]
            ELSE i + 7 * (i / 100) + 100000 * (i / 500000) END,
       CASE WHEN g & 63 = 0 THEN 0
            WHEN i % 4096 = 17 THEN 123456789012345
            WHEN i % 512 = 18 THEN -minor * unit
            ELSE minor * unit END,
       currency,
       (ARRAY['CAPTURED', 'CAPTURED', 'CAPTURED', 'PENDING', 'AUTHORIZED', 'REFUNDED', 'FAILED', 'CANCELLED'])
           [1 + (h >> 3 & 7)],
       created_at,
       CASE WHEN h >> 6 & 3 > 0 THEN created_at + make_interval(secs => (g >> 24 & 8191)::int) END,
       CASE WHEN h >> 8 & 127 > 0 THEN 'tok_' || to_hex(g) END,
       CASE h >> 15 & 255 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN '42'
            ELSE right('000' || (g >> 32 & 8191), 4) END,
       CASE WHEN h >> 23 & 15 > 7 THEN 'Customer ' || (h >> 27 & 65535)
            ELSE (ARRAY[NULL, '', 'null', 'Siobhán O''Brien', 'Zoë "Zed" Müller', 'Back\slash \N \\',
                        '🦊 Fox 👩‍🚀', E' tab\tand\nnewline\r '])[1 + (h >> 23 & 7)] END,
       CASE WHEN h >> 26 & 7 = 0 THEN NULL WHEN h >> 29 & 63 = 0 THEN ''
            ELSE 'c' || (h >> 27 & 65535) || '@example.com' END,
       CASE WHEN i % 250000 = 7 THEN repeat(md5(g::text), 4096)
            WHEN h >> 35 & 3 = 0 THEN NULL
            WHEN h >> 37 & 31 = 0 THEN ''
            ELSE 'Order ' || (g & 1048575) || (ARRAY['', ' - it''s late', E'\nline two', ' 💶 100%'])[1 + (h >> 42 & 3)]
       END,
       CASE WHEN i % 250000 = 11 THEN 'blob=' || repeat(md5(h::text), 4096) || ';channel=web'
            ELSE (ARRAY[NULL, NULL, '', 'channel=web', 'channel=app;locale=de_DE',
                        'url=https://shop.example/p?a=1&b=2;empty=', 'note=it''s "quoted" \ and 🦊;Größe=XL',
                        E'text=line one\nline two\t!;a b = c '])[1 + (h >> 44 & 7)] || suffix END,
       CASE WHEN h >> 47 & 63 > 0 THEN 'ORD-' || upper(to_hex(g >> 20 & 4294967295)) END
FROM (
    SELECT i, h, g,
           g & 16777215 AS minor,
           (ARRAY['EUR', 'EUR', 'USD', 'USD', 'GBP', 'JPY', 'KWD', 'BHD'])[1 + (h & 7)] AS currency,
           (ARRAY[0.01, 0.01, 0.01, 0.01, 0.01, 1, 0.001, 0.001])[1 + (h & 7)] AS unit,
           -- One time that clocks in Europe skip, one before 1970, else a row every second.
           CASE i % 1024 WHEN 19 THEN timestamp '2021-03-28 02:30:00' WHEN 20 THEN timestamp '1969-12-31 23:59:59.999999'
                ELSE timestamp '2019-01-01' + make_interval(secs => i % 200000000 + (g >> 40 & 524287) / 1e6) END
               AS created_at,
           CASE WHEN h >> 44 & 7 > 2 THEN ';order=' || (g & 1048575) ELSE '' END AS suffix
    FROM (SELECT i, hashint8extended(i, seed) AS h, hashint8extended(-i, seed) AS g
          FROM (SELECT ?::bigint AS rows, ?::bigint AS seed) given, generate_series(1, rows) i) bits
) legacy
