-- Under which operation a release was put off: asked again with the same one, a panel gets its first answer again.
DROP TABLE snooze;
CREATE TABLE snooze (
    booking_id   TEXT    NOT NULL PRIMARY KEY,
    operation_id TEXT    NOT NULL,
    snoozed_at   INTEGER NOT NULL
) STRICT;
