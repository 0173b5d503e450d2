import { MINUTE, type Instant } from '../shared/instant';
import type { Code } from '../shared/pairing';
import type { Booking, Room, Span } from '../shared/wire';

/*
 * What the door shows, as one pure function of what is known of the room, the agent's time and the contact to the
 * edge. Nothing here remembers anything, so two panels of one room that heard the same always show the same.
 *
 *     free ──15 min before the next──► free soon ──window opens──► check-in due ──check-in──► in use ──last 5 min──► ending
 *       ▲                                                            │    ▲                                            │
 *       │                                        nobody came: release │    │ keep                     people stay: overrun
 *       └──────────3 min── released ◄──────── countdown over ─────────┴────┘                                           │
 *       └───────────────────────────────── end, or everybody left ◄────────────────────────────────────────────────────┘
 */

/** Until when the room is free: null is longer than the day. */
export type Until = Instant | null;

export type Face =
  | { readonly kind: 'starting' | 'updating' | 'closed' }
  | { readonly kind: 'not-paired'; readonly code: Code | null }
  | { readonly kind: 'time-unknown'; readonly listed: readonly Booking[] }
  /** `opensAt`: it is free, but buffers keep it from being booked before then. */
  | {
      readonly kind: 'free';
      readonly until: Until;
      readonly next: Booking | null;
      readonly opensAt: Instant | null;
    }
  | { readonly kind: 'sensed'; readonly until: Until; readonly next: Booking | null }
  | { readonly kind: 'free-soon'; readonly until: Instant; readonly next: Booking }
  | {
      readonly kind: 'overrun';
      readonly booking: Booking;
      readonly until: Until;
      readonly next: Booking | null;
    }
  | {
      readonly kind: 'released';
      readonly booking: Booking;
      readonly until: Until;
      readonly next: Booking | null;
    }
  | {
      readonly kind: 'check-in-due';
      readonly booking: Booking;
      readonly started: boolean;
      /** The meeting before has not left yet. */
      readonly crowded: boolean;
    }
  | {
      readonly kind: 'release';
      readonly booking: Booking;
      readonly releasesAt: Instant;
      readonly snoozed: boolean;
    }
  | { readonly kind: 'in-use'; readonly booking: Booking; readonly evidence: Evidence }
  | { readonly kind: 'ending'; readonly booking: Booking; readonly next: Booking | null };

/** Why the room counts as used: people checked in, nobody did and it was not released, or the cloud has yet to agree. */
export type Evidence = 'checked-in' | 'nobody-checked-in' | 'awaiting-cloud';

export const SOON_MILLIS = 15 * MINUTE;
export const ENDING_MILLIS = 5 * MINUTE;
/** Long enough for an organiser who comes a little late to read what became of the meeting. */
const RELEASED_SHOWN_MILLIS = 3 * MINUTE;
/** Packing up is no overrun, and sensors need a while to see that everybody has left. */
const LEAVING_MILLIS = 3 * MINUTE;
/** Whoever is inside longer than this after the end is somebody else, or a chair before the sensor. */
const OVERRUN_SHOWN_MILLIS = 30 * MINUTE;
/** More than this does not fit on seven inches; the running meeting and its neighbours matter. */
const LISTED_WITHOUT_TIME = 3;

export function faceOf(room: Room, now: Instant): Face {
  if (room.closed) {
    return { kind: 'closed' };
  }
  if (room.clock === 'unknown') {
    return { kind: 'time-unknown', listed: listedWithoutTime(room.bookings) };
  }
  const current = currentAt(room.bookings, now);
  if (current !== null) {
    return usedFace(current, room, now);
  }
  const next = nextAfter(room.bookings, now);
  if (next !== null && next.phase === 'confirmed' && next.checkInOpensAt <= now) {
    return due(next, room, now, false);
  }
  return idleFace(room, next, now);
}

function usedFace(current: Booking, room: Room, now: Instant): Face {
  const { release } = room;
  if (release !== null && release.booking === current.id && current.phase === 'confirmed') {
    return { kind: 'release', booking: current, releasesAt: release.releasesAt, snoozed: release.snoozed };
  }
  if (current.phase === 'confirmed' && current.checkInOpensAt <= now && now < graceEnds(current, room)) {
    return due(current, room, now, true);
  }
  if (current.endAt - now <= ENDING_MILLIS) {
    return { kind: 'ending', booking: current, next: nextAfter(room.bookings, now) };
  }
  return { kind: 'in-use', booking: current, evidence: evidenceOf(current) };
}

/** Until when the main question is whether anybody comes; a check-in may still be taken long after. */
function graceEnds(booking: Booking, room: Room): Instant {
  return Math.min(booking.startAt + room.policy.graceMinutes * MINUTE, booking.checkInClosesAt);
}

function due(booking: Booking, room: Room, now: Instant, started: boolean): Face {
  const stayed = lingering(room, now);
  const crowded = stayed !== null && now - stayed.endAt >= LEAVING_MILLIS;
  return { kind: 'check-in-due', booking, started, crowded };
}

function idleFace(room: Room, next: Booking | null, now: Instant): Face {
  const until = freeUntil(room, next, now);
  const stayed = lingering(room, now);
  if (stayed !== null && now - stayed.endAt >= LEAVING_MILLIS) {
    return { kind: 'overrun', booking: stayed, until, next };
  }
  if (stayed === null && room.presence?.state === 'present') {
    return { kind: 'sensed', until, next };
  }
  const released = room.bookings.find(
    (each) =>
      each.phase === 'released' &&
      each.startAt <= now &&
      now < Math.min(each.endAt, graceEnds(each, room) + RELEASED_SHOWN_MILLIS),
  );
  if (released !== undefined) {
    return { kind: 'released', booking: released, until, next };
  }
  return next !== null && next.startAt - now <= SOON_MILLIS
    ? { kind: 'free-soon', until: until ?? next.startAt, next }
    : { kind: 'free', until, next, opensAt: opensAt(room, now) };
}

/** The meeting whose people have been in the room since before it ended, without a break. */
function lingering(room: Room, now: Instant): Booking | null {
  const { presence } = room;
  if (presence === null || presence.state !== 'present') {
    return null;
  }
  const over = (each: Booking): boolean =>
    (each.phase === 'checked-in' || each.phase === 'completed') &&
    each.endAt <= now &&
    now - each.endAt < OVERRUN_SHOWN_MILLIS &&
    presence.since < each.endAt;
  return room.bookings.filter(over).pop() ?? null;
}

/** An edge that knows buffers and house rules says until when; else the next booking does. */
function freeUntil(room: Room, next: Booking | null, now: Instant): Until {
  return next === null ? null : Math.min(next.startAt, openingAt(room, now)?.endAt ?? Infinity);
}

function opensAt(room: Room, now: Instant): Instant | null {
  const later = room.openings?.find((each) => each.startAt > now);
  return later === undefined || openingAt(room, now) !== null ? null : later.startAt;
}

export function openingAt(room: Room, now: Instant): Span | null {
  return room.openings?.find((each) => each.startAt <= now && now < each.endAt) ?? null;
}

export function evidenceOf(booking: Booking): Evidence {
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
