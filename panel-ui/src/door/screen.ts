import { MINUTE, type Instant } from '../shared/instant';
import type { Code } from '../shared/pairing';
import type { Action, Booking, Night, Policy, Room, Span } from '../shared/wire';
import { writeInstant } from '../shared/wire';

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

/** What the page has been told so far. */
export type Knowledge =
  | { readonly kind: 'starting' }
  | { readonly kind: 'updating' }
  | { readonly kind: 'out-of-service' }
  | { readonly kind: 'not-paired'; readonly code: Code | null }
  /** `readable` is false when the latest state made no sense; then the room is the one before. */
  | { readonly kind: 'room'; readonly room: Room; readonly readable: boolean };

export type Contact =
  { readonly kind: 'connected' } | { readonly kind: 'lost'; readonly lastHeardAt: Instant | null };

export type LinkFace =
  | { readonly kind: 'live' }
  | { readonly kind: 'local' | 'stale'; readonly at: Instant | null }
  | { readonly kind: 'cut-off'; readonly at: Instant | null };

/** Until when the room is free: null is longer than the day. */
type Until = Instant | null;

export type Face =
  | { readonly kind: 'starting' | 'updating' | 'closed' }
  | { readonly kind: 'not-paired'; readonly code: Code | null }
  | { readonly kind: 'time-unknown'; readonly listed: readonly Booking[] }
  | { readonly kind: 'free' | 'sensed'; readonly until: Until; readonly next: Booking | null }
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
      readonly closesAt: Instant;
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

export type Offer =
  | { readonly kind: 'check-in' | 'start-early' | 'keep' | 'end'; readonly booking: Booking }
  | { readonly kind: 'extend'; readonly booking: Booking; readonly ends: readonly Instant[] }
  | { readonly kind: 'book'; readonly minutes: number; readonly until: Instant | null }
  | { readonly kind: 'undo'; readonly op: string };

/** What is always at hand but never the main thing. */
export type Tool = 'later' | 'rooms' | 'report' | 'language';

export interface Screen {
  readonly face: Face;
  readonly link: LinkFace;
  /** The first is the main action of the state. */
  readonly offers: readonly Offer[];
  readonly tools: readonly Tool[];
}

export const SOON_MILLIS = 15 * MINUTE;
export const ENDING_MILLIS = 5 * MINUTE;
/** Long enough for an organiser who comes a little late to read what became of the meeting. */
const RELEASED_SHOWN_MILLIS = 3 * MINUTE;
/** Packing up is no overrun, and sensors need a while to see that everybody has left. */
const LEAVING_MILLIS = 3 * MINUTE;
/** Whoever is inside longer than this after the end is somebody else, or a chair before the sensor. */
const OVERRUN_SHOWN_MILLIS = 30 * MINUTE;
const QUICK_MINUTES = [15, 30, 45, 60];
const EXTEND_MINUTES = [15, 30, 60];
/** More than this does not fit on seven inches; the running meeting and its neighbours matter. */
const LISTED_WITHOUT_TIME = 3;
const LATER_STEP_MILLIS = 30 * MINUTE;
const LATER_SHOWN = 8;

export function screenOf(knowledge: Knowledge, now: Instant, contact: Contact): Screen {
  if (knowledge.kind !== 'room') {
    return { face: roomless(knowledge), link: bareLink(contact), offers: [], tools: ['language'] };
  }
  const { room, readable } = knowledge;
  const link = linkOf(room, readable, contact);
  const face = faceOf(room, now);
  return { face, link, offers: offersOf(face, link, room, now), tools: toolsOf(face, link, room) };
}

function roomless(knowledge: Exclude<Knowledge, { kind: 'room' }>): Face {
  return knowledge.kind === 'out-of-service' ? { kind: 'closed' } : knowledge;
}

function bareLink(contact: Contact): LinkFace {
  return contact.kind === 'connected' ? { kind: 'live' } : { kind: 'cut-off', at: contact.lastHeardAt };
}

function linkOf(room: Room, readable: boolean, contact: Contact): LinkFace {
  if (contact.kind === 'lost') {
    return { kind: 'cut-off', at: contact.lastHeardAt };
  }
  if (!readable) {
    return { kind: 'cut-off', at: room.now };
  }
  const { state, lastSyncedAt } = room.link;
  return state === 'live' ? { kind: state } : { kind: state, at: lastSyncedAt };
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
  if (current.phase === 'confirmed' && now < current.checkInClosesAt && current.checkInOpensAt <= now) {
    return due(current, room, now, true);
  }
  if (current.endAt - now <= ENDING_MILLIS) {
    return { kind: 'ending', booking: current, next: nextAfter(room.bookings, now) };
  }
  return { kind: 'in-use', booking: current, evidence: evidenceOf(current) };
}

function due(booking: Booking, room: Room, now: Instant, started: boolean): Face {
  const stayed = lingering(room, now);
  const crowded = stayed !== null && now - stayed.endAt >= LEAVING_MILLIS;
  return { kind: 'check-in-due', booking, closesAt: booking.checkInClosesAt, started, crowded };
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
      now < Math.min(each.endAt, each.checkInClosesAt + RELEASED_SHOWN_MILLIS),
  );
  if (released !== undefined) {
    return { kind: 'released', booking: released, until, next };
  }
  return next !== null && next.startAt - now <= SOON_MILLIS
    ? { kind: 'free-soon', until: until ?? next.startAt, next }
    : { kind: 'free', until, next };
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

function openingAt(room: Room, now: Instant): Span | null {
  return room.openings?.find((each) => each.startAt <= now && now < each.endAt) ?? null;
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

function offersOf(face: Face, link: LinkFace, room: Room, now: Instant): readonly Offer[] {
  const offers = everyOffer(face, room, now);
  return link.kind === 'cut-off' ? offers.filter((each) => each.kind === 'check-in') : offers;
}

function everyOffer(face: Face, room: Room, now: Instant): readonly Offer[] {
  switch (face.kind) {
    case 'starting':
    case 'updating':
    case 'not-paired':
    case 'closed':
      return [];
    case 'time-unknown':
      return face.listed.map((booking) => ({
        kind: booking.phase === 'checked-in' ? 'end' : 'check-in',
        booking,
      }));
    case 'free':
    case 'free-soon':
    case 'sensed':
      return [...bookOffers(face.until, room, now), ...startEarly(face.next, now)];
    case 'overrun':
      return [...bookOffers(face.until, room, now), ...openForNext(face.next, now)];
    case 'released':
      return [...undoOf(face.booking, room, now), ...bookOffers(face.until, room, now)];
    case 'check-in-due':
      return [{ kind: 'check-in', booking: face.booking }];
    case 'release':
      return [
        { kind: 'check-in', booking: face.booking },
        ...(face.snoozed ? [] : [{ kind: 'keep', booking: face.booking } as const]),
      ];
    case 'in-use':
      return usedOffers(face.booking, face.evidence);
    case 'ending':
      return [...endingOffers(face.booking), ...openForNext(face.next, now)];
  }
}

function usedOffers(booking: Booking, evidence: Evidence): readonly Offer[] {
  const end: Offer = { kind: 'end', booking };
  const checkIn: Offer = { kind: 'check-in', booking };
  switch (evidence) {
    case 'checked-in':
      return [end, ...extendOffers(booking)];
    case 'nobody-checked-in':
      return [checkIn, end];
    case 'awaiting-cloud':
      return [end, checkIn];
  }
}

/** In the last minutes staying is asked more often than leaving. */
function endingOffers(booking: Booking): readonly Offer[] {
  const evidence = evidenceOf(booking);
  return evidence === 'checked-in'
    ? [...extendOffers(booking), { kind: 'end', booking }]
    : usedOffers(booking, evidence);
}

/** Quarter hours as far as they go, and the latest end itself. */
function extendOffers(booking: Booking): readonly Offer[] {
  const { endAt, latestEndAt } = booking;
  if (latestEndAt === null || latestEndAt <= endAt) {
    return [];
  }
  const ends = EXTEND_MINUTES.map((minutes) => endAt + minutes * MINUTE).filter((end) => end < latestEndAt);
  return [{ kind: 'extend', booking, ends: [...ends, latestEndAt] }];
}

function startEarly(next: Booking | null, now: Instant): readonly Offer[] {
  return next !== null && next.earliestStartAt !== null && next.earliestStartAt <= now
    ? [{ kind: 'start-early', booking: next }]
    : [];
}

function openForNext(next: Booking | null, now: Instant): readonly Offer[] {
  return next !== null && next.phase === 'confirmed' && next.checkInOpensAt <= now
    ? [{ kind: 'check-in', booking: next }]
    : [];
}

function undoOf(booking: Booking, room: Room, now: Instant): readonly Offer[] {
  const found = room.undo.find(
    (each) => each.booking === booking.id && each.event === 'released' && now < each.until,
  );
  return found === undefined ? [] : [{ kind: 'undo', op: found.op }];
}

function bookOffers(until: Until, room: Room, now: Instant): readonly Offer[] {
  const opening = openingAt(room, now);
  if (room.openings !== null && opening === null) {
    return [];
  }
  const end = Math.min(until ?? Infinity, opening?.endAt ?? Infinity);
  const gap = Math.floor((end - now) / MINUTE);
  const offers: Offer[] = QUICK_MINUTES.filter(
    (minutes) => minutes <= gap && allowed(minutes, room.policy),
  ).map((minutes) => ({ kind: 'book', minutes, until: null }));
  if (until !== null && allowed(gap, room.policy) && !QUICK_MINUTES.includes(gap)) {
    offers.push({ kind: 'book', minutes: gap, until });
  }
  return offers;
}

function allowed(minutes: number, policy: Policy): boolean {
  return minutes >= policy.minimumMinutes && minutes <= policy.maximumMinutes;
}

/** Starts later in what this panel knows of the day, at half hours and where an opening begins. */
export function laterStarts(
  room: Room,
  now: Instant,
  minutes: number,
  sameDay: (at: Instant) => boolean,
): readonly Instant[] {
  const starts: Instant[] = [];
  for (const { startAt, endAt } of room.openings ?? []) {
    const first = startAt > now ? startAt : nextStep(now);
    for (let at = first; at + minutes * MINUTE <= endAt && starts.length < LATER_SHOWN; at = nextStep(at)) {
      if (sameDay(at)) {
        starts.push(at);
      }
    }
  }
  return starts;
}

function nextStep(at: Instant): Instant {
  return (Math.floor(at / LATER_STEP_MILLIS) + 1) * LATER_STEP_MILLIS;
}

/** The lengths that the later-today sheet offers. */
export function laterMinutes(policy: Policy): readonly number[] {
  return QUICK_MINUTES.filter((minutes) => allowed(minutes, policy));
}

function toolsOf(face: Face, link: LinkFace, room: Room): readonly Tool[] {
  if (link.kind === 'cut-off') {
    return ['language'];
  }
  const later = room.openings !== null && face.kind !== 'closed' && face.kind !== 'time-unknown';
  const report = room.issueKinds.length > 0;
  return [
    ...(later ? (['later'] as const) : []),
    'rooms',
    ...(report ? (['report'] as const) : []),
    'language',
  ];
}

/** What the edge is told when an offer is taken as it stands. Extending and ending ask something first. */
export function actionOf(offer: Offer): Action {
  switch (offer.kind) {
    case 'book':
      return { kind: 'book', start: null, minutes: offer.minutes };
    case 'undo':
      return { kind: 'undo', of: offer.op };
    case 'extend':
      return extendTo(offer.booking, offer.ends[0] ?? offer.booking.endAt);
    case 'check-in':
    case 'start-early':
    case 'keep':
    case 'end':
      return { kind: offer.kind, booking: offer.booking.id };
  }
}

export function extendTo(booking: Booking, end: Instant): Action {
  return { kind: 'extend', booking: booking.id, end: writeInstant(end) };
}

/** How long this screen stays true without any news: a second while something counts down, else the minute. */
export function nextTickMillis(face: Face, now: Instant): number {
  const counting = face.kind === 'release' || (face.kind === 'check-in-due' && face.started);
  const step = counting ? 1_000 : MINUTE;
  return step - (((now % step) + step) % step);
}

/** Evenings and nights where the house said nothing: bright enough to read, too dark to light a corridor. */
const USUAL_NIGHT: Night = { fromMinute: 20 * 60, untilMinute: 6 * 60, brightness: 0.4 };

/** 1 by day; below that how bright the screen is at night, while nobody touches it. */
export function brightnessAt(minuteOfDay: number, night: Night | null): number {
  const { fromMinute, untilMinute, brightness } = night ?? USUAL_NIGHT;
  const dark =
    fromMinute <= untilMinute
      ? minuteOfDay >= fromMinute && minuteOfDay < untilMinute
      : minuteOfDay >= fromMinute || minuteOfDay < untilMinute;
  return dark ? brightness : 1;
}

const RING = [0, 0, 0, 1, 2, 2, 2, 1];

/** Where the picture stands this minute: one pixel on from the last, in a ring, so that no edge burns into the glass. */
export function shiftAt(now: Instant): readonly [number, number] {
  const minute = Math.floor(now / MINUTE);
  return [(RING[minute & 7] ?? 0) - 1, (RING[(minute + 2) & 7] ?? 0) - 1];
}
