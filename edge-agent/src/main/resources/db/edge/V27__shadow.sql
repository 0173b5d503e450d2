-- In rooms that are only tried out: what the door would have given back, and whether that would have been right. Without a
-- verdict until its slot is over.
CREATE TABLE shadow_release (
    booking_id  TEXT    NOT NULL PRIMARY KEY,
    space_id    TEXT    NOT NULL,
    released_at INTEGER NOT NULL,
    ends_at     INTEGER NOT NULL,
    verdict     TEXT CHECK (verdict IN ('right', 'wrong', 'unknown'))
) STRICT, WITHOUT ROWID;
