-- Panels of files that were taken out by hand: the file alone does not bring them back at the next start.
CREATE TABLE panel_gone (
    id TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Wrong tries are forgiven one by one, an hour each; they are counted by panel and by the number that was typed.
CREATE TABLE unlock_tries (
    subject     TEXT    NOT NULL PRIMARY KEY,
    forgiven_at INTEGER NOT NULL,
    last_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO unlock_tries SELECT subject, last_at + wrong * 3600000, last_at FROM unlock_try WHERE subject LIKE 'panel:%';

DROP TABLE unlock_try;
