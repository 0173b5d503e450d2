import { describe, expect, test } from 'vitest';
import { MINUTE } from '../shared/instant';
import type { Booking, Phase, Room } from '../shared/wire';
import { nextTickMillis, screenOf, type Contact, type Knowledge, type Offer, type Screen } from './screen';

/** All times of these stories are minutes of one day. */
const at = (clock: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000;
};

const CONNECTED: Contact = { kind: 'connected' };

function booking(from: string, to: string, phase: Phase, more: Partial<Booking> = {}): Booking {
  const startAt = at(from);
  return {
    id: `${from}-${to}`,
    startAt,
    endAt: at(to),
    title: 'Design review',
    organiser: null,
    phase,
    awaitsCloud: false,
    checkInOpensAt: startAt - 10 * MINUTE,
    checkInClosesAt: startAt + 10 * MINUTE,
    ...more,
  };
}

function room(bookings: readonly Booking[], more: Partial<Room> = {}): Room {
  return {
    seq: 1,
    now: 0,
    space: { id: 's', name: 'Aspen', floor: null, capacity: null },
    link: { state: 'live', lastSyncedAt: null },
    clock: 'good',
    closed: false,
    policy: { minimumMinutes: 15, maximumMinutes: 480 },
    bookings,
    ...more,
  };
}

function knows(bookings: readonly Booking[], more: Partial<Room> = {}): Knowledge {
  return { kind: 'room', room: room(bookings, more), readable: true };
}

function short(offer: Offer): string {
  switch (offer.kind) {
    case 'book':
      return offer.until === null ? `book ${offer.minutes}` : `book until (${offer.minutes})`;
    case 'check-in':
    case 'end':
      return `${offer.kind} ${offer.booking.id}`;
  }
}

function told(screen: Screen): string {
  return `${screen.face.kind} | ${screen.offers.map(short).join(', ')}`;
}

const review = (phase: Phase, more: Partial<Booking> = {}): Booking => booking('10:00', '11:00', phase, more);
const next = booking('11:00', '12:00', 'confirmed');

describe('the door, state by state', () => {
  const day: readonly [string, readonly Booking[], string][] = [
    // now     what is booked                             screen | offers, the main one first
    ['08:00', [], 'free | book 15, book 30, book 45, book 60'],
    ['08:00', [review('confirmed')], 'free | book 15, book 30, book 45, book 60, book until (120)'],
    ['09:10', [review('confirmed')], 'free | book 15, book 30, book 45, book until (50)'],
    ['09:15', [review('confirmed')], 'free | book 15, book 30, book 45'],
    ['09:43', [review('confirmed')], 'free | book 15, book until (17)'],
    ['09:45', [review('confirmed')], 'free-soon | book 15'],
    ['09:46', [review('confirmed')], 'free-soon | '],
    ['09:49', [review('requested')], 'free-soon | '],
    ['09:50', [review('requested')], 'free-soon | '],
    ['09:50', [review('confirmed')], 'check-in-due | check-in 10:00-11:00'],
    ['09:52', [review('checked-in')], 'in-use | end 10:00-11:00'],
    ['10:00', [review('confirmed')], 'check-in-due | check-in 10:00-11:00'],
    ['10:09:59', [review('confirmed')], 'check-in-due | check-in 10:00-11:00'],
    ['10:10', [review('confirmed')], 'in-use | check-in 10:00-11:00, end 10:00-11:00'],
    ['09:55', [review('checked-in')], 'in-use | end 10:00-11:00'],
    ['10:00', [review('checked-in')], 'in-use | end 10:00-11:00'],
    ['10:05', [review('requested', { awaitsCloud: true })], 'in-use | end 10:00-11:00, check-in 10:00-11:00'],
    ['10:54:59', [review('checked-in'), next], 'in-use | end 10:00-11:00'],
    ['10:55', [review('checked-in'), next], 'ending | end 10:00-11:00, check-in 11:00-12:00'],
    ['10:55', [review('checked-in')], 'ending | end 10:00-11:00'],
    ['11:00', [review('checked-in'), next], 'check-in-due | check-in 11:00-12:00'],
    ['11:00', [review('checked-in')], 'free | book 15, book 30, book 45, book 60'],
    ['10:20', [review('completed')], 'free | book 15, book 30, book 45, book 60'],
    ['10:10', [review('released')], 'released | book 15, book 30, book 45, book 60'],
    ['10:13', [review('released')], 'free | book 15, book 30, book 45, book 60'],
    ['10:11', [review('released'), booking('10:11', '10:41', 'checked-in')], 'in-use | end 10:11-10:41'],
  ];

  test.each(day)('at %s', (clock, bookings, expected) => {
    expect(told(screenOf(knows(bookings), at(clock), CONNECTED))).toBe(expected);
  });

  test('aPageThatKnowsNothingYetIsStarting', () => {
    expect(told(screenOf({ kind: 'starting' }, 0, CONNECTED))).toBe('starting | ');
  });

  test('aPanelWithoutARoomSaysSo', () => {
    expect(told(screenOf({ kind: 'not-paired' }, 0, CONNECTED))).toBe('not-paired | ');
  });

  test('aClosedRoomOffersNothingWhateverIsBooked', () => {
    const closed = knows([review('checked-in')], { closed: true });
    expect(told(screenOf(closed, at('10:20'), CONNECTED))).toBe('closed | ');
  });

  test('withoutATimeTheDoorOffersCheckInAndEndOnWhatItLists', () => {
    const lost = knows([review('checked-in'), next], { clock: 'unknown' });
    expect(told(screenOf(lost, at('03:00'), CONNECTED))).toBe(
      'time-unknown | end 10:00-11:00, check-in 11:00-12:00',
    );
  });

  test('aShorterMaximumThanTheGapBoundsWhatIsOffered', () => {
    const strict = knows([], { policy: { minimumMinutes: 20, maximumMinutes: 45 } });
    expect(told(screenOf(strict, at('08:00'), CONNECTED))).toBe('free | book 30, book 45');
  });
});

describe('the link across all states', () => {
  const lost: Contact = { kind: 'lost', lastHeardAt: at('09:40') };
  const rows: readonly [string, Partial<Room>, boolean, Contact, object][] = [
    ['live', {}, true, CONNECTED, { kind: 'live' }],
    [
      'local',
      { link: { state: 'local', lastSyncedAt: 5 } },
      true,
      CONNECTED,
      { kind: 'local', lastSyncedAt: 5 },
    ],
    [
      'stale',
      { link: { state: 'stale', lastSyncedAt: 5 } },
      true,
      CONNECTED,
      { kind: 'stale', lastSyncedAt: 5 },
    ],
    ['cut off', {}, true, lost, { kind: 'cut-off', asOf: at('09:40') }],
    [
      'cut off weighs more than local',
      { link: { state: 'local', lastSyncedAt: 5 } },
      true,
      lost,
      { kind: 'cut-off', asOf: at('09:40') },
    ],
    [
      'an unreadable state is not live',
      { now: at('09:30') },
      false,
      CONNECTED,
      { kind: 'cut-off', asOf: at('09:30') },
    ],
  ];

  test.each(rows)('%s', (_, more, readable, contact, expected) => {
    const knowledge: Knowledge = { kind: 'room', room: room([], more), readable };
    expect(screenOf(knowledge, at('10:00'), contact).link).toEqual(expected);
  });

  test('cutOffOnlyCheckInIsTaken', () => {
    expect(told(screenOf(knows([]), at('08:00'), lost))).toBe('free | ');
    expect(told(screenOf(knows([review('checked-in')]), at('10:20'), lost))).toBe('in-use | ');
    expect(told(screenOf(knows([review('confirmed')]), at('10:05'), lost))).toBe(
      'check-in-due | check-in 10:00-11:00',
    );
  });

  test('localTakesEverything', () => {
    const local = knows([], { link: { state: 'local', lastSyncedAt: null } });
    expect(screenOf(local, at('08:00'), CONNECTED).offers).toHaveLength(4);
  });
});

describe('the tick', () => {
  test('aQuietScreenWaitsForTheMinute', () => {
    expect(nextTickMillis({ kind: 'free', until: null }, at('10:00:20'))).toBe(40_000);
  });

  test('aCountdownWaitsForTheSecond', () => {
    const face = screenOf(knows([review('confirmed')]), at('10:05'), CONNECTED).face;
    expect(nextTickMillis(face, at('10:05') + 250)).toBe(750);
  });
});
