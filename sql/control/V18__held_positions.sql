-- Since when the oldest transaction that a pass saw running in Blue has been running: no position can pass it.
ALTER TABLE bluegreen.log_position ADD COLUMN held_since timestamptz;
COMMENT ON COLUMN bluegreen.log_position.held_since IS
    'when an earlier pass began that saw the same oldest transaction of Blue; NULL: there is none that old';
