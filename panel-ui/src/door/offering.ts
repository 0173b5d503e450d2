import { MINUTE, type Instant } from '../shared/instant';
import type { Action, Booking, Policy, Room } from '../shared/wire';
import { writeInstant } from '../shared/wire';
import { evidenceOf, openingAt, type Evidence, type Face, type Until } from './faces';

/* What can be done at the door in each state, and what the edge is told when it is done. */

export type LinkFace =
  | { readonly kind: 'live' | 'connecting' }
  | { readonly kind: 'local' | 'stale'; readonly at: Instant | null }
  | { readonly kind: 'cut-off'; readonly at: Instant | null };

export type Offer =
  | { readonly kind: 'check-in' | 'start-early' | 'keep' | 'end'; readonly booking: Booking }
  | { readonly kind: 'extend'; readonly booking: Booking; readonly ends: readonly Instant[] }
  | { readonly kind: 'book'; readonly minutes: number; readonly until: Instant | null }
  | { readonly kind: 'undo'; readonly op: string };

const QUICK_MINUTES = [15, 30, 45, 60];
const EXTEND_MINUTES = [15, 30, 60];
const LATER_STEP_MILLIS = 30 * MINUTE;
const LATER_SHOWN = 8;

export function offersOf(face: Face, link: LinkFace, room: Room, now: Instant): readonly Offer[] {
  const offers = everyOffer(face, room, now);
  return isAway(link) ? offers.filter((each) => each.kind === 'check-in') : offers;
}

/** Without the edge nothing can be promised, and nothing is offered that would need a promise. */
export function isAway(link: LinkFace): boolean {
  return link.kind === 'cut-off' || link.kind === 'connecting';
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

/** Why a free room cannot be booked now: only from some time on, or not for as long as a booking must be. */
export function whyNotNow(
  face: Face,
  link: LinkFace,
  offers: readonly Offer[],
): Instant | 'too-short' | null {
  if (isAway(link) || offers.some((each) => each.kind === 'book')) {
    return null;
  }
  if (face.kind === 'free') {
    return face.opensAt ?? (face.until === null ? null : 'too-short');
  }
  return face.kind === 'free-soon' ? 'too-short' : null;
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
