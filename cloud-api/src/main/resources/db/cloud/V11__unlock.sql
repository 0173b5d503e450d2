-- Which actions at a room's door ask who it is, as canonical JSON; nothing: none does.
ALTER TABLE space ADD COLUMN guard text;

-- Typed before a person's PIN. Kept when the PIN goes, so that a new one has the same number.
CREATE TABLE door_number (
    tenant_id uuid NOT NULL,
    person_id uuid NOT NULL,
    number    text NOT NULL CHECK (number ~ '^[0-9]{4}$'),
    PRIMARY KEY (tenant_id, person_id),
    UNIQUE (tenant_id, number),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person
);

-- What PINs and badges are recognised by: argon2id, never the thing itself.
CREATE TABLE verifier (
    tenant_id uuid NOT NULL,
    person_id uuid NOT NULL,
    means     text NOT NULL CHECK (means IN ('pin', 'badge')),
    salt      text NOT NULL,
    hash      text NOT NULL,
    set_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, person_id, means),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person
);
-- All badges of a tenant share a salt, so equal hashes are one badge.
CREATE UNIQUE INDEX verifier_badge ON verifier (tenant_id, hash) WHERE means = 'badge';

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['door_number', 'verifier'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY own_tenant ON %I USING (tenant_id = nullif(current_setting(''lintel.tenant'', true), '''')::uuid'
            || ' OR current_setting(''lintel.scope'', true) = ''all'')', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO lintel_app', name);
    END LOOP;
END $$;
