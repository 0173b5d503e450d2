-- What holds a slot is found by comparing instants, which row-level security lets an index do; ranges it does not. Both
-- instants stand in the index: with one of them, a plan made for any value would as soon walk all of a room's past.
DROP INDEX booking_requested;
CREATE INDEX booking_holding ON booking (tenant_id, space_id, ends_at, starts_at)
    WHERE phase IN ('requested', 'confirmed', 'checked-in');
