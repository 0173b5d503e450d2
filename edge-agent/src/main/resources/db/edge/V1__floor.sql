-- One floor in one file: what a decision reads and writes is one commit. Instants are milliseconds since 1970 (UTC),
-- ids lower-case text; a column named body holds canonical JSON, with beside it only what is asked for by value.

CREATE TABLE door (
    only_row        INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    floor_id        TEXT    NOT NULL,
    epoch           INTEGER NOT NULL CHECK (epoch >= 1),
    generation      TEXT,
    line_at         INTEGER NOT NULL,
    log_seq         INTEGER NOT NULL CHECK (log_seq >= 0),
    log_hash        TEXT    NOT NULL,
    log_acked_seq   INTEGER NOT NULL CHECK (log_acked_seq BETWEEN 0 AND log_seq),
    log_acked_hash  TEXT    NOT NULL,
    feed_seq        INTEGER NOT NULL CHECK (feed_seq >= 0),
    feed_hash       TEXT    NOT NULL,
    standing        TEXT    NOT NULL
) STRICT;

CREATE TABLE space (
    id   TEXT NOT NULL PRIMARY KEY,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE person (
    id   TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE booking (
    id        TEXT    NOT NULL PRIMARY KEY,
    space_id  TEXT    NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at   INTEGER NOT NULL CHECK (ends_at > starts_at),
    phase     TEXT    NOT NULL,
    body      TEXT    NOT NULL
) STRICT;

-- Wishes of ours that the cloud has not answered.
CREATE TABLE request (
    operation_id TEXT    NOT NULL PRIMARY KEY,
    seq          INTEGER NOT NULL,
    body         TEXT    NOT NULL
) STRICT;

-- The first answer of every operation: whoever asks again with the same id gets it again.
CREATE TABLE operation (
    id          TEXT    NOT NULL PRIMARY KEY,
    answered_at INTEGER NOT NULL,
    body        TEXT    NOT NULL
) STRICT;

CREATE TABLE door_log (
    epoch        INTEGER NOT NULL,
    seq          INTEGER NOT NULL,
    hash         TEXT    NOT NULL,
    operation_id TEXT    NOT NULL,
    written_at   INTEGER NOT NULL,
    body         TEXT    NOT NULL,
    PRIMARY KEY (epoch, seq)
) STRICT, WITHOUT ROWID;

-- Which feed entries were applied, so that a repeated one is told from a fork.
CREATE TABLE feed_applied (
    epoch      INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    hash       TEXT    NOT NULL,
    applied_at INTEGER NOT NULL,
    PRIMARY KEY (epoch, seq)
) STRICT, WITHOUT ROWID;

-- Feed entries that this version could not read; what their heads name stays held.
CREATE TABLE feed_unread (
    seq  INTEGER NOT NULL PRIMARY KEY,
    head TEXT    NOT NULL
) STRICT;

-- When the cloud was last heard, for the sentence "last synced 10:42" that must survive a reboot; and how many
-- connections there have been, so that a late last will is told from the present state.
CREATE TABLE link (
    only_row    INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    synced_at   INTEGER,
    connections INTEGER NOT NULL
) STRICT;

INSERT INTO link (only_row, synced_at, connections) VALUES (1, NULL, 0);

CREATE TABLE panel (
    id         TEXT NOT NULL PRIMARY KEY,
    space_id   TEXT NOT NULL,
    key_sha256 TEXT NOT NULL UNIQUE,
    source     TEXT NOT NULL CHECK (source IN ('file', 'paired'))
) STRICT;
