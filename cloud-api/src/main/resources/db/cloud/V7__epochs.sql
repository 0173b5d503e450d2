-- An edge that a floor has had before: its words of the old epoch are still taken, as wishes and for the file (R13).
ALTER TABLE edge_floor ADD COLUMN former boolean NOT NULL DEFAULT false;

-- Parts of a copy that a door offers, until all of them are there; any replica may receive any part.
CREATE TABLE copy_part (
    tenant_id  uuid NOT NULL,
    floor_id   uuid NOT NULL,
    whole      text NOT NULL,
    number     integer NOT NULL,
    parts      integer NOT NULL,
    rows       text NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, floor_id, whole, number),
    FOREIGN KEY (tenant_id, floor_id) REFERENCES floor
);
ALTER TABLE copy_part ENABLE ROW LEVEL SECURITY;
ALTER TABLE copy_part FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON copy_part USING (tenant_id = nullif(current_setting('lintel.tenant', true), '')::uuid
    OR current_setting('lintel.scope', true) = 'all');
GRANT SELECT, INSERT, DELETE ON copy_part TO lintel_app;
