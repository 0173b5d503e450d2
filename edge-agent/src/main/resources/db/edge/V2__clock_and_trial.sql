-- What the machine's time was worth when it was last written down: after a reboot without battery clock or time server
-- it is all that is known, and time never steps back below it.
CREATE TABLE clock (
    only_row        INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    known_at        INTEGER NOT NULL,
    synchronised_at INTEGER
) STRICT;

-- Filled and emptied while the disk refuses, to learn when it takes writes again.
CREATE TABLE trial (
    id     INTEGER NOT NULL PRIMARY KEY,
    filler BLOB    NOT NULL
) STRICT;
