-- To be run once Blue is tracked, as the superuser; the owner of the legacy tables owns the copy too.
DO $$
BEGIN
    SET LOCAL ROLE legacy_owner;
    CREATE SCHEMA same;
    CREATE TABLE same.payments (LIKE blue.payments INCLUDING DEFAULTS);
    INSERT INTO same.payments SELECT * FROM blue.payments;
    ALTER TABLE same.payments ADD PRIMARY KEY (payment_id);
END
$$
