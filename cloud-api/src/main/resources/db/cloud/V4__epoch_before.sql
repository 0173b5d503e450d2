-- How far the door's log of the epoch before the present one is contained, so that a door which comes late into the new
-- epoch knows from where to tell again.
ALTER TABLE floor
    ADD COLUMN before_seq  bigint NOT NULL DEFAULT 0,
    ADD COLUMN before_hash text NOT NULL DEFAULT repeat('0', 64);
