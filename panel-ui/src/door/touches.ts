import { SECOND } from '../shared/instant';
import { writeAction, type Action, type Outcome } from '../shared/wire';

/*
 * Touches under way, from the finger to the edge's answer. A touch is sent again, under the same operation id, each
 * time the connection comes back; the edge gives a repeated operation its first answer, so nothing happens twice.
 *
 *     touched ──answer──► told
 *        │──1 s──► trying ──answer──► told
 *        └──25 s without an answer──► given up (book, end)  |  kept until answered (check-in)
 *
 * A booking "from now" that reached the edge minutes later would take a room nobody waits for any more, so it is not
 * sent for ever. A check-in stays true however late it arrives.
 */

export interface Touch {
  readonly op: string;
  readonly action: Action;
  readonly touchedAtMillis: number;
}

export type Notice =
  | { readonly kind: 'trying' }
  | { readonly kind: 'kept' }
  | { readonly kind: 'no-answer' }
  | { readonly kind: 'told'; readonly outcome: Outcome };

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

export function frameOf(touch: Touch): string {
  return writeAction(touch.op, touch.action);
}
