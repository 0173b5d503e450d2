-- Bookings that move from floor to floor.

-- Whether the floor's door knows of them; assumed until a door has said hello.
ALTER TABLE floor ADD COLUMN crosses boolean NOT NULL DEFAULT true;

-- Where a booking has left, until it has arrived.
ALTER TABLE booking DROP CONSTRAINT booking_phase_check;
ALTER TABLE booking ADD CONSTRAINT booking_phase_check CHECK (phase IN ('requested', 'confirmed', 'checked-in', 'completed',
    'released', 'cancelled', 'departed', 'declined'));

-- How long after the start a check-in is still taken, where the house closes it before the end.
ALTER TABLE space ADD COLUMN check_in_closes_seconds integer;

-- Looked for each second, and almost never there.
CREATE INDEX request_arriving ON request (tenant_id, op) WHERE body LIKE '%"kind":"arrive"%';
CREATE INDEX booking_departed ON booking (tenant_id, id) WHERE phase = 'departed';
