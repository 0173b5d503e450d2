import { type Voice, type Written } from '../shared/i18n';
import { MINUTE, type Instant } from '../shared/instant';
import { readInstant } from '../shared/instant';
import { writeInstant, type Action, type Room } from '../shared/wire';
import { refusalWords, type Sheet } from './sheets';
import type { Notice } from './touches';

interface Props {
  notice: Notice;
  room: Room | null;
  now: Instant;
  voice: Voice;
  write: Written;
  act: (action: Action) => void;
  open: (sheet: Sheet) => void;
  close: () => void;
}

/** What became of the last touch, and what can be done about it: undo, or the next best. */
export function NoticeBar({ notice, room, now, voice, write, act, open, close }: Props) {
  const refused =
    notice.kind === 'no-answer' || (notice.kind === 'told' && notice.outcome.kind === 'refused');
  const more = moreOf(notice, room, now, voice, write, act, open);
  return (
    <div
      class={refused ? 'notice refused' : 'notice'}
      data-notice={notice.kind === 'told' ? notice.outcome.kind : notice.kind}
    >
      <p>{noticeWords(notice, voice, write)}</p>
      {more !== null && (
        <button class="more" onClick={more.run}>
          {more.label}
        </button>
      )}
      <button class="close" onClick={close} aria-label={voice.say('close')}>
        ×
      </button>
    </div>
  );
}

export function noticeWords(notice: Notice, voice: Voice, write: Written): string {
  const { say } = voice;
  switch (notice.kind) {
    case 'trying':
      return say('still-trying');
    case 'kept':
      return say(notice.connected ? 'kept-trying' : notice.durable ? 'kept' : 'kept-in-memory');
    case 'no-answer':
    case 'page-failed':
    case 'dropped':
      return say(notice.kind);
    case 'told': {
      const { outcome, action } = notice;
      switch (outcome.kind) {
        case 'done': {
          const start = action.kind === 'book' && action.start !== null ? readInstant(action.start) : null;
          return start === null
            ? (voice.sayIf(`done-${outcome.event}`, {}) ?? say('done'))
            : say('done-booked-later', { time: write.time(start) });
        }
        case 'proposed':
          return say('proposed');
        case 'reported':
          return say('done-reported');
        case 'found':
          return '';
        case 'refused':
          return refusalWords(outcome, voice, write);
      }
    }
  }
}

interface More {
  readonly label: string;
  readonly run: () => void;
}

function moreOf(
  notice: Notice,
  room: Room | null,
  now: Instant,
  { say }: Voice,
  write: Written,
  act: (action: Action) => void,
  open: (sheet: Sheet) => void,
): More | null {
  if (notice.kind !== 'told') {
    return null;
  }
  const { op, outcome, action } = notice;
  if (outcome.kind === 'done') {
    const undoable =
      (outcome.undoUntil ?? 0) > now ||
      (room?.undo.some((each) => each.op === op && each.until > now) ?? false);
    return undoable ? { label: say('undo'), run: () => act({ kind: 'undo', of: op }) } : null;
  }
  if (outcome.kind !== 'refused') {
    return null;
  }
  const { latestEndAt, rooms, time } = outcome.next;
  if (latestEndAt !== null && latestEndAt > now && action.kind === 'extend') {
    const end = writeInstant(latestEndAt);
    return {
      label: say('extend-to', { time: write.clock(latestEndAt) }),
      run: () => act({ ...action, end }),
    };
  }
  if (latestEndAt !== null && latestEndAt > now && action.kind === 'book' && action.start === null) {
    const minutes = Math.floor((latestEndAt - now) / MINUTE);
    return {
      label: say('book-until', { time: write.clock(latestEndAt) }),
      run: () => act({ ...action, minutes }),
    };
  }
  if (rooms.length > 0) {
    return { label: say('rooms'), run: () => open({ kind: 'rooms', rooms }) };
  }
  if (time !== null && action.kind === 'book') {
    const start = writeInstant(time.startAt);
    return {
      label: say('book-at', { time: write.time(time.startAt) }),
      run: () => act({ ...action, start }),
    };
  }
  return null;
}
