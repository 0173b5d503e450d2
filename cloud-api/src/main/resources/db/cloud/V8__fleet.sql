-- What is outside the two logs: how edges and what hangs on them should be and are.

-- One row per thing of an edge that somebody wants in some way; a version of its own, so that items may overtake each other.
CREATE TABLE desired (
    tenant_id  uuid NOT NULL,
    edge_id    text NOT NULL,
    about      text NOT NULL,
    version    bigint NOT NULL,
    -- Nothing: the thing is to be forgotten.
    settings   text,
    changed_at timestamptz NOT NULL,
    sent_at    timestamptz,
    -- The edge has reported this version; what is not settled is sent again and again, so it has an index of its own.
    settled    boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant_id, edge_id, about),
    FOREIGN KEY (tenant_id, edge_id) REFERENCES edge
);
CREATE INDEX desired_unsettled ON desired (changed_at) WHERE NOT settled;

CREATE TABLE reported (
    tenant_id  uuid NOT NULL,
    edge_id    text NOT NULL,
    about      text NOT NULL,
    version    bigint NOT NULL,
    settings   text,
    problem    text,
    at         timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, edge_id, about),
    FOREIGN KEY (tenant_id, edge_id) REFERENCES edge
);

CREATE TABLE edge_health (
    tenant_id  uuid NOT NULL,
    edge_id    text NOT NULL,
    body       text NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, edge_id),
    FOREIGN KEY (tenant_id, edge_id) REFERENCES edge
);

-- As the edge tells: it alone lets panels in, also while it is cut off.
CREATE TABLE panel (
    tenant_id  uuid NOT NULL,
    edge_id    text NOT NULL,
    id         uuid NOT NULL,
    space_id   uuid NOT NULL,
    paired_at  timestamptz NOT NULL,
    how        text NOT NULL,
    PRIMARY KEY (tenant_id, edge_id, id),
    FOREIGN KEY (tenant_id, edge_id) REFERENCES edge,
    FOREIGN KEY (tenant_id, space_id) REFERENCES space
);

CREATE TABLE edge_order (
    tenant_id   uuid NOT NULL,
    op          uuid NOT NULL,
    edge_id     text NOT NULL,
    floor_id    uuid NOT NULL,
    body        text NOT NULL,
    made_at     timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    sent_at     timestamptz,
    answered_at timestamptz,
    reply       text,
    PRIMARY KEY (tenant_id, op, floor_id),
    FOREIGN KEY (tenant_id, edge_id) REFERENCES edge,
    FOREIGN KEY (tenant_id, floor_id) REFERENCES floor
);
CREATE INDEX edge_order_open ON edge_order (expires_at) WHERE answered_at IS NULL;

-- Reported at a door; the id is the operation of the door's own entry, so a repeated entry is the same issue.
CREATE TABLE issue (
    tenant_id  uuid NOT NULL,
    id         uuid NOT NULL,
    floor_id   uuid NOT NULL,
    space_id   uuid,
    kind       text NOT NULL,
    at         timestamptz NOT NULL,
    state      text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'taken', 'fixed')),
    changed_at timestamptz NOT NULL,
    changed_by text,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, floor_id) REFERENCES floor,
    FOREIGN KEY (tenant_id, space_id) REFERENCES space
);
CREATE INDEX issue_by_state ON issue (tenant_id, state, at);

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['desired', 'reported', 'edge_health', 'panel', 'edge_order', 'issue']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY own_tenant ON %I USING (tenant_id = nullif(current_setting(''lintel.tenant'', true), '''')::uuid'
            || ' OR current_setting(''lintel.scope'', true) = ''all'')', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO lintel_app', name);
    END LOOP;
END $$;
