import { Component } from 'preact';
import type { Voice, Written } from '../shared/i18n';
import type { RoomFound } from '../shared/wire';
import { HINTS } from './looks';
import { Pictogram } from './Pictogram';
import type { Move, Sheet, SheetShown } from './sheets';
import { joined } from './wording';

interface Props {
  sheet: Sheet;
  shown: SheetShown;
  voice: Voice;
  write: Written;
  move: (move: Move) => void;
}

/** A second tap on the button that asked must not be taken for the answer. */
const ARMED_AFTER_MILLIS = 350;
/** A badge reader types faster than any finger. */
const READER_KEY_MILLIS = 80;
const LONGEST_BADGE = 64;

/** A question over the screen: it takes the keyboard, keeps it, and gives it back. */
export class SheetBox extends Component<Props, { armed: boolean }> {
  state = { armed: false };
  private box: HTMLElement | null = null;
  private before: Element | null = null;
  private arming = 0;
  private typed = '';
  private typedAt = 0;
  private readonly keyed = (event: KeyboardEvent): void => this.key(event);

  componentDidMount(): void {
    this.before = document.activeElement;
    this.box?.focus();
    // Not on the box: a tap beside it takes the focus away, and the badge reader goes on typing.
    document.addEventListener('keydown', this.keyed);
    this.arming = window.setTimeout(() => this.setState({ armed: true }), ARMED_AFTER_MILLIS);
  }

  componentWillUnmount(): void {
    clearTimeout(this.arming);
    document.removeEventListener('keydown', this.keyed);
    if (this.before instanceof HTMLElement) {
      this.before.focus();
    }
  }

  private key(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      this.props.move({ to: 'open', sheet: null });
    } else if (event.key === 'Tab') {
      this.keepInside(event);
    } else if (this.props.sheet.kind === 'unlock') {
      this.type(event, this.props.sheet);
    }
  }

  private keepInside(event: KeyboardEvent): void {
    const buttons = this.box?.querySelectorAll<HTMLElement>('button:not([disabled])');
    const first = buttons?.[0];
    const last = buttons?.[buttons.length - 1];
    const here = document.activeElement;
    const leaving = event.shiftKey ? here === first || here === this.box : here === last;
    if (leaving) {
      event.preventDefault();
      (event.shiftKey ? last : first)?.focus();
    }
  }

  /** Digits come from a keypad, whole badges from a reader that types them and presses Enter. */
  private type(event: KeyboardEvent, sheet: Extract<Sheet, { kind: 'unlock' }>): void {
    const { move } = this.props;
    const fast = event.timeStamp - this.typedAt < READER_KEY_MILLIS;
    this.typedAt = event.timeStamp;
    if (event.key === 'Enter' && fast && this.typed !== '' && sheet.ways.includes('badge')) {
      event.preventDefault();
      move({ to: 'unlock', unlock: { badge: this.typed } });
    } else if (/^[\w:.-]$/.test(event.key)) {
      this.typed = ((fast ? this.typed : '') + event.key).slice(-LONGEST_BADGE);
      if (/\d/.test(event.key) && sheet.ways.includes('pin')) {
        move({ to: 'open', sheet: { ...sheet, typed: (sheet.typed + event.key).slice(0, 12) } });
      }
    }
  }

  render({ sheet, shown, voice, write, move }: Props, { armed }: { armed: boolean }) {
    const secret = sheet.kind === 'unlock' && sheet.typed !== '';
    return (
      <div class="veil">
        <div
          class="sheet"
          data-sheet={sheet.kind}
          role="dialog"
          aria-modal="true"
          aria-label={shown.title}
          tabIndex={-1}
          ref={(box: HTMLElement | null) => {
            this.box = box;
          }}
        >
          <p class="title">{shown.title}</p>
          {shown.text !== '' && (
            <p class={secret ? 'text secret' : 'text'} role="status">
              {secret ? (
                <>
                  <span aria-hidden="true">{shown.text}</span>
                  <span class="unseen">{voice.say('pin-digits', { count: shown.text.length })}</span>
                </>
              ) : (
                shown.text
              )}
            </p>
          )}
          {shown.rooms.map((room) => (
            <FoundRoom key={room.space} room={room} voice={voice} write={write} />
          ))}
          {shown.rows.map((row, index) => (
            <div class="row" key={index}>
              {row.map((choice) => (
                <button
                  key={choice.label}
                  class={choice.looks}
                  aria-label={choice.name}
                  aria-pressed={choice.looks === 'chosen' ? true : undefined}
                  disabled={!armed || choice.looks === 'off'}
                  onClick={() => move(choice.move)}
                >
                  {choice.label}
                </button>
              ))}
            </div>
          ))}
        </div>
      </div>
    );
  }
}

function FoundRoom({ room, voice, write }: { room: RoomFound; voice: Voice; write: Written }) {
  const { say } = voice;
  const hint = room.hint === null ? undefined : HINTS[room.hint];
  const time = room.freeUntil === null ? null : write.clock(room.freeUntil);
  const free =
    room.freeFrom > write.now
      ? say('free-from', { time: write.clock(room.freeFrom) })
      : say('free-until', { time });
  const seats = room.capacity === null ? '' : say('seats', { count: room.capacity });
  const way = hint === undefined ? '' : (voice.sayIf(`hint-${room.hint ?? ''}`, {}) ?? '');
  const metres = room.metres === null ? '' : say('metres', { metres: room.metres });
  return (
    <div class="found">
      <span class="arrow">{hint !== undefined && <Pictogram name={hint[0]} turned={hint[1]} />}</span>
      <b dir="auto">{room.name}</b>
      <span>{joined(free, seats)}</span>
      <span class="way">{joined(way, metres)}</span>
    </div>
  );
}
