import { MINUTE, type Instant } from '../shared/instant';
import type { Night } from '../shared/wire';

/* What spares the glass and the corridor: the dimmed night, and a picture that never stands still. */

/** Evenings and nights where the house said nothing: bright enough to read, too dark to light a corridor. */
const USUAL_NIGHT: Night = { fromMinute: 20 * 60, untilMinute: 6 * 60, brightness: 0.4 };

/** 1 by day; below that how bright the screen is at night, while nobody touches it. */
export function brightnessAt(minuteOfDay: number, night: Night | null): number {
  const { fromMinute, untilMinute, brightness } = night ?? USUAL_NIGHT;
  const dark =
    fromMinute <= untilMinute
      ? minuteOfDay >= fromMinute && minuteOfDay < untilMinute
      : minuteOfDay >= fromMinute || minuteOfDay < untilMinute;
  return dark ? brightness : 1;
}

const RING = [0, 0, 0, 1, 2, 2, 2, 1];

/** Where the picture stands this minute: one pixel on from the last, in a ring, so that no edge burns into the glass. */
export function shiftAt(now: Instant): readonly [number, number] {
  const minute = Math.floor(now / MINUTE);
  return [(RING[minute & 7] ?? 0) - 1, (RING[(minute + 2) & 7] ?? 0) - 1];
}
