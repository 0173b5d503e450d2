import { readInstant, type Instant } from './instant';
import { CLOCKS, LINKS, PHASES, PRESENCES } from './wire';
import type { Booking, EdgeMessage, Hello, Night, Outcome, Room, RoomFound, Span, Undoable } from './wire';

/*
 * Reads what the edge says. Decoding never throws and never guesses a room free: a booking whose phase is new to this
 * page still holds its time, an unknown link state counts as the weakest, and a state that cannot be read at all is
 * reported as such so that the page stops claiming to be live. What only adds to the screen (openings, sensors, undo) is
 * left out where it makes no sense.
 */

type Fields = Readonly<Record<string, unknown>>;

/** Ends the reading of one frame; `decode` catches it, nothing else ever sees it. */
function unreadable(): never {
  throw new Error();
}

export function decode(frame: unknown): EdgeMessage {
  let type = '';
  try {
    const fields = object(typeof frame === 'string' ? JSON.parse(frame) : null);
    type = text(fields.type);
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
    case 'standby':
      return { kind: 'standby', reason: text(fields.reason), now: instant(fields.now) };
    case 'answer':
      return { kind: 'answer', op: text(fields.op), outcome: outcome(fields) };
    case 'ping':
      return { kind: 'ping', now: instant(fields.now) };
    case 'not-paired':
      return { kind: 'not-paired' };
    default:
      return { kind: 'unknown', type };
  }
}

function hello(fields: Fields): Hello {
  return {
    kind: 'hello',
    ui: textOr(fields.ui, ''),
    now: instant(fields.now),
    locale: textOr(fields.locale, 'en'),
    timeZone: textOr(fields.timeZone, 'UTC'),
    hour12: fields.hour12 === true,
    heartbeatSeconds: Math.min(60, Math.max(1, numberOr(fields.heartbeatSeconds, 5))),
    languages: texts(fields.languages),
    night: maybe(fields.night, night),
    purple: fields.palette === 'purple',
  };
}

function night(value: unknown): Night {
  const fields = object(value);
  return {
    fromMinute: minuteOfDay(fields.from),
    untilMinute: minuteOfDay(fields.until),
    brightness: Math.min(100, Math.max(5, numberOr(fields.brightnessPercent, 40))) / 100,
  };
}

function minuteOfDay(value: unknown): number {
  const [, hour, minute] = /^(\d\d):(\d\d)/.exec(text(value)) ?? unreadable();
  return Number(hour) * 60 + Number(minute);
}

function room(fields: Fields): Room {
  const space = object(fields.space);
  const link = object(fields.link);
  const policy = object(fields.policy ?? {});
  return {
    seq: numberOr(fields.seq, 0),
    now: instant(fields.now),
    space: {
      id: text(space.id),
      name: upright(text(space.name)),
      floor: upright(textOr(space.floor, null)),
      capacity: numberOr(space.capacity, null),
    },
    link: { state: oneOf(link.state, LINKS, 'stale'), lastSyncedAt: maybe(link.lastSyncedAt, instant) },
    clock: oneOf(fields.clock, CLOCKS, 'unknown'),
    closed: fields.closed !== null && fields.closed !== undefined,
    policy: {
      graceMinutes: numberOr(policy.graceMinutes, 10),
      minimumMinutes: numberOr(policy.minimumMinutes, 15),
      maximumMinutes: numberOr(policy.maximumMinutes, 480),
    },
    bookings: list(fields.bookings)
      .map(booking)
      .sort((a, b) => a.startAt - b.startAt),
    presence: maybe(fields.presence, presence),
    release: maybe(fields.release, release),
    undo: maybe(fields.undo, (value) => list(value).map(undoable)) ?? [],
    openings: maybe(fields.openings, (value) => list(value).map(span)),
    issues: maybe(fields.issues, (value) => list(value).map((each) => text(object(each).kind))) ?? [],
    issuesTaken:
      maybe(fields.issues, (value) =>
        list(value)
          .map(object)
          .filter((each) => each.state === 'taken')
          .map((each) => text(each.kind)),
      ) ?? [],
    issueKinds: texts(fields.issueKinds),
    unlock: maybe(fields.unlock, unlocks) ?? {},
  };
}

function booking(value: unknown): Booking {
  const fields = object(value);
  const { startAt, endAt } = span(value);
  return {
    id: text(fields.id),
    startAt,
    endAt,
    title: upright(textOr(fields.title, null)),
    organiser: upright(textOr(fields.organiser, null)),
    phase: oneOf(fields.phase, PHASES, 'confirmed'),
    awaitsCloud: fields.awaiting === 'cloud',
    checkInOpensAt: maybe(fields.checkInOpensAt, instant) ?? startAt,
    checkInClosesAt: maybe(fields.checkInClosesAt, instant) ?? endAt,
    latestEndAt: maybe(fields.latestEndAt, instant),
    earliestStartAt: maybe(fields.earliestStartAt, instant),
  };
}

function span(value: unknown): Span {
  const fields = object(value);
  const [startAt, endAt] = [instant(fields.start), instant(fields.end)];
  return endAt > startAt ? { startAt, endAt } : unreadable();
}

function presence(value: unknown): Room['presence'] {
  const fields = object(value);
  return { state: oneOf(fields.state, PRESENCES, 'unknown'), since: instant(fields.since) };
}

function release(value: unknown): Room['release'] {
  const fields = object(value);
  return {
    booking: text(fields.booking),
    releasesAt: instant(fields.releasesAt),
    snoozed: fields.snoozed === true,
  };
}

function undoable(value: unknown): Undoable {
  const fields = object(value);
  return {
    op: text(fields.op),
    booking: text(fields.booking),
    event: text(fields.event),
    until: instant(fields.until),
  };
}

function unlocks(value: unknown): Room['unlock'] {
  const found: Record<string, readonly string[]> = {};
  for (const [kind, ways] of Object.entries(object(value))) {
    found[kind] = texts(ways);
  }
  return found;
}

function outcome(fields: Fields): Outcome {
  switch (fields.outcome) {
    case 'done':
      return {
        kind: 'done',
        event: textOr(fields.event, ''),
        booking: textOr(fields.booking, null),
        undoUntil: maybe(fields.undoUntil, instant),
      };
    case 'proposed':
      return { kind: 'proposed', booking: textOr(fields.booking, null) };
    case 'found':
      return { kind: 'found', rooms: list(fields.rooms).map(found) };
    case 'reported':
      return { kind: 'reported' };
    case 'refused':
      return refused(object(fields.problem), object(fields.next ?? {}));
    default:
      return unreadable();
  }
}

function found(value: unknown): RoomFound {
  const fields = object(value);
  return {
    space: text(fields.space),
    name: upright(text(fields.name)),
    floor: upright(textOr(fields.floor, null)),
    capacity: numberOr(fields.capacity, null),
    freeFrom: instant(fields.freeFrom),
    freeUntil: maybe(fields.freeUntil, instant),
    hint: textOr(fields.hint, null),
    metres: numberOr(fields.metres, null),
  };
}

function refused(problem: Fields, next: Fields): Outcome {
  const facts: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(object(problem.facts ?? {}))) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      facts[name] = value;
    }
  }
  return {
    kind: 'refused',
    slug: text(problem.slug),
    title: textOr(problem.title, ''),
    detail: textOr(problem.detail, ''),
    facts,
    next: {
      latestEndAt: maybe(next.latestEndAt, instant),
      rooms: maybe(next.rooms, (value) => list(value).map(found)) ?? [],
      time: maybe(next.time, span),
    },
  };
}

function object(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : unreadable();
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : unreadable();
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : unreadable();
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

function instant(value: unknown): Instant {
  return readInstant(text(value)) ?? unreadable();
}

function textOr<T>(value: unknown, otherwise: T): string | T {
  return typeof value === 'string' && value.trim() !== '' ? value : otherwise;
}

/** Marks that turn the direction of what follows them are no part of anybody's name. */
function upright<T extends string | null>(name: T): T | string {
  return name === null ? name : name.replace(/[\u202a-\u202e\u2066-\u2069]/g, '');
}

function numberOr<T>(value: unknown, otherwise: T): number | T {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

/** A part that is missing, or that a newer edge says in another way, is no reason to give up the rest. */
function maybe<T>(value: unknown, read: (value: unknown) => T): T | null {
  try {
    return value === null || value === undefined ? null : read(value);
  } catch {
    return null;
  }
}

function oneOf<T extends string>(value: unknown, known: readonly T[], otherwise: T): T {
  return known.find((each) => each === value) ?? otherwise;
}
