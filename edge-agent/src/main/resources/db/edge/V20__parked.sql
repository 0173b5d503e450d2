-- Feed entries that this version could not read and that no decision waits for, as they came.
CREATE TABLE parked (
    hash      TEXT    NOT NULL PRIMARY KEY,
    parked_at INTEGER NOT NULL,
    body      TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
