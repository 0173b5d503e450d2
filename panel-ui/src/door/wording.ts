import { countdown, type Voice, type Written } from '../shared/i18n';
import type { Instant } from '../shared/instant';
import type { Booking } from '../shared/wire';
import type { Evidence, Face } from './faces';
import type { LinkFace } from './offering';

/** The three sizes of text: the word for five metres, the line for three, what it is about for one. */
export interface Wording {
  readonly word: string;
  readonly line: string;
  readonly about: string;
}

export function wordingOf(face: Face, voice: Voice, write: Written, now: Instant): Wording {
  const { say } = voice;
  const [line, about] = linesOf(face, voice, write, now);
  const code = face.kind === 'not-paired' ? face.code : null;
  return { word: code === null ? say(`word-${face.kind}`) : code.code, line, about };
}

function linesOf(face: Face, voice: Voice, write: Written, now: Instant): readonly [string, string] {
  const { say } = voice;
  switch (face.kind) {
    case 'starting':
    case 'updating':
    case 'time-unknown':
    case 'closed':
      return ['', say(`${face.kind}-text`)];
    case 'not-paired':
      return face.code === null ? ['', say('not-paired-text')] : [face.code.phrase, say('pair-text')];
    case 'free':
      return [untilOf(face.until, voice, write), ''];
    case 'free-soon':
      return [untilOf(face.until, voice, write), say('next-is', { what: about(face.next, voice) })];
    case 'sensed':
      return [say('without-booking'), say('sensed-inside')];
    case 'released':
      return [untilOf(face.until, voice, write), say('released-free')];
    case 'overrun':
      return [
        say('ended-at', { time: write.time(face.booking.endAt) }),
        joined(about(face.booking, voice), next(face.next, voice, write)),
      ];
    case 'check-in-due': {
      const line = face.started
        ? say('started-at', { time: write.time(face.booking.startAt) })
        : say('starts-at', { time: write.time(face.booking.startAt) });
      return [line, joined(face.crowded ? say('still-inside') : '', withSpan(face.booking, voice, write))];
    }
    case 'release':
      return [
        say('released-in', { countdown: countdown(face.releasesAt - now) }),
        joined(say('nobody-checked-in'), about(face.booking, voice)),
      ];
    case 'in-use':
      return [untilTime(face.booking.endAt, voice, write), usedAbout(face.booking, face.evidence, voice)];
    case 'ending':
      return [
        untilTime(face.booking.endAt, voice, write),
        joined(about(face.booking, voice), next(face.next, voice, write)),
      ];
  }
}

/** More than this nobody reads in passing, and some engines cut a long line at its wrong end. */
const LONGEST_TITLE = 80;

/** A title or an organiser may be private; then the booking is only "booked". */
export function about(booking: Booking, voice: Voice): string {
  const quoted = (text: string | null): string => (text === null ? '' : voice.quote(shortened(text)));
  return joined(quoted(booking.title), quoted(booking.organiser)) || voice.say('booked');
}

/** By whole letters: half of an emoji would be a black box. */
function shortened(text: string): string {
  const letters = Array.from(text);
  return letters.length > LONGEST_TITLE ? `${letters.slice(0, LONGEST_TITLE).join('')}…` : text;
}

export function linkDetail(
  link: LinkFace,
  bare: boolean,
  waiting: boolean,
  voice: Voice,
  write: Written,
): string {
  const { say } = voice;
  switch (link.kind) {
    case 'live':
    case 'connecting':
      return waiting ? say('check-in-waits') : '';
    case 'local':
      return say('saved-here', { time: timeOf(link.at, write) });
    case 'stale':
      return say('schedule-as-of', { time: timeOf(link.at, write) });
    case 'cut-off': {
      const asOf = say('as-of', { time: timeOf(link.at, write) });
      return bare ? asOf : `${asOf}. ${say(waiting ? 'check-in-waits' : 'only-check-in')}`;
    }
  }
}

function timeOf(at: Instant | null, write: Written): string | null {
  return at === null ? null : write.time(at);
}

function next(booking: Booking | null, { say }: Voice, write: Written): string {
  return booking === null ? '' : say('next-at', { time: write.time(booking.startAt) });
}

function withSpan(booking: Booking, voice: Voice, write: Written): string {
  const span = voice.say('span', { from: write.time(booking.startAt), to: write.time(booking.endAt) });
  return joined(about(booking, voice), span);
}

function usedAbout(booking: Booking, evidence: Evidence, voice: Voice): string {
  switch (evidence) {
    case 'checked-in':
      return about(booking, voice);
    case 'nobody-checked-in':
      return joined(about(booking, voice), voice.say('nobody-checked-in'));
    case 'awaiting-cloud':
      return voice.say('awaits-cloud');
  }
}

function untilTime(at: Instant, { say }: Voice, write: Written): string {
  return say('until-time', { time: write.time(at) });
}

function untilOf(until: Instant | null, voice: Voice, write: Written): string {
  return until === null || !write.sameDay(until) ? voice.say('rest-of-day') : untilTime(until, voice, write);
}

export function joined(one: string, other: string): string {
  return one === '' || other === '' ? one + other : `${one} · ${other}`;
}
