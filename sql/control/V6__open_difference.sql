-- open: not the same, but a change of the key in Blue has not been taken over yet, so that it is no difference.
ALTER TABLE bluegreen.difference
    DROP CONSTRAINT difference_state_check,
    ADD CONSTRAINT difference_state_check CHECK (state IN ('candidate', 'confirmed', 'unsettled', 'open'));
