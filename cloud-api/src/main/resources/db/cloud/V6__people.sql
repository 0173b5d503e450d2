-- What people are offered and told: equivalents of a room, wishes that outlive their refusal, notices.

-- What a room has (words such as whiteboard), and where it lies: along its floor, and the floor among the storeys.
ALTER TABLE space ADD COLUMN amenities text[] NOT NULL DEFAULT '{}';
ALTER TABLE space ADD COLUMN position integer;
ALTER TABLE floor ADD COLUMN level integer;

-- Language of mails: the person's, else the tenant's.
ALTER TABLE tenant ADD COLUMN locale text NOT NULL DEFAULT 'en';
ALTER TABLE person ADD COLUMN locale text;

-- What a booking request said about its equivalents. `due`: it was declined, and the cloud is to book the nearest one.
CREATE TABLE wish (
    tenant_id    uuid NOT NULL,
    op           uuid NOT NULL,
    person_id    uuid NOT NULL,
    space_id     uuid NOT NULL,
    starts_at    timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL,
    seats        integer,
    title        text,
    consent      boolean NOT NULL,
    state        text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'due', 'moved', 'nothing-free')),
    -- The booking that was declined, where there was one, and why.
    booking_id   uuid,
    because      text,
    -- From when on the pump looks after it; the request that asked has the first try.
    due_at       timestamptz,
    -- The equivalent that is tried now. Attempt and operation make its booking's operation, so it is tried once.
    attempt      integer NOT NULL DEFAULT 0,
    target_space uuid,
    target_start timestamptz,
    target_end   timestamptz,
    instead      uuid,
    made_at      timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, op),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person,
    FOREIGN KEY (tenant_id, space_id) REFERENCES space,
    CHECK (starts_at < ends_at)
);
CREATE INDEX wish_due ON wish (due_at) WHERE state = 'due';
CREATE INDEX wish_by_booking ON wish (tenant_id, booking_id) WHERE booking_id IS NOT NULL;
CREATE INDEX wish_by_instead ON wish (tenant_id, instead) WHERE instead IS NOT NULL;

-- What a person is to be told: one row for each decision about each booking, whoever reports that decision how often.
CREATE TABLE notice (
    tenant_id   uuid NOT NULL,
    id          uuid NOT NULL,
    person_id   uuid NOT NULL,
    booking_id  uuid NOT NULL,
    decision    uuid NOT NULL,
    floor_id    uuid NOT NULL,
    kind        text NOT NULL,
    -- Tells how the booking stands: a later decision makes it untrue.
    standing    boolean NOT NULL,
    body        text NOT NULL,
    made_at     timestamptz NOT NULL,
    told_at     timestamptz,
    dropped_at  timestamptz,
    read_at     timestamptz,
    mail        text NOT NULL DEFAULT 'none'
        CHECK (mail IN ('none', 'waiting', 'sending', 'sent', 'parked', 'dropped')),
    mail_tries  integer NOT NULL DEFAULT 0,
    mail_due_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, person_id, booking_id, decision),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person,
    FOREIGN KEY (tenant_id, floor_id) REFERENCES floor
);
CREATE INDEX notice_inbox ON notice (tenant_id, person_id, id) WHERE told_at IS NOT NULL;
CREATE INDEX notice_untold ON notice (made_at) WHERE told_at IS NULL AND dropped_at IS NULL;
CREATE INDEX notice_mail ON notice (mail_due_at) WHERE mail IN ('waiting', 'sending');
CREATE INDEX notice_of_booking ON notice (tenant_id, booking_id) WHERE standing;

-- An event for one person alone.
ALTER TABLE live_event ADD COLUMN person_id uuid;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['wish', 'notice'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY own_tenant ON %I USING (tenant_id = nullif(current_setting(''lintel.tenant'', true), '''')::uuid'
            || ' OR current_setting(''lintel.scope'', true) = ''all'')', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO lintel_app', name);
    END LOOP;
END $$;
