-- The cloud's tables. The owner of this schema migrates; `lintel_app` works in it, owns nothing and passes through
-- row-level security. tenant_id leads every key, so that one tenant's rows lie together and no query can forget it.

CREATE EXTENSION IF NOT EXISTS btree_gist;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lintel_app') THEN
        CREATE ROLE lintel_app LOGIN;
    END IF;
END $$;

CREATE TABLE tenant (
    id         uuid PRIMARY KEY,
    slug       text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{1,39}$'),
    name       text NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE person (
    tenant_id  uuid NOT NULL REFERENCES tenant,
    id         uuid NOT NULL,
    email      text NOT NULL,
    name       text NOT NULL,
    role       text NOT NULL CHECK (role IN ('owner', 'member')),
    active     boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
-- Addresses differ in case only by accident.
CREATE UNIQUE INDEX person_email ON person (tenant_id, lower(email));

CREATE TABLE credential (
    tenant_id  uuid NOT NULL,
    person_id  uuid NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('password')),
    verifier   text NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, person_id, kind),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person
);

-- One row per sign-in, kept as a family: a refresh token used twice ends all of it.
CREATE TABLE session (
    tenant_id        uuid NOT NULL,
    id               uuid NOT NULL,
    person_id        uuid NOT NULL,
    created_at       timestamptz NOT NULL,
    expires_at       timestamptz NOT NULL,
    refresh_number   integer NOT NULL,
    rotated_at       timestamptz NOT NULL,
    ended_at         timestamptz,
    ended_because    text,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person
);

CREATE TABLE site (
    tenant_id  uuid NOT NULL REFERENCES tenant,
    id         uuid NOT NULL,
    name       text NOT NULL,
    time_zone  text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name)
);

-- The row that R1 locks: whoever decides anything on a floor holds it first.
CREATE TABLE floor (
    tenant_id       uuid NOT NULL,
    id              uuid NOT NULL,
    site_id         uuid NOT NULL,
    name            text NOT NULL,
    created_at      timestamptz NOT NULL,
    horizon_minutes integer NOT NULL DEFAULT 1440 CHECK (horizon_minutes BETWEEN 60 AND 20160),
    -- The cloud's position on the line, as the shared rules read and write it. No line_at: the cloud decides all.
    epoch           bigint NOT NULL DEFAULT 1,
    generation      uuid NOT NULL,
    line_at         timestamptz,
    feed_seq        bigint NOT NULL DEFAULT 0,
    feed_hash       text NOT NULL DEFAULT repeat('0', 64),
    feed_acked_seq  bigint NOT NULL DEFAULT 0,
    feed_acked_hash text NOT NULL DEFAULT repeat('0', 64),
    log_seq         bigint NOT NULL DEFAULT 0,
    log_hash        text NOT NULL DEFAULT repeat('0', 64),
    grant_seq       bigint NOT NULL DEFAULT 0,
    standing        text NOT NULL,
    -- Written by the floor's listener: whether a door is there and since when that is so.
    link            text NOT NULL DEFAULT 'none' CHECK (link IN ('none', 'up', 'down')),
    link_changed_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, site_id) REFERENCES site,
    UNIQUE (tenant_id, site_id, name)
);
CREATE INDEX floor_by_id ON floor (id);

CREATE TABLE space (
    tenant_id  uuid NOT NULL,
    id         uuid NOT NULL,
    floor_id   uuid NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('room', 'desk')),
    name       text NOT NULL,
    capacity   integer NOT NULL CHECK (capacity BETWEEN 1 AND 10000),
    closed     text,
    privacy    text NOT NULL DEFAULT 'title' CHECK (privacy IN ('title', 'organiser', 'busy')),
    -- House rules that differ from the usual ones, in seconds; nothing means the usual.
    check_in_opens_seconds integer,
    grace_seconds          integer,
    minimum_seconds        integer,
    maximum_seconds        integer,
    ahead_seconds          integer,
    buffer_seconds         integer,
    kept_from_seconds      integer,
    version    integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, floor_id) REFERENCES floor,
    UNIQUE (tenant_id, floor_id, name)
);

CREATE TABLE booking (
    tenant_id  uuid NOT NULL,
    id         uuid NOT NULL,
    floor_id   uuid NOT NULL,
    space_id   uuid NOT NULL,
    starts_at  timestamptz NOT NULL,
    ends_at    timestamptz NOT NULL,
    version    integer NOT NULL CHECK (version >= 1),
    organiser  uuid,
    phase      text NOT NULL CHECK (phase IN ('requested', 'confirmed', 'checked-in', 'completed', 'released',
                                              'cancelled', 'declined')),
    -- The booking as both parties write it; the columns above are what queries and the fence read of it.
    body       text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, floor_id) REFERENCES floor,
    FOREIGN KEY (tenant_id, space_id) REFERENCES space,
    CHECK (starts_at < ends_at),
    -- The second fence: whatever the rules think, no two decided bookings of a space overlap. Checked at commit, for
    -- one step may free a slot and give it away.
    CONSTRAINT booking_no_overlap EXCLUDE USING gist (
        tenant_id WITH =, space_id WITH =, tstzrange(starts_at, ends_at) WITH &&
    ) WHERE (phase IN ('confirmed', 'checked-in')) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX booking_by_space ON booking (tenant_id, space_id, starts_at, id);

-- Proposals under way between the parties, with the minutes they hold.
CREATE TABLE request (
    tenant_id  uuid NOT NULL,
    floor_id   uuid NOT NULL,
    op         uuid NOT NULL,
    body       text NOT NULL,
    PRIMARY KEY (tenant_id, floor_id, op),
    FOREIGN KEY (tenant_id, floor_id) REFERENCES floor
);

-- Entries of a door's log that this version could not read: what their heads name stays held.
CREATE TABLE unread (
    tenant_id  uuid NOT NULL,
    floor_id   uuid NOT NULL,
    seq        bigint NOT NULL,
    head       text NOT NULL,
    PRIMARY KEY (tenant_id, floor_id, seq),
    FOREIGN KEY (tenant_id, floor_id) REFERENCES floor
);

-- What became of an operation on a floor's calendar; the first answer is the only one.
CREATE TABLE answer (
    tenant_id  uuid NOT NULL,
    op         uuid NOT NULL,
    floor_id   uuid NOT NULL,
    body       text NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, op),
    FOREIGN KEY (tenant_id, floor_id) REFERENCES floor
);

-- Whose name a floor has been told, and as what.
CREATE TABLE named (
    tenant_id  uuid NOT NULL,
    floor_id   uuid NOT NULL,
    person_id  uuid NOT NULL,
    name       text NOT NULL,
    PRIMARY KEY (tenant_id, floor_id, person_id),
    FOREIGN KEY (tenant_id, floor_id) REFERENCES floor,
    FOREIGN KEY (tenant_id, person_id) REFERENCES person
);

CREATE TABLE feed (
    tenant_id  uuid NOT NULL,
    floor_id   uuid NOT NULL,
    epoch      bigint NOT NULL,
    seq        bigint NOT NULL,
    op         uuid NOT NULL,
    hash       text NOT NULL,
    body       text NOT NULL,
    written_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, floor_id, epoch, seq),
    FOREIGN KEY (tenant_id, floor_id) REFERENCES floor
);

CREATE TABLE door_log (
    tenant_id  uuid NOT NULL,
    floor_id   uuid NOT NULL,
    epoch      bigint NOT NULL,
    seq        bigint NOT NULL,
    op         uuid NOT NULL,
    hash       text NOT NULL,
    body       text NOT NULL,
    applied_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, floor_id, epoch, seq),
    FOREIGN KEY (tenant_id, floor_id) REFERENCES floor
);

-- The first answer of each operation, given again to whoever repeats it.
CREATE TABLE operation (
    tenant_id   uuid NOT NULL REFERENCES tenant,
    op          uuid NOT NULL,
    kind        text NOT NULL,
    fingerprint text NOT NULL,
    status      integer,
    answer      text,
    made_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, op)
);
CREATE INDEX operation_age ON operation (made_at);

CREATE TABLE audit (
    tenant_id uuid NOT NULL REFERENCES tenant,
    id        uuid NOT NULL,
    at        timestamptz NOT NULL,
    op        uuid NOT NULL,
    actor     text NOT NULL,
    action    text NOT NULL,
    subject   text NOT NULL,
    detail    text NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX audit_by_subject ON audit (tenant_id, subject, at);

CREATE TABLE edge (
    tenant_id  uuid NOT NULL REFERENCES tenant,
    id         text NOT NULL CHECK (id ~ '^[a-z2-7]{26}$'),
    name       text NOT NULL,
    state      text NOT NULL CHECK (state IN ('awaiting', 'enrolled', 'revoked', 'retired')),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (id)
);

CREATE TABLE edge_floor (
    tenant_id uuid NOT NULL,
    edge_id   text NOT NULL,
    floor_id  uuid NOT NULL,
    PRIMARY KEY (tenant_id, edge_id, floor_id),
    FOREIGN KEY (tenant_id, edge_id) REFERENCES edge,
    FOREIGN KEY (tenant_id, floor_id) REFERENCES floor
);
CREATE INDEX edge_floor_by_floor ON edge_floor (tenant_id, floor_id);

CREATE TABLE enrolment (
    tenant_id  uuid NOT NULL,
    edge_id    text NOT NULL,
    token_hash text NOT NULL UNIQUE,
    made_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    PRIMARY KEY (tenant_id, edge_id, token_hash),
    FOREIGN KEY (tenant_id, edge_id) REFERENCES edge
);

CREATE TABLE certificate (
    tenant_id   uuid NOT NULL,
    edge_id     text NOT NULL,
    serial      text NOT NULL,
    fingerprint text NOT NULL,
    issued_at   timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, edge_id, serial),
    FOREIGN KEY (tenant_id, edge_id) REFERENCES edge
);

CREATE TABLE revocation (
    tenant_id  uuid NOT NULL,
    edge_id    text NOT NULL,
    serial     text NOT NULL,
    at         timestamptz NOT NULL,
    reason     text NOT NULL,
    PRIMARY KEY (tenant_id, edge_id, serial),
    FOREIGN KEY (tenant_id, edge_id) REFERENCES edge
);

-- What whoever is watching is told. Numbers are given before commit, so a reader must wait for the transactions that
-- were under way: it reads only rows older than the oldest running one (`xact`).
CREATE TABLE live_event (
    tenant_id uuid NOT NULL REFERENCES tenant,
    seq       bigint GENERATED ALWAYS AS IDENTITY,
    xact      xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at        timestamptz NOT NULL,
    op        uuid NOT NULL,
    site_id   uuid NOT NULL,
    floor_id  uuid NOT NULL,
    space_id  uuid,
    kind      text NOT NULL,
    body      text NOT NULL,
    PRIMARY KEY (tenant_id, seq)
);

-- Row-level security: the tenant named at the start of the transaction, or all where it was opened unfenced.
DO $$
DECLARE
    name text;
    key  text;
BEGIN
    FOREACH name IN ARRAY ARRAY['tenant', 'person', 'credential', 'session', 'site', 'floor', 'space', 'booking',
            'request', 'unread', 'answer', 'named', 'feed', 'door_log', 'operation', 'audit', 'edge', 'edge_floor', 'enrolment', 'certificate',
            'revocation', 'live_event']
    LOOP
        key := CASE name WHEN 'tenant' THEN 'id' ELSE 'tenant_id' END;
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY own_tenant ON %I USING (%I = nullif(current_setting(''lintel.tenant'', true), '''')::uuid'
            || ' OR current_setting(''lintel.scope'', true) = ''all'')', name, key);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO lintel_app', name);
    END LOOP;
END $$;

-- The trail is only ever added to.
REVOKE UPDATE, DELETE ON audit FROM lintel_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO lintel_app;
