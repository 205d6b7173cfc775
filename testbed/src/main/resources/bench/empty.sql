-- Green as every load finds it. A backfill does not log its own inserts, so no other load does either.
DO $$
BEGIN
    PERFORM bluegreen_track.pause_insert_log('green.payments');
    TRUNCATE green.payments;
END
$$
