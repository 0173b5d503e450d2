import { MINUTE, type Instant } from '../shared/instant';
import type { Booking, Policy, Room } from '../shared/wire';

/*
 * What the door shows, as one pure function of what is known of the room, the agent's time and the contact to the
 * edge. Nothing here remembers anything, so two panels of one room that heard the same always show the same.
 *
 *     free ──15 min before the next──► free soon ──window opens──► check-in due ──check-in──► in use ──last 5 min──► ending
 *       ▲                                                             └──grace over──► released ──3 min──► free
 *       └──────────────────────────────────────────── end ◄──────────────────────────────────────────────────────────┘
 */

/** What the page has been told so far. */
export type Knowledge =
  | { readonly kind: 'starting' }
  | { readonly kind: 'not-paired' }
  /** `readable` is false when the latest state made no sense; then the room is the one before. */
  | { readonly kind: 'room'; readonly room: Room; readonly readable: boolean };

export type Contact =
  { readonly kind: 'connected' } | { readonly kind: 'lost'; readonly lastHeardAt: Instant | null };

export type LinkFace =
  | { readonly kind: 'live' }
  | { readonly kind: 'local'; readonly lastSyncedAt: Instant | null }
  | { readonly kind: 'stale'; readonly lastSyncedAt: Instant | null }
  | { readonly kind: 'cut-off'; readonly asOf: Instant | null };

export type Face =
  | { readonly kind: 'starting' }
  | { readonly kind: 'not-paired' }
  | { readonly kind: 'time-unknown'; readonly listed: readonly Booking[] }
  | { readonly kind: 'closed' }
  | { readonly kind: 'free'; readonly until: Instant | null }
  | { readonly kind: 'free-soon'; readonly until: Instant; readonly next: Booking }
  | { readonly kind: 'released'; readonly booking: Booking; readonly until: Instant | null }
  | {
      readonly kind: 'check-in-due';
      readonly booking: Booking;
      readonly closesAt: Instant;
      readonly started: boolean;
    }
  | {
      readonly kind: 'in-use';
      readonly booking: Booking;
      readonly until: Instant;
      readonly evidence: Evidence;
    }
  | {
      readonly kind: 'ending';
      readonly booking: Booking;
      readonly until: Instant;
      readonly next: Booking | null;
    };

/** Why the room counts as used: people checked in, nobody did and it was not released, or the cloud has yet to agree. */
export type Evidence = 'checked-in' | 'nobody-checked-in' | 'awaiting-cloud';

export type Offer =
  | { readonly kind: 'check-in'; readonly booking: Booking }
  | { readonly kind: 'book'; readonly minutes: number; readonly until: Instant | null }
  | { readonly kind: 'end'; readonly booking: Booking };

export interface Screen {
  readonly face: Face;
  readonly link: LinkFace;
  /** The first is the main action of the state. */
  readonly offers: readonly Offer[];
}

export const SOON_MILLIS = 15 * MINUTE;
export const ENDING_MILLIS = 5 * MINUTE;
/** Long enough for an organiser who comes a little late to read what became of the meeting. */
const RELEASED_SHOWN_MILLIS = 3 * MINUTE;
const QUICK_MINUTES = [15, 30, 45, 60];
/** More than this does not fit on seven inches; the running meeting and its neighbours matter. */
const LISTED_WITHOUT_TIME = 3;

export function screenOf(knowledge: Knowledge, now: Instant, contact: Contact): Screen {
  if (knowledge.kind !== 'room') {
    return { face: { kind: knowledge.kind }, link: bareLink(contact), offers: [] };
  }
  const { room, readable } = knowledge;
  const link = linkOf(room, readable, contact);
  const face = faceOf(room, now);
  return { face, link, offers: offersOf(face, link, room.policy, nextAfter(room.bookings, now), now) };
}

function bareLink(contact: Contact): LinkFace {
  return contact.kind === 'connected' ? { kind: 'live' } : { kind: 'cut-off', asOf: contact.lastHeardAt };
}

function linkOf(room: Room, readable: boolean, contact: Contact): LinkFace {
  if (contact.kind === 'lost') {
    return { kind: 'cut-off', asOf: contact.lastHeardAt };
  }
  if (!readable) {
    return { kind: 'cut-off', asOf: room.now };
  }
  switch (room.link.state) {
    case 'live':
      return { kind: 'live' };
    case 'local':
    case 'stale':
      return { kind: room.link.state, lastSyncedAt: room.link.lastSyncedAt };
  }
}

export function faceOf(room: Room, now: Instant): Face {
  if (room.closed) {
    return { kind: 'closed' };
  }
  if (room.clock === 'unknown') {
    return { kind: 'time-unknown', listed: listedWithoutTime(room.bookings) };
  }
  const current = currentAt(room.bookings, now);
  if (current !== null) {
    return usedFace(current, room.bookings, now);
  }
  const next = nextAfter(room.bookings, now);
  if (next !== null && next.phase === 'confirmed' && next.checkInOpensAt <= now) {
    return { kind: 'check-in-due', booking: next, closesAt: next.checkInClosesAt, started: false };
  }
  const until = next === null ? null : next.startAt;
  const released = room.bookings.find(
    (each) =>
      each.phase === 'released' &&
      each.startAt <= now &&
      now < Math.min(each.endAt, each.checkInClosesAt + RELEASED_SHOWN_MILLIS),
  );
  if (released !== undefined) {
    return { kind: 'released', booking: released, until };
  }
  return next !== null && next.startAt - now <= SOON_MILLIS
    ? { kind: 'free-soon', until: next.startAt, next }
    : { kind: 'free', until };
}

function usedFace(current: Booking, bookings: readonly Booking[], now: Instant): Face {
  if (current.phase === 'confirmed' && now < current.checkInClosesAt && current.checkInOpensAt <= now) {
    return { kind: 'check-in-due', booking: current, closesAt: current.checkInClosesAt, started: true };
  }
  if (current.endAt - now <= ENDING_MILLIS) {
    const next = nextAfter(bookings, now);
    return { kind: 'ending', booking: current, until: current.endAt, next };
  }
  return { kind: 'in-use', booking: current, until: current.endAt, evidence: evidenceOf(current) };
}

function evidenceOf(booking: Booking): Evidence {
  if (booking.awaitsCloud || booking.phase === 'requested') {
    return 'awaiting-cloud';
  }
  return booking.phase === 'checked-in' ? 'checked-in' : 'nobody-checked-in';
}

/** True while the booking keeps the room from others. */
export function holds(booking: Booking): boolean {
  switch (booking.phase) {
    case 'requested':
    case 'confirmed':
    case 'checked-in':
      return true;
    case 'completed':
    case 'released':
      return false;
  }
}

function currentAt(bookings: readonly Booking[], now: Instant): Booking | null {
  const running = bookings.filter((each) => holds(each) && each.startAt <= now && now < each.endAt);
  // Whoever checked in a little early sits there already; "free" would send them away.
  const early = bookings.filter(
    (each) => each.phase === 'checked-in' && each.checkInOpensAt <= now && now < each.startAt,
  );
  return running.find((each) => each.phase === 'checked-in') ?? running[0] ?? early[0] ?? null;
}

export function nextAfter(bookings: readonly Booking[], now: Instant): Booking | null {
  return bookings.find((each) => holds(each) && each.startAt > now) ?? null;
}

/** Without a time nothing is "now"; what could be running is listed so that people can still check in and end. */
function listedWithoutTime(bookings: readonly Booking[]): readonly Booking[] {
  const open = bookings.filter(holds);
  const inside = open.findIndex((each) => each.phase === 'checked-in');
  const from = Math.max(0, inside);
  return open.slice(from, from + LISTED_WITHOUT_TIME);
}

function offersOf(
  face: Face,
  link: LinkFace,
  policy: Policy,
  next: Booking | null,
  now: Instant,
): readonly Offer[] {
  const offers = everyOffer(face, policy, next, now);
  return link.kind === 'cut-off' ? offers.filter((each) => each.kind === 'check-in') : offers;
}

function everyOffer(face: Face, policy: Policy, next: Booking | null, now: Instant): readonly Offer[] {
  switch (face.kind) {
    case 'starting':
    case 'not-paired':
    case 'closed':
      return [];
    case 'time-unknown':
      return face.listed.map((booking) =>
        booking.phase === 'checked-in' ? { kind: 'end', booking } : { kind: 'check-in', booking },
      );
    case 'free':
    case 'free-soon':
    case 'released':
      return bookOffers(policy, face.until, now);
    case 'check-in-due':
      return [{ kind: 'check-in', booking: face.booking }];
    case 'in-use':
      return usedOffers(face.booking, face.evidence);
    case 'ending':
      return [...usedOffers(face.booking, evidenceOf(face.booking)), ...openForNext(next, now)];
  }
}

function usedOffers(booking: Booking, evidence: Evidence): readonly Offer[] {
  switch (evidence) {
    case 'checked-in':
      return [{ kind: 'end', booking }];
    case 'nobody-checked-in':
      return [
        { kind: 'check-in', booking },
        { kind: 'end', booking },
      ];
    case 'awaiting-cloud':
      return [
        { kind: 'end', booking },
        { kind: 'check-in', booking },
      ];
  }
}

function openForNext(next: Booking | null, now: Instant): readonly Offer[] {
  return next !== null && next.phase === 'confirmed' && next.checkInOpensAt <= now
    ? [{ kind: 'check-in', booking: next }]
    : [];
}

function bookOffers(policy: Policy, until: Instant | null, now: Instant): readonly Offer[] {
  const gap = until === null ? Infinity : Math.floor((until - now) / MINUTE);
  const allowed = (minutes: number): boolean =>
    minutes >= policy.minimumMinutes && minutes <= policy.maximumMinutes && minutes <= gap;
  const offers: Offer[] = QUICK_MINUTES.filter(allowed).map((minutes) => ({
    kind: 'book',
    minutes,
    until: null,
  }));
  if (until !== null && allowed(gap) && !QUICK_MINUTES.includes(gap)) {
    offers.push({ kind: 'book', minutes: gap, until });
  }
  return offers;
}

/** How long this screen stays true without any news: a second while something counts down, else the minute. */
export function nextTickMillis(face: Face, now: Instant): number {
  const step = face.kind === 'check-in-due' && face.started ? 1_000 : MINUTE;
  return step - (((now % step) + step) % step);
}
