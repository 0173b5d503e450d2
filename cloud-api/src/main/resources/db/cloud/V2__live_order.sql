-- Events are read in the order in which their transactions can be told complete.
CREATE INDEX live_event_order ON live_event (xact, seq);
