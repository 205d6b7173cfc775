SELECT count(*) AS rows,
       bit_xor(hash_record_extended(ROW(
           int8send(id), kind, document::text), 0)) AS hash
FROM green.documents
WHERE id > :after AND id <= :up_to
