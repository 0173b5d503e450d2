import { voiceFor } from '../shared/i18n';
import { en } from '../shared/i18n/en';
import { MINUTE } from '../shared/instant';
import type { Booking, Phase, Room } from '../shared/wire';
import type { Offer } from './offering';
import type { Contact, Knowledge, Screen } from './screen';

/** All times of these stories are minutes of one day. */
export const at = (clock: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000;
};

export const ENGLISH = voiceFor('en-GB', en, 'UTC', false);

export const CONNECTED: Contact = { kind: 'connected' };

export function booking(from: string, to: string, phase: Phase, more: Partial<Booking> = {}): Booking {
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
    checkInClosesAt: at(to),
    latestEndAt: null,
    earliestStartAt: null,
    ...more,
  };
}

export function room(bookings: readonly Booking[], more: Partial<Room> = {}): Room {
  return {
    seq: 1,
    now: 0,
    space: { id: 's', name: 'Aspen', floor: null, capacity: null },
    link: { state: 'live', lastSyncedAt: null },
    clock: 'good',
    closed: false,
    policy: { graceMinutes: 10, minimumMinutes: 15, maximumMinutes: 480 },
    bookings,
    presence: null,
    release: null,
    undo: [],
    openings: null,
    issues: [],
    issuesTaken: [],
    issueKinds: [],
    unlock: {},
    ...more,
  };
}

export function knows(bookings: readonly Booking[], more: Partial<Room> = {}): Knowledge {
  return { kind: 'room', room: room(bookings, more), soundUntil: null };
}

export function short(offer: Offer): string {
  switch (offer.kind) {
    case 'book':
      return offer.until === null ? `book ${offer.minutes}` : `book until (${offer.minutes})`;
    case 'extend':
      return `extend to ${offer.ends.map(clock).join('/')}`;
    case 'undo':
      return `undo ${offer.op}`;
    case 'check-in':
    case 'start-early':
    case 'keep':
    case 'end':
      return `${offer.kind} ${offer.booking.id}`;
  }
}

export function clock(instant: number): string {
  return new Date(instant).toISOString().slice(11, 16);
}

export function told(screen: Screen): string {
  return `${screen.face.kind} | ${screen.offers.map(short).join(', ')}`;
}

export const review = (phase: Phase, more: Partial<Booking> = {}): Booking =>
  booking('10:00', '11:00', phase, more);
export const next = booking('11:00', '12:00', 'confirmed');
