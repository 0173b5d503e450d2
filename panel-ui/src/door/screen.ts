import { MINUTE, type Instant } from '../shared/instant';
import type { Code } from '../shared/pairing';
import type { Room } from '../shared/wire';
import { faceOf, type Face } from './faces';
import { isAway, laterMinutes, offersOf, type LinkFace, type Offer } from './offering';

/* Face, link, offers and tools together: all of what the door shows, of what is known, the time and the contact. */

/** What the page has been told so far. */
export type Knowledge =
  | { readonly kind: 'starting' }
  | { readonly kind: 'updating' }
  | { readonly kind: 'out-of-service' }
  | { readonly kind: 'not-paired'; readonly code: Code | null }
  /** `soundUntil` is null; or the latest state made no sense, and the room is the one that was right until then. */
  | { readonly kind: 'room'; readonly room: Room; readonly soundUntil: Instant | null };

/** Not yet: the page has just begun, and neither claims to be live nor complains. */
export type Contact =
  | { readonly kind: 'connected' }
  | { readonly kind: 'not-yet' | 'lost'; readonly lastHeardAt: Instant | null };

/** So far ahead the edge tells what is booked. Beyond it a room that seems free is one that nobody has spoken of. */
export const TOLD_AHEAD_MILLIS = 12 * 60 * MINUTE;

/** What is always at hand but never the main thing. */
export type Tool = 'later' | 'rooms' | 'report' | 'language';

export interface Screen {
  readonly face: Face;
  readonly link: LinkFace;
  /** The first is the main action of the state. */
  readonly offers: readonly Offer[];
  readonly tools: readonly Tool[];
}

export function screenOf(knowledge: Knowledge, now: Instant, contact: Contact): Screen {
  if (knowledge.kind !== 'room') {
    return { face: roomless(knowledge), link: bareLink(contact), offers: [], tools: ['language'] };
  }
  const { room } = knowledge;
  const link = linkOf(knowledge, contact);
  if (contact.kind !== 'connected' && isBeyond(room, now, contact.lastHeardAt ?? room.now)) {
    return { face: { kind: 'starting' }, link, offers: [], tools: ['language'] };
  }
  const face = faceOf(room, now);
  return { face, link, offers: offersOf(face, link, room, now), tools: toolsOf(face, link, room) };
}

function roomless(knowledge: Exclude<Knowledge, { kind: 'room' }>): Face {
  return knowledge.kind === 'out-of-service' ? { kind: 'closed' } : knowledge;
}

function isBeyond(room: Room, now: Instant, heardAt: Instant): boolean {
  return room.clock !== 'unknown' && now - heardAt > TOLD_AHEAD_MILLIS;
}

function bareLink(contact: Contact): LinkFace {
  switch (contact.kind) {
    case 'connected':
      return { kind: 'live' };
    case 'not-yet':
      return { kind: 'connecting' };
    case 'lost':
      return { kind: 'cut-off', at: contact.lastHeardAt };
  }
}

function linkOf({ room, soundUntil }: Extract<Knowledge, { kind: 'room' }>, contact: Contact): LinkFace {
  if (contact.kind !== 'connected') {
    return bareLink(contact);
  }
  if (soundUntil !== null) {
    return { kind: 'cut-off', at: soundUntil };
  }
  const { state, lastSyncedAt } = room.link;
  return state === 'live' ? { kind: state } : { kind: state, at: lastSyncedAt };
}

function toolsOf(face: Face, link: LinkFace, room: Room): readonly Tool[] {
  if (isAway(link)) {
    return ['language'];
  }
  const possible = room.openings !== null && laterMinutes(room.policy).length > 0;
  const later = possible && face.kind !== 'closed' && face.kind !== 'time-unknown';
  const report = room.issueKinds.length > 0;
  return [
    ...(later ? (['later'] as const) : []),
    'rooms',
    ...(report ? (['report'] as const) : []),
    'language',
  ];
}

/** How long this screen stays true without any news: a second while something counts down, else the minute. */
export function nextTickMillis(face: Face, now: Instant): number {
  const step = face.kind === 'release' ? 1_000 : MINUTE;
  return step - (((now % step) + step) % step);
}
