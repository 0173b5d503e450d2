import { describe, expect, test } from 'vitest';
import type { Booking, Room } from '../shared/wire';
import { screenOf, type Contact, type Knowledge } from './screen';
import { at, CONNECTED, booking, room, knows, told, review, next } from './screen.testing';

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

  const present = (since: string): Room['presence'] => ({ state: 'present', since: at(since) });
  const absent: Room['presence'] = { state: 'absent', since: at('09:00') };
  const announced = (snoozed: boolean): Partial<Room> => ({
    presence: absent,
    release: { booking: '10:00-11:00', releasesAt: at('10:10'), snoozed },
  });
  const undo = (event: string, until: string): Partial<Room> => ({
    undo: [{ op: 'o', booking: '10:00-11:00', event, until: at(until) }],
  });
  const soonOpen = { openings: [{ startAt: at('07:00'), endAt: at('09:55') }] };
  const extensible = { latestEndAt: at('11:40') };
  const early = { earliestStartAt: at('09:30') };

  const rooms: readonly [string, readonly Booking[], Partial<Room>, string][] = [
    // now     booked                     what else is known     screen | offers, the main one first
    [
      '10:20',
      [review('checked-in', extensible)],
      {},
      'in-use | end 10:00-11:00, extend to 11:15/11:30/11:40',
    ],
    [
      '10:56',
      [review('checked-in', extensible)],
      {},
      'ending | extend to 11:15/11:30/11:40, end 10:00-11:00',
    ],
    [
      '10:56',
      [review('checked-in', { latestEndAt: at('11:05') })],
      {},
      'ending | extend to 11:05, end 10:00-11:00',
    ],
    ['10:20', [review('checked-in', { latestEndAt: at('11:00') })], {}, 'in-use | end 10:00-11:00'],
    ['09:29', [review('confirmed', early)], {}, 'free | book 15, book 30, book until (31)'],
    ['09:48', [review('confirmed', early)], {}, 'free-soon | start-early 10:00-11:00'],
    ['09:30', [review('confirmed')], soonOpen, 'free | book 15, book until (25)'],
    ['09:56', [review('requested')], soonOpen, 'free-soon | '],
    ['10:06', [review('confirmed')], announced(false), 'release | check-in 10:00-11:00, keep 10:00-11:00'],
    ['10:06', [review('confirmed')], announced(true), 'release | check-in 10:00-11:00'],
    ['10:06', [review('checked-in')], announced(false), 'in-use | end 10:00-11:00'],
    [
      '10:10',
      [review('released')],
      undo('released', '10:15'),
      'released | undo o, book 15, book 30, book 45, book 60',
    ],
    ['10:10', [review('released')], undo('ended', '10:15'), 'released | book 15, book 30, book 45, book 60'],
    [
      '10:10',
      [review('released')],
      undo('released', '10:10'),
      'released | book 15, book 30, book 45, book 60',
    ],
    ['09:00', [], { presence: present('08:55') }, 'sensed | book 15, book 30, book 45, book 60'],
    ['09:00', [], { presence: absent }, 'free | book 15, book 30, book 45, book 60'],
    ['09:00', [], { presence: { state: 'unknown', since: 0 } }, 'free | book 15, book 30, book 45, book 60'],
    [
      '11:05',
      [review('completed')],
      { presence: present('10:10') },
      'overrun | book 15, book 30, book 45, book 60',
    ],
    [
      '11:05',
      [review('checked-in')],
      { presence: present('10:10') },
      'overrun | book 15, book 30, book 45, book 60',
    ],
    [
      '11:02',
      [review('completed')],
      { presence: present('10:10') },
      'free | book 15, book 30, book 45, book 60',
    ],
    [
      '11:05',
      [review('completed')],
      { presence: present('11:02') },
      'sensed | book 15, book 30, book 45, book 60',
    ],
    [
      '11:30',
      [review('completed')],
      { presence: present('10:10') },
      'sensed | book 15, book 30, book 45, book 60',
    ],
    [
      '11:05',
      [review('completed'), next],
      { presence: present('10:10') },
      'check-in-due | check-in 11:00-12:00',
    ],
  ];

  test.each(rooms)('at %s, with sensors and house rules: %#', (now, bookings, more, expected) => {
    expect(told(screenOf(knows(bookings, more), at(now), CONNECTED))).toBe(expected);
  });

  test('whoStillSitsInTheRoomIsToldToTheNext', () => {
    const more = { presence: present('10:10') };
    const { face } = screenOf(knows([review('completed'), next], more), at('11:05'), CONNECTED);
    expect(face).toMatchObject({ kind: 'check-in-due', crowded: true });
  });

  test.each(['starting', 'updating'] as const)('aPageThatHasNoRoomYetSaysWhy: %s', (kind) => {
    expect(told(screenOf({ kind }, 0, CONNECTED))).toBe(`${kind} | `);
  });

  test('aDoorComputerOutOfServiceIsAClosedRoom', () => {
    expect(told(screenOf({ kind: 'out-of-service' }, 0, CONNECTED))).toBe('closed | ');
  });

  test('aPageThatKnowsNothingYetIsStarting', () => {
    expect(told(screenOf({ kind: 'starting' }, 0, CONNECTED))).toBe('starting | ');
  });

  test('aPanelWithoutARoomSaysSo', () => {
    expect(told(screenOf({ kind: 'not-paired', code: null }, 0, CONNECTED))).toBe('not-paired | ');
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
    const strict = knows([], { policy: { graceMinutes: 10, minimumMinutes: 20, maximumMinutes: 45 } });
    expect(told(screenOf(strict, at('08:00'), CONNECTED))).toBe('free | book 30, book 45');
  });
});

describe('the link across all states', () => {
  const lost: Contact = { kind: 'lost', lastHeardAt: at('09:40') };
  const rows: readonly [string, Partial<Room>, number | null, Contact, object][] = [
    ['live', {}, null, CONNECTED, { kind: 'live' }],
    ['local', { link: { state: 'local', lastSyncedAt: 5 } }, null, CONNECTED, { kind: 'local', at: 5 }],
    ['stale', { link: { state: 'stale', lastSyncedAt: 5 } }, null, CONNECTED, { kind: 'stale', at: 5 }],
    ['cut off', {}, null, lost, { kind: 'cut-off', at: at('09:40') }],
    [
      'cut off weighs more than local',
      { link: { state: 'local', lastSyncedAt: 5 } },
      null,
      lost,
      { kind: 'cut-off', at: at('09:40') },
    ],
    [
      'an unreadable state is not live',
      { now: at('09:30') },
      at('09:55'),
      CONNECTED,
      { kind: 'cut-off', at: at('09:55') },
    ],
    [
      'a page that has just begun claims nothing',
      {},
      null,
      { kind: 'not-yet', lastHeardAt: null },
      { kind: 'connecting' },
    ],
  ];

  test.each(rows)('%s', (_, more, soundUntil, contact, expected) => {
    const knowledge: Knowledge = { kind: 'room', room: room([], more), soundUntil };
    expect(screenOf(knowledge, at('10:00'), contact).link).toEqual(expected);
  });

  test('cutOffOnlyCheckInIsTaken', () => {
    expect(told(screenOf(knows([]), at('08:00'), lost))).toBe('free | ');
    expect(told(screenOf(knows([review('checked-in')]), at('10:20'), lost))).toBe('in-use | ');
    expect(told(screenOf(knows([review('confirmed')]), at('10:05'), lost))).toBe(
      'check-in-due | check-in 10:00-11:00',
    );
  });

  test.each(['not-yet', 'lost'] as const)('nothingIsSaidBeyondWhatTheEdgeHasTold (%s)', (kind) => {
    const contact: Contact = { kind, lastHeardAt: at('08:00') };
    const booked = knows([review('confirmed')], { now: at('02:00') });
    expect(screenOf(booked, at('20:00'), contact).face.kind).toBe('free');
    expect(told(screenOf(booked, at('20:01'), contact))).toBe('starting | ');
    expect(screenOf(booked, at('20:01'), contact).tools).toEqual(['language']);
    expect(screenOf(booked, at('20:01'), CONNECTED).face.kind).toBe('free');
  });

  test('aPageThatHasJustBegunTakesOnlyACheckIn', () => {
    const begun: Contact = { kind: 'not-yet', lastHeardAt: null };
    expect(told(screenOf(knows([]), at('08:00'), begun))).toBe('free | ');
    expect(screenOf(knows([]), at('08:00'), begun).tools).toEqual(['language']);
  });

  test('localTakesEverything', () => {
    const local = knows([], { link: { state: 'local', lastSyncedAt: null } });
    expect(screenOf(local, at('08:00'), CONNECTED).offers).toHaveLength(4);
  });
});
