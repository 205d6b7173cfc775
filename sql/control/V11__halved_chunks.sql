-- A chunk that ended its session again and again is halved once, so that less is set aside if that does not help.
ALTER TABLE bluegreen.chunk ADD COLUMN halved boolean NOT NULL DEFAULT false;
