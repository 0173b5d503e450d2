-- Somebody at the panel asked for more time; once for each booking, also across a restart.
CREATE TABLE snooze (
    booking_id TEXT    NOT NULL PRIMARY KEY,
    snoozed_at INTEGER NOT NULL
) STRICT;

-- Bookings that were given back because nobody came. Taken back or revived, the row goes.
CREATE TABLE strike (
    booking_id   TEXT    NOT NULL PRIMARY KEY,
    operation_id TEXT    NOT NULL,
    organiser    TEXT,
    released_at  INTEGER NOT NULL
) STRICT;
