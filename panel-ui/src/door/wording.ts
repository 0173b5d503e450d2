import type { Messages, Written } from '../shared/i18n';
import type { Instant } from '../shared/instant';
import type { Booking } from '../shared/wire';
import type { Evidence, Face } from './screen';

/** The three sizes of text: the word for five metres, the line for three, what it is about for one. */
export interface Wording {
  readonly word: string;
  readonly line: string;
  readonly about: string;
}

export function wordingOf(face: Face, say: Messages, write: Written, now: Instant): Wording {
  const word = say.word[face.kind];
  switch (face.kind) {
    case 'starting':
      return { word, line: '', about: say.starting };
    case 'not-paired':
      return { word, line: '', about: say.notPaired };
    case 'time-unknown':
      return { word, line: '', about: say.timeUnknown };
    case 'closed':
      return { word, line: '', about: say.closed };
    case 'free':
      return { word, line: untilOf(face.until, say, write), about: '' };
    case 'free-soon':
      return { word, line: say.untilTime(write.time(face.until)), about: say.nextIs(about(face.next, say)) };
    case 'released':
      return { word, line: untilOf(face.until, say, write), about: say.releasedFree };
    case 'check-in-due': {
      const line = face.started
        ? say.releasedIn(write.countdown(face.closesAt - now))
        : say.startsAt(write.time(face.booking.startAt));
      return { word, line, about: withSpan(face.booking, say, write) };
    }
    case 'in-use':
      return {
        word,
        line: say.untilTime(write.time(face.until)),
        about: usedAbout(face.booking, face.evidence, say),
      };
    case 'ending': {
      const next = face.next === null ? '' : say.nextAt(write.time(face.next.startAt));
      return {
        word,
        line: say.untilTime(write.time(face.until)),
        about: joined(about(face.booking, say), next),
      };
    }
  }
}

/** A title or an organiser may be private; then the booking is only "booked". */
export function about(booking: Booking, say: Messages): string {
  return joined(booking.title ?? '', booking.organiser ?? '') || say.booked;
}

function withSpan(booking: Booking, say: Messages, write: Written): string {
  return joined(about(booking, say), say.span(write.time(booking.startAt), write.time(booking.endAt)));
}

function usedAbout(booking: Booking, evidence: Evidence, say: Messages): string {
  switch (evidence) {
    case 'checked-in':
      return about(booking, say);
    case 'nobody-checked-in':
      return joined(about(booking, say), say.nobodyCheckedIn);
    case 'awaiting-cloud':
      return say.awaitsCloud;
  }
}

function untilOf(until: Instant | null, say: Messages, write: Written): string {
  return until === null || !write.sameDay(until) ? say.allDay : say.untilTime(write.time(until));
}

function joined(one: string, other: string): string {
  return one === '' || other === '' ? one + other : `${one} · ${other}`;
}
