-- The replicas of this cloud, as an external broker must know them. No tenant's: only unfenced work sees it.
CREATE TABLE node (
    name    text PRIMARY KEY,
    seen_at timestamptz NOT NULL
);
ALTER TABLE node ENABLE ROW LEVEL SECURITY;
ALTER TABLE node FORCE ROW LEVEL SECURITY;
CREATE POLICY nobodys ON node USING (current_setting('lintel.scope', true) = 'all');
GRANT SELECT, INSERT, UPDATE, DELETE ON node TO lintel_app;

-- Two machines with one identity: neither is believed until an admin lets one of them in again.
ALTER TABLE edge DROP CONSTRAINT edge_state_check;
ALTER TABLE edge ADD CONSTRAINT edge_state_check
    CHECK (state IN ('awaiting', 'enrolled', 'revoked', 'quarantined', 'retired'));

-- A lost answer is given again to whoever asks with the same key, and to nobody else.
ALTER TABLE certificate ADD COLUMN key_hash text;
ALTER TABLE certificate ADD COLUMN chain text;
-- The certificate that this one followed; none for an enrolment.
ALTER TABLE certificate ADD COLUMN renews text;
ALTER TABLE certificate ADD COLUMN enrolled_by text;
CREATE INDEX certificate_by_serial ON certificate (serial);

-- The starts of an edge's agent, newest last. One that returns after another was seen means two machines.
CREATE TABLE edge_boot (
    tenant_id  uuid NOT NULL,
    edge_id    text NOT NULL,
    number     bigint GENERATED ALWAYS AS IDENTITY,
    boot       uuid NOT NULL,
    connection bigint NOT NULL,
    first_at   timestamptz NOT NULL,
    last_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, edge_id, boot),
    FOREIGN KEY (tenant_id, edge_id) REFERENCES edge
);
ALTER TABLE edge_boot ENABLE ROW LEVEL SECURITY;
ALTER TABLE edge_boot FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON edge_boot USING (tenant_id = nullif(current_setting('lintel.tenant', true), '')::uuid
    OR current_setting('lintel.scope', true) = 'all');
GRANT SELECT, INSERT, UPDATE, DELETE ON edge_boot TO lintel_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO lintel_app;
