-- What became of what people reported here, as the cloud told it last.
CREATE TABLE issue_state (
    issue TEXT    NOT NULL PRIMARY KEY,
    state TEXT    NOT NULL,
    at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
