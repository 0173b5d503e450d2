import type { Instant } from './instant';

/*
 * The panel socket, version 1: what edge and page say to each other. How the edge's words are read is in decode.ts.
 */

export const PHASES = ['requested', 'confirmed', 'checked-in', 'completed', 'released'] as const;
export const LINKS = ['live', 'local', 'stale'] as const;
export const CLOCKS = ['good', 'uncertain', 'unknown'] as const;
export const PRESENCES = ['present', 'absent', 'unknown'] as const;

export type Phase = (typeof PHASES)[number];

export interface Booking {
  readonly id: string;
  readonly startAt: Instant;
  readonly endAt: Instant;
  readonly title: string | null;
  readonly organiser: string | null;
  readonly phase: Phase;
  readonly awaitsCloud: boolean;
  readonly checkInOpensAt: Instant;
  readonly checkInClosesAt: Instant;
  /** Null where it cannot be extended. */
  readonly latestEndAt: Instant | null;
  /** Null where it may not be started early. */
  readonly earliestStartAt: Instant | null;
}

export interface Policy {
  /** How long after its start a meeting may be without anybody. */
  readonly graceMinutes: number;
  readonly minimumMinutes: number;
  readonly maximumMinutes: number;
}

export interface Span {
  readonly startAt: Instant;
  readonly endAt: Instant;
}

/** Something that can be taken back for a while, under the operation that did it. */
export interface Undoable {
  readonly op: string;
  readonly booking: string;
  readonly event: string;
  readonly until: Instant;
}

export interface Room {
  readonly seq: number;
  readonly now: Instant;
  readonly space: {
    readonly id: string;
    readonly name: string;
    readonly floor: string | null;
    readonly capacity: number | null;
  };
  readonly link: { readonly state: (typeof LINKS)[number]; readonly lastSyncedAt: Instant | null };
  readonly clock: (typeof CLOCKS)[number];
  readonly closed: boolean;
  readonly policy: Policy;
  readonly bookings: readonly Booking[];
  /** Null: this room has no sensors. */
  readonly presence: { readonly state: (typeof PRESENCES)[number]; readonly since: Instant } | null;
  /** An announced release. */
  readonly release: {
    readonly booking: string;
    readonly releasesAt: Instant;
    readonly snoozed: boolean;
  } | null;
  readonly undo: readonly Undoable[];
  /** Stretches that may be booked at this panel; null from an edge that does not say. */
  readonly openings: readonly Span[] | null;
  readonly issues: readonly string[];
  /** Those of them that somebody looks after. */
  readonly issuesTaken: readonly string[];
  readonly issueKinds: readonly string[];
  /** By kind of action: any one of these has to come with it. */
  readonly unlock: Readonly<Record<string, readonly string[]>>;
}

export interface Night {
  readonly fromMinute: number;
  readonly untilMinute: number;
  readonly brightness: number;
}

export interface Hello {
  readonly kind: 'hello';
  readonly ui: string;
  readonly now: Instant;
  readonly locale: string;
  readonly timeZone: string;
  readonly hour12: boolean;
  readonly heartbeatSeconds: number;
  /** Offered at the panel; none: all that the page has. */
  readonly languages: readonly string[];
  readonly night: Night | null;
  readonly purple: boolean;
}

/** What a refusal tells besides its words: times and numbers by name, as they came. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

export interface RoomFound {
  readonly space: string;
  readonly name: string;
  readonly floor: string | null;
  readonly capacity: number | null;
  readonly freeFrom: Instant;
  readonly freeUntil: Instant | null;
  readonly hint: string | null;
  readonly metres: number | null;
}

export type Outcome =
  | {
      readonly kind: 'done';
      readonly event: string;
      readonly booking: string | null;
      /** How long this panel may take it back; null where it cannot. */
      readonly undoUntil: Instant | null;
    }
  | { readonly kind: 'proposed'; readonly booking: string | null }
  | { readonly kind: 'found'; readonly rooms: readonly RoomFound[] }
  | { readonly kind: 'reported' }
  | {
      readonly kind: 'refused';
      readonly slug: string;
      readonly title: string;
      readonly detail: string;
      readonly facts: Facts;
      readonly next: NextBest;
    };

/** What comes closest to a wish that was refused. */
export interface NextBest {
  readonly latestEndAt: Instant | null;
  readonly rooms: readonly RoomFound[];
  readonly time: Span | null;
}

export type EdgeMessage =
  | Hello
  | { readonly kind: 'state'; readonly room: Room }
  | { readonly kind: 'standby'; readonly reason: string; readonly now: Instant }
  | { readonly kind: 'not-paired' }
  | { readonly kind: 'answer'; readonly op: string; readonly outcome: Outcome }
  | { readonly kind: 'ping'; readonly now: Instant }
  /** A newer edge says something this page has no use for. Ignored. */
  | { readonly kind: 'unknown'; readonly type: string }
  /** A message of a known type that makes no sense, or no JSON at all. */
  | { readonly kind: 'unreadable'; readonly type: string };

export type Action =
  | { readonly kind: 'check-in' | 'start-early' | 'keep' | 'end'; readonly booking: string }
  | { readonly kind: 'book'; readonly start: string | null; readonly minutes: number }
  | { readonly kind: 'extend'; readonly booking: string; readonly end: string }
  | { readonly kind: 'undo'; readonly of: string }
  | { readonly kind: 'find'; readonly minutes: number }
  | { readonly kind: 'report'; readonly issue: string };

/** What a person shows for an action that the room protects. It travels with that one action and is kept nowhere. */
export type Unlock = { readonly pin: string } | { readonly badge: string };

export function writeHello(seq: number, page: string): string {
  return JSON.stringify({ type: 'hello', v: 1, seq, ...(page === '' ? {} : { page }) });
}

export function writeAction(op: string, action: Action, unlock?: Unlock, touchedAt?: Instant): string {
  return JSON.stringify({
    type: 'action',
    op,
    action,
    unlock,
    touchedAt: touchedAt === undefined ? undefined : writeInstant(touchedAt),
  });
}

export function writePong(): string {
  return JSON.stringify({ type: 'pong' });
}

export function writeInstant(at: Instant): string {
  return new Date(at).toISOString();
}
