SELECT count(*) AS rows,
       bit_xor(hash_record_extended(ROW(
           int8send(id), int8send(account), numeric_send(trim_scale(amount)),
           timestamptz_send(created_at), currency, status, reference, customer, email, note), 0)) AS hash
FROM blue.amounts
WHERE id > :after AND id <= :up_to
