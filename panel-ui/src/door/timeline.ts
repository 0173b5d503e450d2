import { HOUR, MINUTE, type Instant } from '../shared/instant';
import type { Booking } from '../shared/wire';
import { holds } from './faces';

/** One strip of the day: where each booking lies and which hours are written under it, as shares of the width. */
export interface Timeline {
  readonly nowShare: number;
  readonly blocks: readonly Block[];
  readonly hours: readonly { readonly at: Instant; readonly share: number }[];
}

export interface Block {
  readonly id: string;
  readonly from: number;
  readonly width: number;
  readonly tone: 'booked' | 'checked-in' | 'asked' | 'past';
}

const SHOWN_HOURS = 9;
const PAST_HOURS = 1;
/** A block is worth drawing; hundreds of slivers are not, and would cost a slow tablet its minute. */
const BLOCKS_LIMIT = 60;

/**
 * `minuteOfDay` is the local one: hours are drawn where people of the site expect them, also where the zone is half an
 * hour off. Every second hour is written, which is what fits beside the tools.
 */
export function timelineOf(bookings: readonly Booking[], now: Instant, minuteOfDay: number): Timeline {
  const thisHourAt = Math.floor(now / MINUTE) * MINUTE - (minuteOfDay % 60) * MINUTE;
  const from = thisHourAt - PAST_HOURS * HOUR;
  const length = SHOWN_HOURS * HOUR;
  const share = (at: Instant): number => Math.min(1, Math.max(0, (at - from) / length));
  const blocks = bookings
    .filter(
      (each) =>
        (holds(each) || each.phase === 'completed') && each.endAt > from && each.startAt < from + length,
    )
    .slice(0, BLOCKS_LIMIT)
    .map((each) => ({
      id: each.id,
      from: share(each.startAt),
      width: share(each.endAt) - share(each.startAt),
      tone: toneOf(each, now),
    }));
  const hours = Array.from({ length: Math.ceil(SHOWN_HOURS / 2) }, (_, index) => ({
    at: from + 2 * index * HOUR,
    share: (2 * index) / SHOWN_HOURS,
  }));
  return { nowShare: share(now), blocks, hours };
}

function toneOf(booking: Booking, now: Instant): Block['tone'] {
  if (booking.phase === 'completed' || booking.endAt <= now) {
    return 'past';
  }
  if (booking.phase === 'requested') {
    return 'asked';
  }
  return booking.phase === 'checked-in' ? 'checked-in' : 'booked';
}
