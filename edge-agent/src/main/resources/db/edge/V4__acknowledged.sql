-- One row a day: by that time the cloud had acknowledged everything up to that entry. Entries are kept for 35 days after
-- they were acknowledged, and a floor that was cut off for a month has many that are old and acknowledged only now.
CREATE TABLE acknowledged (
    epoch   INTEGER NOT NULL,
    log_seq INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (epoch, log_seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX booking_by_end ON booking (ends_at);
CREATE INDEX operation_by_time ON operation (answered_at);
