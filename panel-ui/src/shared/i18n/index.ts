import { readInstant, type Instant } from '../instant';
import type { Facts } from '../wire';
import type { Plural, Values, WordKey, Words } from './words';

export type { WordKey, Words } from './words';

/** Each language in its own words, so that whoever needs it can read it. */
export const LANGUAGES: Readonly<Record<string, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  pl: 'Polski',
  ar: 'العربية',
};

/** Letters that are written from the right: Hebrew, Arabic and their neighbours, and how they are joined. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufefc]/;

/** Times as the people of the site write them, seen from one moment. */
export interface Written {
  readonly now: Instant;
  /** 10:42, or with the weekday if it is another day. */
  time(at: Instant): string;
  /** The time of day alone, for the hours under the timeline. */
  clock(at: Instant): string;
  /** False from the site's midnight on. */
  sameDay(at: Instant): boolean;
}

/** The page's voice: a language, and how the site writes times. */
export interface Voice {
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  say<K extends WordKey>(key: K, ...values: Values<K>): string;
  /** Words that may not exist for what a newer edge says; null then. */
  sayIf(key: string, facts: Facts): string | null;
  /** Keeps a name of another script from turning the sentence around it. */
  quote(text: string): string;
  writtenAt(now: Instant): Written;
  /** Minutes since the site's midnight. */
  minuteOfDay(at: Instant): number;
}

export function languageOf(locale: string): string {
  const language = usableLocale(locale).split('-')[0] ?? '';
  return language in LANGUAGES ? language : 'en';
}

/** `words` are those of the language of `locale`; where it is none of ours, they are English. */
export function voiceFor(locale: string, words: Words, timeZone: string, hour12: boolean): Voice {
  const language = languageOf(locale);
  const usable = usableLocale(locale);
  // The buttons count in the digits of the timeline and of the bookings' titles, so all use the same.
  const tag = (usable.startsWith(language) ? usable : 'en') + '-u-nu-latn';
  const zone = usableZone(timeZone);
  const format = (options: Intl.DateTimeFormatOptions, of = tag): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(of, { ...options, timeZone: zone });
  // An hour of one digit in the evening format, of two in the 24 h one: 9:05 am, 09:05.
  const clock = format({ hour: hour12 ? 'numeric' : '2-digit', minute: '2-digit', hour12 });
  const weekday = format({ weekday: 'short' });
  const day = format({ year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA');
  const hours = format({ hour: '2-digit', minute: '2-digit', hour12: false }, 'en-GB');
  // Some engines write midnight of the 24 h format as 24:00.
  const time = (at: Instant): string => clock.format(at).replace(/^24/, '00');
  const rightToLeft = language === 'ar';

  function say(key: string, facts: Facts = {}): string | null {
    const word = (words as Readonly<Record<string, string | Plural>>)[key];
    return word === undefined ? null : filled(typeof word === 'string' ? word : plural(word, facts), facts);
  }

  function plural(forms: Plural, facts: Facts): string {
    const form = 'PluralRules' in Intl ? new Intl.PluralRules(tag).select(Number(facts.count)) : 'other';
    return forms[form] ?? forms.other;
  }

  return {
    language,
    direction: rightToLeft ? 'rtl' : 'ltr',
    say: (key, ...[values]) => say(key, values as Facts | undefined) ?? key,
    sayIf: (key, facts) => say(key, facts),
    quote: (text) =>
      text !== '' && (rightToLeft || RIGHT_TO_LEFT.test(text)) ? `\u2068${text}\u2069` : text,
    minuteOfDay: (at) => {
      const [hour = 0, minute = 0] = hours.format(at).split(':').map(Number);
      return (hour % 24) * 60 + minute;
    },
    writtenAt: (now) => {
      const today = day.format(now);
      const sameDay = (at: Instant): boolean => day.format(at) === today;
      return {
        now,
        time: (at) => (sameDay(at) ? '' : `${weekday.format(at)} `) + time(at),
        clock: time,
        sameDay,
      };
    },
  };
}

/** The first of the sentences between bars whose holes can all be filled; the last one if none can. */
function filled(sentences: string, facts: Facts): string {
  const each = sentences.split('|');
  const whole = each.find((one) => !/\{(\w+)\}/.test(fill(one, facts)));
  return whole === undefined ? (each[each.length - 1] ?? '') : fill(whole, facts);
}

function fill(sentence: string, facts: Facts): string {
  return sentence.replace(/\{(\w+)\}/g, (hole, name: string) => String(facts[name] ?? hole));
}

/** What a refusal tells, as its sentence wants it: instants as times, seconds also as minutes. */
export function speakable(facts: Facts, write: Written): Facts {
  const spoken: Record<string, string | number | boolean | null> = { ...facts };
  for (const [name, value] of Object.entries(facts)) {
    const at = typeof value === 'string' ? readInstant(value) : null;
    if (at !== null) {
      spoken[name] = write.time(at);
    }
    if (typeof value === 'number') {
      spoken[name.replace(/Seconds$/, 'Minutes')] = Math.round(value / 60);
    }
  }
  return spoken;
}

/** 4:32 */
export function countdown(millis: number): string {
  const seconds = Math.max(0, Math.ceil(millis / 1_000));
  return `${Math.floor(seconds / 60)}:${`0${seconds % 60}`.slice(-2)}`;
}

/** A locale that the engine does not know must not blank a door. */
function usableLocale(locale: string): string {
  try {
    // What a site wishes besides language and region (digits, calendars) is decided here, and twice is once too often.
    return Intl.getCanonicalLocales(locale.split('-u-')[0])[0] ?? 'en';
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
