-- How far each satellite has counted, by the hash of its key, once a minute: what was said before is not heard again, also
-- after a restart, but for that last minute.
CREATE TABLE satellite_count (
    key_sha256 TEXT    NOT NULL PRIMARY KEY,
    count      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
