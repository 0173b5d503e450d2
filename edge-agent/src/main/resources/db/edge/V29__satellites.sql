-- How far each satellite has counted, by the hash of its key: what was said before is not heard again, also after a restart.
CREATE TABLE satellite_count (
    key_sha256 TEXT    NOT NULL PRIMARY KEY,
    count      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
