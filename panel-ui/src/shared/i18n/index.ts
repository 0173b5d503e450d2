import { readInstant, type Instant } from '../instant';
import { de } from './de';
import { en } from './en';
import type { Messages, Written } from './messages';

export type { Messages, Written } from './messages';

const LANGUAGES: Readonly<Record<string, Messages>> = { en, de };

/** The page's voice: a language, and how the site writes times. */
export interface Voice {
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly say: Messages;
  writtenAt(now: Instant): Written;
  minuteOfHour(at: Instant): number;
}

export function voiceFor(locale: string, timeZone: string, hour12: boolean): Voice {
  const tag = usableLocale(locale);
  const language = tag.split('-')[0] ?? 'en';
  const say = LANGUAGES[language] ?? en;
  const zone = usableZone(timeZone);
  // An hour of one digit in the evening format, of two in the 24 h one: 9:05 am, 09:05.
  const clock = new Intl.DateTimeFormat(tag, {
    hour: hour12 ? 'numeric' : '2-digit',
    minute: '2-digit',
    hour12,
    timeZone: zone,
  });
  const weekday = new Intl.DateTimeFormat(tag, { weekday: 'short', timeZone: zone });
  const day = new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone: zone,
  });
  const minute = new Intl.DateTimeFormat('en', { minute: 'numeric', timeZone: zone });
  // Some engines write midnight of the 24 h format as 24:00.
  const time = (at: Instant): string => clock.format(at).replace(/^24/, '00');
  return {
    language: say === en ? 'en' : language,
    direction: language === 'ar' || language === 'he' ? 'rtl' : 'ltr',
    say,
    minuteOfHour: (at) => Number(minute.format(at)),
    writtenAt: (now) => {
      const today = day.format(now);
      const written = (at: Instant): string =>
        day.format(at) === today ? time(at) : `${weekday.format(at)} ${time(at)}`;
      return {
        time: written,
        clock: time,
        sameDay: (at) => day.format(at) === today,
        countdown: (millis) => {
          const seconds = Math.max(0, Math.ceil(millis / 1_000));
          return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
        },
        fact: (facts, name) => {
          const value = facts[name];
          const at = typeof value === 'string' ? readInstant(value) : null;
          return at === null ? null : written(at);
        },
      };
    },
  };
}

/** A locale that the engine does not know must not blank a door. */
function usableLocale(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

function usableZone(timeZone: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone }).format(0);
    return timeZone;
  } catch {
    return 'UTC';
  }
}
