-- The same tracking that `bluegreen track` gives any other table: a version and a change log.
SELECT bluegreen_track.track('blue.payments');
SELECT bluegreen_track.track('blue.payment_events');
