import { SECOND, type Instant } from '../shared/instant';
import { writeAction, type Action, type Outcome, type Unlock } from '../shared/wire';

/*
 * Touches under way, from the finger to the edge's answer. A touch is sent again, under the same operation id, each
 * time the connection comes back; the edge gives a repeated operation its first answer, so nothing happens twice.
 *
 *     touched ──answer──► told
 *        │──1 s──► trying ──answer──► told
 *        └──25 s without an answer──► given up (book, end, ...)
 *                                  └► kept until answered (check-in), and sent again twice a minute
 *
 * A booking "from now" that reached the edge minutes later would take a room nobody waits for any more, so it is not
 * sent for ever. A check-in harms nobody when it comes late; it is on the panel's disk from the first moment, and an
 * answer that only says "not now" does not end it.
 */

export interface Touch {
  readonly op: string;
  readonly action: Action;
  readonly touchedAtMillis: number;
  /** By the agent's clock; null if the time was not known. */
  readonly touchedAt: Instant | null;
  /** Shown with this one action and never written anywhere. */
  readonly unlock?: Unlock | undefined;
}

/** What is kept of a check-in that has no answer yet. */
export type KeptTouch = Pick<Touch, 'op' | 'action' | 'touchedAt'>;

export type Notice =
  | { readonly kind: 'trying' | 'no-answer' | 'page-failed' | 'dropped' }
  /** `connected`: the edge is there and has not taken it yet. */
  | { readonly kind: 'kept'; readonly durable: boolean; readonly connected: boolean }
  | { readonly kind: 'told'; readonly op: string; readonly action: Action; readonly outcome: Outcome };

export const TRYING_AFTER_MILLIS = 1 * SECOND;
export const GIVE_UP_AFTER_MILLIS = 25 * SECOND;

export type Standing = 'fresh' | 'trying' | 'kept' | 'given-up';

/** Refusals of the moment: full disk, too many at once, no floor yet. The same check-in may be taken a minute later. */
const PASSING: readonly string[] = [
  'not-saved',
  'door-busy',
  'too-many-requests',
  'too-many-open-requests',
  'floor-stopped',
  'floor-unknown',
  'clock-uncertain',
  'failed',
];

/** True for an answer that leaves a check-in as it was. Whoever touched anything else reads it and decides anew. */
export function passing(action: Action, outcome: Outcome): boolean {
  return action.kind === 'check-in' && outcome.kind === 'refused' && PASSING.includes(outcome.slug);
}

/** How an unanswered touch stands after so long. */
export function standingOf(touch: Touch, monotonicMillis: number, connected: boolean): Standing {
  const age = monotonicMillis - touch.touchedAtMillis;
  if (age < TRYING_AFTER_MILLIS) {
    return 'fresh';
  }
  if (touch.action.kind === 'check-in') {
    return connected && age < GIVE_UP_AFTER_MILLIS ? 'trying' : 'kept';
  }
  return age < GIVE_UP_AFTER_MILLIS ? 'trying' : 'given-up';
}

/** A check-in that arrives late says when the finger was there. */
export function frameOf(touch: Touch, late: boolean): string {
  const told = late && touch.action.kind === 'check-in' ? touch.touchedAt : null;
  return writeAction(touch.op, touch.action, touch.unlock, told ?? undefined);
}

/** Two fingers on the same wish are one wish; nobody wants two bookings from now. */
export function sameWish(one: Action, other: Action): boolean {
  return one.kind === 'book' ? other.kind === 'book' : same(one, other);
}

export function same(one: Action, other: Action): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
