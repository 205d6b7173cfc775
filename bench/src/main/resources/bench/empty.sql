-- Green as every load finds it. A backfill does not log its own inserts, so no other load does either.
-- Filled in: Green.
DO $$
BEGIN
    PERFORM bluegreen_track.pause_insert_log('%1$s');
    TRUNCATE %1$s;
END
$$
