-- Several replicas over one database: what each must be able to read from the tables alone.

-- When anything was last heard of the door, so that a last will that was lost leaves no floor linked for ever; and why
-- it counts as gone: a door that was merely silent is back with its next word, one that said goodbye greets first.
ALTER TABLE floor ADD COLUMN heard_at timestamptz;
ALTER TABLE floor ADD COLUMN link_silent boolean NOT NULL DEFAULT false;
-- Until then notices to people about this floor wait, because a backlog of its door is being read.
ALTER TABLE floor ADD COLUMN barrier_until timestamptz;
CREATE INDEX floor_linked ON floor (id) WHERE link = 'up';

-- Proposals are few; the decided ones are found by the fence's own index.
CREATE INDEX booking_requested ON booking (tenant_id, space_id) WHERE phase = 'requested';

-- What needs a human, kept until one has looked at it.
CREATE TABLE alarm (
    tenant_id  uuid NOT NULL,
    id         uuid NOT NULL,
    floor_id   uuid NOT NULL,
    at         timestamptz NOT NULL,
    op         uuid NOT NULL,
    kind       text NOT NULL,
    detail     text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, floor_id) REFERENCES floor
);
CREATE INDEX alarm_by_floor ON alarm (tenant_id, floor_id, at);
ALTER TABLE alarm ENABLE ROW LEVEL SECURITY;
ALTER TABLE alarm FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON alarm USING (tenant_id = nullif(current_setting('lintel.tenant', true), '')::uuid
    OR current_setting('lintel.scope', true) = 'all');
GRANT SELECT, INSERT ON alarm TO lintel_app;
