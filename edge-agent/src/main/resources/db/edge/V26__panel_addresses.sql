-- From where paired panels have spoken lately, so that a flood during a start does not take their places.
CREATE TABLE panel_address (
    address  TEXT    NOT NULL PRIMARY KEY,
    heard_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
