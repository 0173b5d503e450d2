-- A panel is recognised by a secret that it shows (only its hash is kept), or by a key that it signs with.
CREATE TABLE paired_panel (
    id         TEXT    NOT NULL PRIMARY KEY,
    space_id   TEXT    NOT NULL,
    key_sha256 TEXT    UNIQUE,
    public_key TEXT    UNIQUE,
    source     TEXT    NOT NULL CHECK (source IN ('file', 'code')),
    paired_at  INTEGER NOT NULL,
    paired_by  TEXT    NOT NULL,
    CHECK ((key_sha256 IS NULL) <> (public_key IS NULL))
) STRICT;

INSERT INTO paired_panel (id, space_id, key_sha256, source, paired_at, paired_by)
    SELECT id, space_id, key_sha256, 'file', 0, 'file' FROM panel;

DROP TABLE panel;

-- Codes that are being shown, and those whose panel has not heard yet that it was confirmed.
CREATE TABLE pairing (
    secret_sha256 TEXT    NOT NULL PRIMARY KEY,
    code          TEXT    NOT NULL,
    public_key    TEXT,
    replaces      TEXT,
    expires_at    INTEGER NOT NULL,
    wrong_tries   INTEGER NOT NULL,
    panel_id      TEXT
) STRICT;

-- What the hourly limits count.
CREATE TABLE pairing_count (
    at      INTEGER NOT NULL,
    kind    TEXT    NOT NULL CHECK (kind IN ('code', 'wrong')),
    address TEXT    NOT NULL
) STRICT;

-- Secrets that this agent made for itself: what it signs sessions with.
CREATE TABLE own_secret (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
