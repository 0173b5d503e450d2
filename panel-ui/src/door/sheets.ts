import { LANGUAGES, speakable, type Voice, type Written } from '../shared/i18n';
import type { WordKey } from '../shared/i18n/words';
import type { Instant } from '../shared/instant';
import type { Action, Outcome, Room, RoomFound, Unlock } from '../shared/wire';
import { writeInstant } from '../shared/wire';
import { extendTo, isAway, laterMinutes, laterStarts, type Offer } from './offering';
import type { Screen } from './screen';

/** What the person before the door has opened over the screen. */
export type Sheet =
  | { readonly kind: 'end' | 'extend'; readonly booking: string }
  /** `from` is when it was opened: what is offered must not move under the finger. */
  | { readonly kind: 'later'; readonly minutes: number; readonly from: Instant }
  /** `rooms` is null until the edge has answered. */
  | { readonly kind: 'rooms'; readonly rooms: readonly RoomFound[] | null }
  | { readonly kind: 'report' | 'language' }
  | {
      readonly kind: 'unlock';
      readonly action: Action;
      readonly ways: readonly string[];
      readonly typed: string;
      readonly refused: Refused | null;
    };

type Refused = Extract<Outcome, { kind: 'refused' }>;

/** What a button of a sheet does. */
export type Move =
  | { readonly to: 'act'; readonly action: Action }
  | { readonly to: 'open'; readonly sheet: Sheet | null }
  | { readonly to: 'speak'; readonly language: string }
  | { readonly to: 'unlock'; readonly unlock: Unlock };

export interface Choice {
  readonly label: string;
  readonly name?: string;
  readonly looks: 'main' | 'plain' | 'chosen' | 'off';
  readonly move: Move;
}

/** Everything a sheet shows: few rows of buttons, so that they stay in the lower half, one of them to leave it. */
export interface SheetShown {
  readonly title: string;
  readonly text: string;
  readonly rooms: readonly RoomFound[];
  readonly rows: readonly (readonly Choice[])[];
}

const PIN_DIGITS = [4, 12] as const;
const ROOMLESS: readonly Screen['face']['kind'][] = ['starting', 'updating', 'closed', 'not-paired'];
const ROOMS_SHOWN = 4;
const CLOSED: Move = { to: 'open', sheet: null };

/** False when a sheet is about something that is no longer so; then it closes for good, and does not come back. */
export function stands(sheet: Sheet, { face, link, offers, tools }: Screen): boolean {
  switch (sheet.kind) {
    case 'end':
    case 'extend':
      return offers.some(
        (each) => each.kind === sheet.kind && 'booking' in each && each.booking.id === sheet.booking,
      );
    case 'later':
    case 'rooms':
    case 'report':
    case 'language':
      return tools.includes(sheet.kind);
    case 'unlock':
      return !ROOMLESS.includes(face.kind) && (!isAway(link) || sheet.action.kind === 'check-in');
  }
}

/** What a sheet shows; null when it is about something that is no longer so. */
export function sheetOf(
  sheet: Sheet,
  screen: Screen,
  room: Room | null,
  languages: readonly string[],
  voice: Voice,
  write: Written,
  now: Instant,
): SheetShown | null {
  const { say } = voice;
  const close: Choice = { label: say('close'), looks: 'plain', move: CLOSED };
  const shown = (title: string, rows: readonly (readonly Choice[])[], text = ''): SheetShown => ({
    title,
    text,
    rooms: [],
    rows,
  });
  switch (sheet.kind) {
    case 'end': {
      const offer = offered(screen, 'end', sheet.booking);
      const yes = (booking: string): Choice => ({
        label: say('end-yes'),
        looks: 'main',
        move: { to: 'act', action: { kind: 'end', booking } },
      });
      const no: Choice = { label: say('end-no'), looks: 'plain', move: CLOSED };
      return offer && shown(say('end-title'), [[yes(sheet.booking), no]]);
    }
    case 'extend': {
      const offer = offered(screen, 'extend', sheet.booking);
      return offer && shown(say('extend-title'), [[...extendChoices(offer, voice, write), close]]);
    }
    case 'later':
      return room && later(sheet, room, close, voice, write, now);
    case 'rooms': {
      const rooms = (sheet.rooms ?? []).slice(0, ROOMS_SHOWN);
      const text = sheet.rooms === null ? say('rooms-wait') : rooms.length === 0 ? say('rooms-none') : '';
      return { title: say('rooms-title'), text, rooms, rows: [[close]] };
    }
    case 'report':
      return room && shown(say('report-title'), inRows([...issueChoices(room, voice), close], 5));
    case 'language':
      return shown(say('language'), inRows([...languageChoices(languages, voice), close], 4));
    case 'unlock':
      return unlock(sheet, close, voice, write);
  }
}

function offered<K extends Offer['kind']>(
  screen: Screen,
  kind: K,
  booking: string,
): Extract<Offer, { kind: K }> | null {
  const found = screen.offers.find(
    (each) => each.kind === kind && 'booking' in each && each.booking.id === booking,
  );
  return (found as Extract<Offer, { kind: K }> | undefined) ?? null;
}

function extendChoices(
  offer: Extract<Offer, { kind: 'extend' }>,
  { say }: Voice,
  write: Written,
): readonly Choice[] {
  return offer.ends.map((end) => ({
    label: write.clock(end),
    name: say('extend-to', { time: write.clock(end) }),
    looks: 'main',
    move: { to: 'act', action: extendTo(offer.booking, end) },
  }));
}

function later(
  { minutes, from }: Extract<Sheet, { kind: 'later' }>,
  room: Room,
  close: Choice,
  voice: Voice,
  write: Written,
  now: Instant,
): SheetShown {
  const { say } = voice;
  const lengths: readonly Choice[] = laterMinutes(room.policy).map((each) => ({
    label: `${each} ${say('min')}`,
    looks: each === minutes ? 'chosen' : 'plain',
    move: { to: 'open', sheet: { kind: 'later', minutes: each, from } },
  }));
  const starts: readonly Choice[] = laterStarts(room, from, minutes, write.sameDay).map((at) => ({
    label: write.clock(at),
    name: say('book-at', { time: write.clock(at) }),
    looks: at > now ? 'main' : 'off',
    move: { to: 'act', action: { kind: 'book', start: writeInstant(at), minutes } },
  }));
  const text = starts.length === 0 ? say('later-none') : '';
  return { title: say('later-title'), text, rooms: [], rows: [[...lengths, close], ...inRows(starts, 4)] };
}

/** Kinds this page has no words for are not offered: a button without words helps nobody. */
function issueChoices(room: Room, { sayIf, say }: Voice): readonly Choice[] {
  const choices: Choice[] = [];
  for (const issue of room.issueKinds) {
    const words = sayIf(`issue-${issue}`, {});
    const known = room.issues.includes(issue);
    const told = say(room.issuesTaken.includes(issue) ? 'reported-taken' : 'reported-before');
    if (words !== null) {
      choices.push({
        label: known ? `${words} (${told})` : words,
        looks: known ? 'off' : 'plain',
        move: { to: 'act', action: { kind: 'report', issue } },
      });
    }
  }
  return choices;
}

function languageChoices(languages: readonly string[], voice: Voice): readonly Choice[] {
  const offered = languages.filter((each) => each in LANGUAGES);
  return (offered.length > 0 ? offered : Object.keys(LANGUAGES)).map((language) => ({
    label: LANGUAGES[language] ?? language,
    looks: language === voice.language ? 'chosen' : 'plain',
    move: { to: 'speak', language },
  }));
}

/** Two rows of digits, so that all of them are in the lower half of the smallest panel. */
function unlock(
  sheet: Extract<Sheet, { kind: 'unlock' }>,
  close: Choice,
  voice: Voice,
  write: Written,
): SheetShown {
  const { say } = voice;
  const { ways, typed, refused } = sheet;
  const withPin = ways.includes('pin');
  const key = (label: string, next: string, name: WordKey | null = null): Choice => ({
    label,
    ...(name === null ? {} : { name: say(name as 'erase') }),
    looks: 'plain',
    move: { to: 'open', sheet: { ...sheet, typed: next.slice(0, PIN_DIGITS[1]) } },
  });
  const digits = Array.from('1234567890', (each) => key(each, typed + each));
  const ok: Choice = {
    label: say('ok'),
    looks: typed.length < PIN_DIGITS[0] ? 'off' : 'main',
    move: { to: 'unlock', unlock: { pin: typed } },
  };
  const erase = key('⌫', typed.slice(0, -1), 'erase');
  const problem = refused === null ? null : refusalWords(refused, voice, write);
  const hint = withPin && ways.includes('badge') ? say('pin-or-badge') : '';
  return {
    title: say(withPin ? 'pin-title' : 'badge-title'),
    text: typed === '' ? (problem ?? hint) : '●'.repeat(typed.length),
    rooms: [],
    rows: withPin
      ? [
          [...digits.slice(0, 5), erase, close],
          [...digits.slice(5), ok],
        ]
      : [[close]],
  };
}

/** This language's own words for a refusal, else the edge's. */
export function refusalWords(refused: Refused, voice: Voice, write: Written): string {
  const { slug, facts, detail, title } = refused;
  return (
    voice.sayIf(`refused-${slug}`, speakable(facts, write)) ?? (detail || title || voice.say('refused-other'))
  );
}

function inRows<T>(all: readonly T[], width: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / width) }, (_, row) =>
    all.slice(row * width, row * width + width),
  );
}
