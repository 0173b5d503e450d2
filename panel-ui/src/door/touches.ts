import { SECOND, type Instant } from '../shared/instant';
import { writeAction, type Action, type Outcome, type Unlock } from '../shared/wire';

/*
 * Touches under way, from the finger to the edge's answer. A touch is sent again, under the same operation id, each
 * time the connection comes back; the edge gives a repeated operation its first answer, so nothing happens twice.
 *
 *     touched ──answer──► told
 *        │──1 s──► trying ──answer──► told
 *        └──25 s without an answer──► given up (book, end, ...)  |  kept until answered (check-in)
 *
 * A booking "from now" that reached the edge minutes later would take a room nobody waits for any more, so it is not
 * sent for ever. A check-in stays true however late it arrives; it is on the panel's disk from the first moment.
 */

export interface Touch {
  readonly op: string;
  readonly action: Action;
  readonly touchedAtMillis: number;
  /** By the agent's clock; null if it had not been heard. */
  readonly touchedAt: Instant | null;
  /** Shown with this one action and never written anywhere. */
  readonly unlock?: Unlock | undefined;
}

/** What is kept of a check-in that has no answer yet. */
export type KeptTouch = Pick<Touch, 'op' | 'action' | 'touchedAt'>;

export type Notice =
  | { readonly kind: 'trying' | 'no-answer' | 'page-failed' }
  | { readonly kind: 'kept'; readonly durable: boolean }
  | { readonly kind: 'told'; readonly op: string; readonly action: Action; readonly outcome: Outcome };

export const TRYING_AFTER_MILLIS = 1 * SECOND;
export const GIVE_UP_AFTER_MILLIS = 25 * SECOND;

export type Standing = 'fresh' | 'trying' | 'kept' | 'given-up';

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
