// Rooms for looking at the page: each scene is a state message as an edge would send it.
const MINUTE = 60_000;

/** A quarter to eleven on a working day, in the time zone of the scenes. */
export const SCENES_NOW = Date.UTC(2026, 10, 23, 9, 42, 10);

let ids = 0;

function booking(now, from, minutes, phase, title, organiser, more = {}) {
  const start = Math.floor(now / MINUTE) * MINUTE + from * MINUTE;
  const at = (millis) => new Date(millis).toISOString();
  ids += 1;
  return {
    id: `00000000-0000-7000-8000-${String(ids).padStart(12, '0')}`,
    version: 1,
    start: at(start),
    end: at(start + minutes * MINUTE),
    title,
    organiser,
    phase,
    awaiting: null,
    checkInOpensAt: at(start - 10 * MINUTE),
    checkInClosesAt: at(start + 10 * MINUTE),
    ...more,
  };
}

const review = (now, from, minutes, phase, more) =>
  booking(now, from, minutes, phase, 'Design review', 'Noor Haddad', more);
const later = (now) => [
  booking(now, 138, 60, 'confirmed', 'Supplier call', 'Jan Kowalski'),
  booking(now, 258, 90, 'confirmed', null, null),
];
const before = (now) => booking(now, -72, 50, 'completed', 'Stand-up', 'Mika Laine');

const scenes = {
  free: (now) => ({ bookings: [before(now), review(now, 48, 60, 'confirmed'), ...later(now)] }),
  'free-all-day': () => ({ bookings: [] }),
  'free-soon': (now) => ({ bookings: [before(now), review(now, 16, 60, 'confirmed'), ...later(now)] }),
  'free-too-short': (now) => ({ bookings: [before(now), review(now, 12, 60, 'confirmed'), ...later(now)] }),
  'check-in-early': (now) => ({ bookings: [before(now), review(now, 8, 60, 'confirmed'), ...later(now)] }),
  'check-in-due': (now) => ({ bookings: [before(now), review(now, -5, 60, 'confirmed'), ...later(now)] }),
  'in-use': (now) => ({ bookings: [before(now), review(now, -12, 60, 'checked-in'), ...later(now)] }),
  'in-use-private': (now) => ({ bookings: [booking(now, -12, 60, 'checked-in', null, null), ...later(now)] }),
  provisional: (now) => ({
    link: { state: 'stale', lastSyncedAt: new Date(now - 30 * 60 * MINUTE).toISOString() },
    bookings: [review(now, -2, 30, 'requested', { awaiting: 'cloud' }), ...later(now)],
  }),
  ending: (now) => ({
    bookings: [
      review(now, -56, 60, 'checked-in'),
      booking(now, 4, 30, 'confirmed', 'Supplier call', 'Jan Kowalski'),
      ...later(now),
    ],
  }),
  released: (now) => ({ bookings: [before(now), review(now, -11, 60, 'released'), ...later(now)] }),
  closed: () => ({ closed: 'out-of-service', bookings: [] }),
  local: (now) => ({
    link: { state: 'local', lastSyncedAt: new Date(now - 63 * MINUTE).toISOString() },
    bookings: [before(now), review(now, 48, 60, 'confirmed'), ...later(now)],
  }),
  'time-unknown': (now) => ({
    clock: 'unknown',
    bookings: [
      review(now, -12, 60, 'checked-in'),
      booking(now, 48, 30, 'confirmed', 'Supplier call', 'Jan Kowalski'),
    ],
  }),
  long: (now) => ({
    space: { name: 'Besprechungsraum Friedrich-Wilhelm-Raiffeisen 3', floor: '12th floor', capacity: 24 },
    bookings: [
      review(now, -12, 60, 'checked-in', {
        title: 'Quarterly portfolio planning with all regions '.repeat(10),
      }),
    ],
  }),
};

export const SCENES = Object.keys(scenes);

export function scene(name, now) {
  ids = 0;
  const { space, ...rest } = scenes[name](now);
  return {
    type: 'state',
    seq: 1,
    now: new Date(now).toISOString(),
    space: {
      id: '00000000-0000-7000-8000-00000000aaaa',
      name: 'Aspen',
      floor: '2nd floor',
      capacity: 6,
      ...space,
    },
    link: { state: 'live', lastSyncedAt: new Date(now).toISOString() },
    clock: 'good',
    closed: null,
    policy: { checkInOpensMinutes: 10, graceMinutes: 10, minimumMinutes: 15, maximumMinutes: 480 },
    ...rest,
    bookings: [...rest.bookings].sort((a, b) => a.start.localeCompare(b.start)),
  };
}

/** What the edge would do with an action: enough to see the page move, not the rules of the door. */
export function after(state, action, now) {
  const at = new Date(now).toISOString();
  switch (action.kind) {
    case 'check-in':
      return changed(state, action.booking, { phase: 'checked-in' });
    case 'end':
      return changed(state, action.booking, { phase: 'completed', end: at });
    case 'book': {
      const made = booking(now, 0, action.minutes, 'checked-in', null, null, { id: `new-${now}` });
      return { ...state, bookings: [...state.bookings, made] };
    }
    default:
      return state;
  }
}

function changed(state, id, change) {
  return {
    ...state,
    bookings: state.bookings.map((each) => (each.id === id ? { ...each, ...change } : each)),
  };
}
