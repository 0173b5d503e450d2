// Rooms for looking at the page: each scene is a state message as an edge would send it.
const MINUTE = 60_000;

/** A quarter to eleven on a working day, in the time zone of the scenes. */
export const SCENES_NOW = Date.UTC(2026, 10, 23, 9, 42, 10);

const ISSUE_KINDS = [
  'display',
  'sound',
  'camera',
  'network',
  'power',
  'temperature',
  'light',
  'furniture',
  'cleanliness',
  'supplies',
  'panel',
  'other',
];

let ids = 0;

const text = (millis) => new Date(millis).toISOString();
const minuteOf = (now) => Math.floor(now / MINUTE) * MINUTE;

function booking(now, from, minutes, phase, title, organiser, more = {}) {
  const start = minuteOf(now) + from * MINUTE;
  ids += 1;
  return {
    id: `00000000-0000-7000-8000-${String(ids).padStart(12, '0')}`,
    version: 1,
    start: text(start),
    end: text(start + minutes * MINUTE),
    title,
    organiser,
    phase,
    awaiting: null,
    checkInOpensAt: text(start - 10 * MINUTE),
    // Where the house sets no other rule, the real edge takes a check-in until the end.
    checkInClosesAt: text(start + minutes * MINUTE),
    ...more,
  };
}

const review = (now, from, minutes, phase, more) =>
  booking(now, from, minutes, phase, 'Design review', 'Noor Haddad', more);
const supplier = (now, from, minutes, more) =>
  booking(now, from, minutes, 'confirmed', 'Supplier call', 'Jan Kowalski', more);
const later = (now) => [supplier(now, 138, 60), booking(now, 258, 90, 'confirmed', null, null)];
const before = (now) => booking(now, -72, 50, 'completed', 'Stand-up', 'Mika Laine');
const at = (now, minutes) => text(minuteOf(now) + minutes * MINUTE);
const present = (now, minutes) => ({ state: 'present', since: at(now, minutes) });
const released = (now) => review(now, -11, 60, 'released');
const early = (now) => ({ earliestStartAt: at(now, -60) });

const scenes = {
  free: (now) => ({ bookings: [before(now), review(now, 48, 60, 'confirmed', early(now)), ...later(now)] }),
  'free-all-day': () => ({ bookings: [] }),
  'free-buffer': (now) => ({
    bookings: [before(now), ...later(now)],
    openings: [{ start: at(now, 18), end: at(now, 123) }],
  }),
  'free-soon': (now) => ({
    bookings: [before(now), review(now, 16, 60, 'confirmed', early(now)), ...later(now)],
  }),
  'free-too-short': (now) => ({ bookings: [before(now), review(now, 12, 60, 'confirmed'), ...later(now)] }),
  'check-in-early': (now) => ({ bookings: [before(now), review(now, 8, 60, 'confirmed'), ...later(now)] }),
  'check-in-due': (now) => ({ bookings: [before(now), review(now, -5, 60, 'confirmed'), ...later(now)] }),
  'check-in-crowded': (now) => ({
    presence: present(now, -50),
    bookings: [
      booking(now, -65, 60, 'completed', 'Stand-up', 'Mika Laine'),
      review(now, -5, 60, 'confirmed'),
      ...later(now),
    ],
  }),
  release: (now) => {
    const meeting = review(now, -8, 60, 'confirmed');
    return {
      bookings: [before(now), meeting, ...later(now)],
      presence: { state: 'absent', since: at(now, -20) },
      release: { booking: meeting.id, releasesAt: at(now, 2), snoozed: false },
    };
  },
  'release-snoozed': (now) => {
    const meeting = review(now, -13, 60, 'confirmed');
    return {
      bookings: [before(now), meeting, ...later(now)],
      release: { booking: meeting.id, releasesAt: at(now, 5), snoozed: true },
    };
  },
  'in-use': (now) => ({
    presence: present(now, -12),
    bookings: [before(now), review(now, -12, 60, 'checked-in', { latestEndAt: at(now, 138) }), ...later(now)],
  }),
  'in-use-private': (now) => ({ bookings: [booking(now, -12, 60, 'checked-in', null, null), ...later(now)] }),
  'nobody-checked-in': (now) => ({
    bookings: [before(now), review(now, -22, 60, 'confirmed'), ...later(now)],
  }),
  provisional: (now) => ({
    link: { state: 'stale', lastSyncedAt: text(now - 30 * 60 * MINUTE) },
    bookings: [review(now, -2, 30, 'requested', { awaiting: 'cloud' }), ...later(now)],
  }),
  ending: (now) => ({
    bookings: [review(now, -56, 60, 'checked-in'), supplier(now, 4, 30), ...later(now)],
  }),
  'ending-extend': (now) => ({
    bookings: [review(now, -56, 60, 'checked-in', { latestEndAt: at(now, 49) }), supplier(now, 54, 30)],
  }),
  overrun: (now) => ({
    presence: present(now, -50),
    bookings: [
      booking(now, -62, 50, 'completed', 'Stand-up', 'Mika Laine'),
      review(now, 33, 60, 'confirmed'),
      ...later(now),
    ],
  }),
  sensed: (now) => ({ presence: present(now, -9), bookings: [before(now), ...later(now)] }),
  released: (now) => {
    const lost = released(now);
    const undo = [
      { op: '00000000-0000-7000-8000-0000000000f1', booking: lost.id, event: 'released', until: at(now, 4) },
    ];
    return { bookings: [before(now), lost, ...later(now)], undo };
  },
  closed: () => ({ closed: 'out-of-service', bookings: [] }),
  local: (now) => ({
    link: { state: 'local', lastSyncedAt: text(now - 63 * MINUTE) },
    bookings: [before(now), review(now, 48, 60, 'confirmed'), ...later(now)],
  }),
  'clock-uncertain': (now) => ({
    clock: 'uncertain',
    link: { state: 'local', lastSyncedAt: text(now - 63 * MINUTE) },
    bookings: [before(now), review(now, -12, 60, 'checked-in'), ...later(now)],
  }),
  'time-unknown': (now) => ({
    clock: 'unknown',
    bookings: [review(now, -12, 60, 'checked-in'), supplier(now, 48, 30)],
  }),
  pin: (now) => ({
    unlock: { end: ['pin', 'badge'], book: ['pin'], 'check-in': ['badge'] },
    bookings: [review(now, -12, 60, 'checked-in', { latestEndAt: at(now, 138) }), ...later(now)],
  }),
  long: (now) => ({
    space: { name: 'Besprechungsraum Friedrich-Wilhelm-Raiffeisen 3', floor: '12th floor', capacity: 24 },
    bookings: [
      review(now, -12, 60, 'checked-in', {
        title: 'Quarterly portfolio planning with all regions '.repeat(11).slice(0, 500),
      }),
    ],
  }),
  crowd: (now) => ({
    bookings: Array.from({ length: 300 }, (_, index) =>
      booking(now, -700 + index * 5, 5, index < 140 ? 'completed' : 'confirmed', `Slot ${index}`, null),
    ),
  }),
  starting: () => ({ standby: 'starting' }),
  updating: () => ({ standby: 'updating' }),
  'out-of-service': () => ({ standby: 'out-of-service' }),
};

export const SCENES = Object.keys(scenes);
/** Those with a room, which carry a sequence number. */
export const ROOM_SCENES = SCENES.filter(
  (name) => !['starting', 'updating', 'out-of-service'].includes(name),
);

export function scene(name, now) {
  ids = 0;
  const { space, standby, ...rest } = scenes[name](now);
  if (standby !== undefined) {
    return { type: 'standby', reason: standby, now: text(now) };
  }
  const bookings = [...rest.bookings].sort((a, b) => a.start.localeCompare(b.start));
  return {
    type: 'state',
    seq: 1,
    now: text(now),
    space: {
      id: '00000000-0000-7000-8000-00000000aaaa',
      name: 'Aspen',
      floor: '2nd floor',
      capacity: 6,
      ...space,
    },
    link: { state: 'live', lastSyncedAt: text(now) },
    clock: 'good',
    closed: null,
    policy: { checkInOpensMinutes: 10, graceMinutes: 10, minimumMinutes: 15, maximumMinutes: 480 },
    openings: openings(bookings, now),
    issueKinds: ISSUE_KINDS,
    issues: [{ id: '00000000-0000-7000-8000-0000000000e1', kind: 'sound', since: text(now - 90 * MINUTE) }],
    ...rest,
    bookings,
  };
}

/** What is left between the bookings, from an hour ago to the evening. */
function openings(bookings, now) {
  const found = [];
  let from = minuteOf(now) - 60 * MINUTE;
  for (const each of bookings.filter((one) => !['completed', 'released'].includes(one.phase))) {
    if (Date.parse(each.start) - from >= 15 * MINUTE) {
      found.push({ start: text(from), end: each.start });
    }
    from = Math.max(from, Date.parse(each.end));
  }
  return [...found, { start: text(from), end: text(minuteOf(now) + 8 * 60 * MINUTE) }];
}

/** Rooms that the stand-in finds for anybody. */
export function foundRooms(now) {
  const room = (id, name, hint, metres, more) => ({
    space: `00000000-0000-7000-8000-0000000000${id}`,
    name,
    floor: '2nd floor',
    capacity: 4,
    freeFrom: text(now),
    hint,
    metres,
    ...more,
  });
  return [
    room('a2', 'Birch', 'left', 12, { freeUntil: at(now, 63) }),
    room('a3', 'Cedar', 'across', 18, { capacity: 10 }),
    room('a4', 'Rowan', 'right', 40, { freeFrom: at(now, 18) }),
  ];
}

/** What the edge would do with an action: enough to see the page move, not the rules of the door. */
export function after(state, action, now) {
  switch (action.kind) {
    case 'check-in':
      return { ...changed(state, action.booking, { phase: 'checked-in' }), release: null };
    case 'start-early':
      return changed(state, action.booking, { phase: 'checked-in', start: text(now) });
    case 'end':
      return { ...changed(state, action.booking, { phase: 'completed', end: text(now) }), openings: null };
    case 'extend':
      return changed(state, action.booking, { end: action.end });
    case 'keep':
      return { ...state, release: { ...state.release, releasesAt: at(now, 7), snoozed: true } };
    case 'undo':
      return { ...changed(state, state.undo?.[0]?.booking, { phase: 'checked-in' }), undo: [] };
    case 'book': {
      const from = action.start === null ? now : Date.parse(action.start);
      const phase = action.start === null ? 'checked-in' : 'confirmed';
      const made = booking(from, 0, action.minutes, phase, null, null, { id: `new-${now}` });
      return { ...state, bookings: [...state.bookings, made] };
    }
    case 'report':
      return { ...state, issues: [...state.issues, { id: 'e2', kind: action.issue, since: text(now) }] };
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
