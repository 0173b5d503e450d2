-- Only in a backup of this file: when it was taken. A file that has this row and is opened as the floor's own was put back by
-- somebody, so what the door decided afterwards is missing from it.
CREATE TABLE backup_mark (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    taken_at INTEGER NOT NULL
) STRICT;
