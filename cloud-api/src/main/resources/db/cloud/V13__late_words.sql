-- How far a door that was replaced has been heard (R13): its log goes on where the applied one stopped, under an epoch that is over.
-- Without a key to `edge`: whoever reads a late word holds the floor, and must not wait for an edge whose holder waits for the floor.
CREATE TABLE late_cursor (
    tenant_id uuid NOT NULL,
    floor_id  uuid NOT NULL,
    edge_id   text NOT NULL,
    epoch     bigint NOT NULL,
    seq       bigint NOT NULL,
    hash      text NOT NULL,
    -- Where its log ended when it greeted: up to there it is listened to.
    head_seq  bigint NOT NULL,
    PRIMARY KEY (tenant_id, floor_id, edge_id, epoch),
    FOREIGN KEY (tenant_id, floor_id) REFERENCES floor
);
ALTER TABLE late_cursor ENABLE ROW LEVEL SECURITY;
ALTER TABLE late_cursor FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON late_cursor USING (tenant_id = nullif(current_setting('lintel.tenant', true), '')::uuid
    OR current_setting('lintel.scope', true) = 'all');
GRANT SELECT, INSERT, UPDATE, DELETE ON late_cursor TO lintel_app;

-- The number with which a start first showed itself: an earlier one of another start was merely heard late.
ALTER TABLE edge_boot ADD COLUMN first_connection bigint NOT NULL DEFAULT 0;
