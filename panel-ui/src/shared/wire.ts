import { readInstant, type Instant } from './instant';

/*
 * The panel socket, version 1, as the page reads it. Decoding never throws and never guesses a room free: a booking
 * whose phase is new to this page still holds its time, an unknown link state counts as the weakest, and a state that
 * cannot be read at all is reported as such so that the page stops claiming to be live.
 */

export type Phase = 'requested' | 'confirmed' | 'checked-in' | 'completed' | 'released';

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
}

export interface Policy {
  readonly minimumMinutes: number;
  readonly maximumMinutes: number;
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
  readonly link: { readonly state: 'live' | 'local' | 'stale'; readonly lastSyncedAt: Instant | null };
  readonly clock: 'good' | 'uncertain' | 'unknown';
  readonly closed: boolean;
  readonly policy: Policy;
  readonly bookings: readonly Booking[];
}

export interface Hello {
  readonly kind: 'hello';
  readonly ui: string;
  readonly now: Instant;
  readonly locale: string;
  readonly timeZone: string;
  readonly hour12: boolean;
  readonly heartbeatSeconds: number;
}

/** What a refusal tells besides its words: times and numbers by name, as they came. */
export type Facts = Readonly<Record<string, string | number | boolean>>;

export type Outcome =
  | { readonly kind: 'done'; readonly event: string; readonly booking: string | null }
  | { readonly kind: 'proposed'; readonly booking: string | null }
  | {
      readonly kind: 'refused';
      readonly slug: string;
      readonly title: string;
      readonly detail: string;
      readonly facts: Facts;
    };

export type EdgeMessage =
  | Hello
  | { readonly kind: 'state'; readonly room: Room }
  | { readonly kind: 'answer'; readonly op: string; readonly outcome: Outcome }
  | { readonly kind: 'ping'; readonly now: Instant }
  /** A newer edge says something this page has no use for. Ignored. */
  | { readonly kind: 'unknown'; readonly type: string }
  /** A message of a known type that makes no sense, or no JSON at all. */
  | { readonly kind: 'unreadable'; readonly type: string };

export type Action =
  | { readonly kind: 'check-in'; readonly booking: string }
  | { readonly kind: 'book'; readonly start: string | null; readonly minutes: number }
  | { readonly kind: 'end'; readonly booking: string };

export function writeHello(seq: number): string {
  return JSON.stringify({ type: 'hello', v: 1, seq });
}

export function writeAction(op: string, action: Action): string {
  return JSON.stringify({ type: 'action', op, action });
}

export function writePong(): string {
  return JSON.stringify({ type: 'pong' });
}

type Fields = Readonly<Record<string, unknown>>;

/** Ends the reading of one frame; `decode` catches it, nothing else ever sees it. */
function unreadable(): never {
  throw new Error();
}

export function decode(frame: unknown): EdgeMessage {
  let type = '';
  try {
    const fields = object(typeof frame === 'string' ? JSON.parse(frame) : null);
    type = text(fields, 'type');
    return decodeKnown(type, fields);
  } catch {
    return { kind: 'unreadable', type };
  }
}

function decodeKnown(type: string, fields: Fields): EdgeMessage {
  switch (type) {
    case 'hello':
      return hello(fields);
    case 'state':
      return { kind: 'state', room: room(fields) };
    case 'answer':
      return { kind: 'answer', op: text(fields, 'op'), outcome: outcome(fields) };
    case 'ping':
      return { kind: 'ping', now: instant(fields, 'now') };
    default:
      return { kind: 'unknown', type };
  }
}

function hello(fields: Fields): Hello {
  return {
    kind: 'hello',
    ui: optionalText(fields, 'ui') ?? '',
    now: instant(fields, 'now'),
    locale: optionalText(fields, 'locale') ?? 'en',
    timeZone: optionalText(fields, 'timeZone') ?? 'UTC',
    hour12: fields.hour12 === true,
    heartbeatSeconds: Math.min(60, Math.max(1, optionalNumber(fields, 'heartbeatSeconds') ?? 5)),
  };
}

function room(fields: Fields): Room {
  const space = object(fields.space);
  const link = object(fields.link);
  const policy = object(fields.policy ?? {});
  return {
    seq: optionalNumber(fields, 'seq') ?? 0,
    now: instant(fields, 'now'),
    space: {
      id: text(space, 'id'),
      name: text(space, 'name'),
      floor: optionalText(space, 'floor'),
      capacity: optionalNumber(space, 'capacity'),
    },
    link: {
      state: oneOf(link.state, ['live', 'local', 'stale'] as const, 'stale'),
      lastSyncedAt: optionalInstant(link, 'lastSyncedAt'),
    },
    clock: oneOf(fields.clock, ['good', 'uncertain', 'unknown'] as const, 'unknown'),
    closed: fields.closed !== null && fields.closed !== undefined,
    policy: {
      minimumMinutes: optionalNumber(policy, 'minimumMinutes') ?? 15,
      maximumMinutes: optionalNumber(policy, 'maximumMinutes') ?? 480,
    },
    bookings: list(fields.bookings)
      .map(booking)
      .sort((a, b) => a.startAt - b.startAt),
  };
}

function booking(value: unknown): Booking {
  const fields = object(value);
  const startAt = instant(fields, 'start');
  const endAt = instant(fields, 'end');
  if (endAt <= startAt) {
    return unreadable();
  }
  return {
    id: text(fields, 'id'),
    startAt,
    endAt,
    title: optionalText(fields, 'title'),
    organiser: optionalText(fields, 'organiser'),
    phase: oneOf(
      fields.phase,
      ['requested', 'confirmed', 'checked-in', 'completed', 'released'] as const,
      'confirmed',
    ),
    awaitsCloud: fields.awaiting === 'cloud',
    checkInOpensAt: optionalInstant(fields, 'checkInOpensAt') ?? startAt,
    checkInClosesAt: optionalInstant(fields, 'checkInClosesAt') ?? endAt,
  };
}

function outcome(fields: Fields): Outcome {
  switch (fields.outcome) {
    case 'done':
      return {
        kind: 'done',
        event: optionalText(fields, 'event') ?? '',
        booking: optionalText(fields, 'booking'),
      };
    case 'proposed':
      return { kind: 'proposed', booking: optionalText(fields, 'booking') };
    case 'refused':
      return refused(object(fields.problem));
    default:
      return unreadable();
  }
}

function refused(problem: Fields): Outcome {
  const facts: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(object(problem.facts ?? {}))) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      facts[name] = value;
    }
  }
  return {
    kind: 'refused',
    slug: text(problem, 'slug'),
    title: optionalText(problem, 'title') ?? '',
    detail: optionalText(problem, 'detail') ?? '',
    facts,
  };
}

function object(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return unreadable();
  }
  return value as Fields;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) {
    return unreadable();
  }
  return value;
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') {
    return unreadable();
  }
  return value;
}

function optionalText(fields: Fields, name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function optionalNumber(fields: Fields, name: string): number | null {
  const value = fields[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function instant(fields: Fields, name: string): Instant {
  const at = readInstant(text(fields, name));
  if (at === null) {
    return unreadable();
  }
  return at;
}

function optionalInstant(fields: Fields, name: string): Instant | null {
  return fields[name] === null || fields[name] === undefined ? null : instant(fields, name);
}

function oneOf<T extends string>(value: unknown, known: readonly T[], otherwise: T): T {
  return known.find((each) => each === value) ?? otherwise;
}
