-- What orders were answered: a repeated one gets its first answer.
CREATE TABLE order_reply (
    id      TEXT    NOT NULL PRIMARY KEY,
    refused TEXT,
    facts   TEXT    NOT NULL,
    at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How things were wished to be, as far as it was applied, and why not further.
CREATE TABLE setting (
    about    TEXT    NOT NULL PRIMARY KEY,
    version  INTEGER NOT NULL,
    settings TEXT,
    problem  TEXT
) STRICT, WITHOUT ROWID;
