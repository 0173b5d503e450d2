import { MINUTE, type Instant } from '../shared/instant';
import type { Code } from '../shared/pairing';
import type { Room } from '../shared/wire';
import { faceOf, type Face } from './faces';
import { laterMinutes, offersOf, type LinkFace, type Offer } from './offering';

/* Face, link, offers and tools together: all of what the door shows, of what is known, the time and the contact. */

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

function toolsOf(face: Face, link: LinkFace, room: Room): readonly Tool[] {
  if (link.kind === 'cut-off') {
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
