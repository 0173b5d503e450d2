-- A cloud from a backup hears of bookings in rooms that it has forgotten: the door's log comes before its copy, which brings the
-- room back (R16). A booking waits for its room then; it is refused for no lack of it, or the door would repeat it for ever.
ALTER TABLE booking DROP CONSTRAINT booking_tenant_id_space_id_fkey;

-- The number of the connection with which a floor's door greeted last: the will of an earlier one, whichever replica hears
-- it however late, tells of nothing that still is.
ALTER TABLE floor ADD COLUMN link_connection bigint NOT NULL DEFAULT 0;

-- Who resumes reads their own tenant's events, and not those of all others on the way.
CREATE INDEX live_event_by_tenant ON live_event (tenant_id, xact, seq);
