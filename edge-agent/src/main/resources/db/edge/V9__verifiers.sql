-- Whom the doors of this floor recognise: argon2id of a PIN or a badge, sealed with a secret that lies beside this file.
CREATE TABLE verifier (
    person_id TEXT NOT NULL,
    means     TEXT NOT NULL CHECK (means IN ('pin', 'badge')),
    number    TEXT UNIQUE,
    salt      TEXT NOT NULL,
    sealed    TEXT NOT NULL,
    PRIMARY KEY (person_id, means)
) STRICT, WITHOUT ROWID;

CREATE INDEX verifier_by_seal ON verifier (sealed);

-- Wrong tries in a row, by panel and by the person they were made against. A restart forgives none.
CREATE TABLE unlock_try (
    subject TEXT    NOT NULL PRIMARY KEY,
    wrong   INTEGER NOT NULL,
    last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
