/** Milliseconds since 1970 in UTC. The only meaning a plain number has where the name ends in `At` or says `now`. */
export type Instant = number;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

const WRITTEN = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?Z$/;

/**
 * Reads an instant as the edge writes it. `Date.parse` is not used: old engines disagree about fractions of more
 * than three digits, and all of them accept local times, which would be silently wrong on a tablet abroad.
 */
export function readInstant(written: string): Instant | null {
  const parts = WRITTEN.exec(written);
  if (parts === null) {
    return null;
  }
  const [, year, month, day, hour, minute, second = '0', fraction = '0'] = parts;
  const millis = Number((fraction + '00').slice(0, 3));
  const at = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    millis,
  );
  return Number.isNaN(at) ? null : at;
}
