-- How far the change log of Blue was taken over, per table, with the evidence that the position still stands. All that was
-- committed in Blue before reached_at, by Green's clock, is in Green.
CREATE TABLE bluegreen.log_position (
    table_name text        NOT NULL PRIMARY KEY,
    position   jsonb       NOT NULL,
    pass       bigint      NOT NULL,
    began_at   timestamptz NOT NULL,
    reached_at timestamptz NOT NULL DEFAULT now(),
    broken     text
);
CREATE SEQUENCE bluegreen.pass_seq;

-- Keys that changed in Blue and are not yet known to be the same in Green. Written in the transaction that moves the
-- position, so a change is either still in the log or here.
--   new      to be set
--   set      a key that was deleted or changed away, set once; the applies open since then are not listed yet
--   waiting  .. and listed: one of them may have held a row of an earlier life
--   again    those have ended: to be set for the last time
CREATE TABLE bluegreen.changed_key (
    table_name text    NOT NULL,
    key        text[]  NOT NULL,
    gone       boolean NOT NULL,
    pass       bigint  NOT NULL,
    state      text    NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'set', 'waiting', 'again')),
    waits_for  text[],
    sqlstate   text,
    error      text,
    PRIMARY KEY (table_name, key)
);
