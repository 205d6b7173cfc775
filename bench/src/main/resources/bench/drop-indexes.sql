DO $$
DECLARE
    secondary regclass;
BEGIN
    FOR secondary IN SELECT indexrelid FROM pg_index WHERE indrelid = 'green.payments'::regclass AND NOT indisunique LOOP
        EXECUTE format('DROP INDEX %s', secondary);
    END LOOP;
END
$$
