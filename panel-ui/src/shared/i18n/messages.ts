import type { Facts } from '../wire';

/** Times and lengths as the people of the site write them. */
export interface Written {
  /** 10:42, or with the weekday if it is another day. */
  time(at: number): string;
  /** The time of day alone, for the hours under the timeline. */
  clock(at: number): string;
  /** False from the site's midnight on. */
  sameDay(at: number): boolean;
  /** 4:32 */
  countdown(millis: number): string;
  /** An instant that came as a fact; null if it is none. */
  fact(facts: Facts, name: string): string | null;
}

export type RoomWord =
  | 'starting'
  | 'not-paired'
  | 'time-unknown'
  | 'closed'
  | 'free'
  | 'free-soon'
  | 'released'
  | 'check-in-due'
  | 'in-use'
  | 'ending';

/** Live: everything works. Local: the edge has no cloud. Stale: so long that bookings are provisional. */
export type LinkWord = 'live' | 'local' | 'stale' | 'cut-off';

/**
 * Everything the page says, in one language. A message with parts is a function of those parts, so that a language
 * may order them as it must, and the compiler names each language that lacks a message.
 */
export interface Messages {
  /** The word readable from five metres; as short as the language allows. */
  readonly word: Readonly<Record<RoomWord, string>>;
  readonly untilTime: (time: string) => string;
  readonly allDay: string;
  readonly startsAt: (time: string) => string;
  readonly releasedIn: (countdown: string) => string;
  readonly releasedFree: string;
  readonly nobodyCheckedIn: string;
  readonly awaitsCloud: string;
  readonly closed: string;
  readonly starting: string;
  readonly notPaired: string;
  readonly timeUnknown: string;
  readonly booked: string;
  readonly span: (from: string, to: string) => string;
  readonly nextAt: (time: string) => string;
  readonly nextIs: (what: string) => string;
  readonly seats: (count: number) => string;

  readonly link: Readonly<Record<LinkWord, string>>;
  readonly savedHere: (time: string | null) => string;
  readonly scheduleAsOf: (time: string | null) => string;
  readonly asOf: (time: string | null) => string;
  readonly onlyCheckIn: string;
  readonly clockUncertain: string;

  readonly checkIn: string;
  readonly checkInFor: (time: string) => string;
  readonly bookNow: string;
  readonly bookMinutes: (minutes: number) => string;
  readonly bookUntil: (time: string) => string;
  readonly minutesUnit: string;
  readonly until: string;
  readonly tooShortToBook: string;
  readonly end: string;
  readonly endQuestion: string;
  readonly endYes: string;
  readonly endNo: string;
  readonly close: string;
  readonly timeline: string;

  readonly stillTrying: string;
  readonly kept: string;
  readonly noAnswer: string;
  readonly done: (event: string) => string;
  readonly proposed: string;
  /** Null where this language has no own words for the refusal; then the edge's words are shown. */
  readonly refusal: (slug: string, facts: Facts, write: Written) => string | null;
}

/** A length that came as a fact in seconds, in whole minutes; null if it is none. */
export function minutesOf(facts: Facts, name: string): number | null {
  const seconds = facts[name];
  return typeof seconds === 'number' ? Math.round(seconds / 60) : null;
}
