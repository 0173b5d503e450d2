-- What is remembered of each sensor beyond what it said lately: how long it has been heard seeing nobody, and how often in a
-- row it contradicted the other sensors of its room or people at the door.
CREATE TABLE sensor_memory (
    space_id    TEXT    NOT NULL,
    sensor      TEXT    NOT NULL,
    technology  TEXT    NOT NULL,
    silent_ms   INTEGER NOT NULL,
    alone       INTEGER NOT NULL,
    unseen      INTEGER NOT NULL,
    missed      INTEGER NOT NULL,
    saved_at    INTEGER NOT NULL,
    PRIMARY KEY (space_id, sensor)
) STRICT, WITHOUT ROWID;
