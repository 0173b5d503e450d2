-- What was known of the time, each minute: after a reboot without battery clock or time server it is all there is, and
-- after a restart in the same run of the machine it tells whether somebody has set the clock meanwhile. The source is
-- 'server' or 'battery' with how long the machine had been running then, or 'disk' with the time known before.
DROP TABLE clock;

CREATE TABLE clock (
    only_row       INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    boot           TEXT    NOT NULL,
    running_millis INTEGER NOT NULL,
    known_at       INTEGER NOT NULL,
    source         TEXT    NOT NULL CHECK (source IN ('server', 'battery', 'disk')),
    source_millis  INTEGER NOT NULL
) STRICT;
