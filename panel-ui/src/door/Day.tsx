import type { Voice, Written } from '../shared/i18n';
import type { Instant } from '../shared/instant';
import type { Room } from '../shared/wire';
import { timelineOf } from './timeline';

/** The hours around now as one strip. */
export function Day({ room, now, voice, write }: { room: Room; now: Instant; voice: Voice; write: Written }) {
  const line = timelineOf(room.bookings, now, voice.minuteOfDay(now));
  const at = (share: number): Record<string, string> => ({
    [voice.direction === 'rtl' ? 'right' : 'left']: `${(share * 100).toFixed(2)}%`,
  });
  return (
    <div class="strip" role="img" aria-label={voice.say('timeline')}>
      <div class="bar">
        {line.blocks.map((block) => (
          <div
            key={block.id}
            class={`block ${block.tone}`}
            style={{ ...at(block.from), width: `${(block.width * 100).toFixed(2)}%` }}
          />
        ))}
        <div class="now" style={at(line.nowShare)} />
      </div>
      <div class="hours">
        {line.hours.map((hour) => (
          <span key={hour.at} style={at(hour.share)}>
            {write.clock(hour.at)}
          </span>
        ))}
      </div>
    </div>
  );
}
