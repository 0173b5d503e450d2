import { describe, expect, test } from 'vitest';
import { laterStarts, whyNotNow } from './offering';
import { screenOf, type Knowledge } from './screen';
import { at, booking, ENGLISH, CONNECTED, room, knows, clock } from './screen.testing';
import { sheetOf } from './sheets';

describe('later today', () => {
  const opened = {
    openings: [
      { startAt: at('07:00'), endAt: at('10:00') },
      { startAt: at('11:10'), endAt: at('12:40') },
    ],
  };
  const sameDay = (): boolean => true;

  test('halfHoursAndBeginningsOfOpeningsAreOffered', () => {
    expect(laterStarts(room([], opened), at('08:40'), 30, sameDay).map(clock)).toEqual([
      '09:00',
      '09:30',
      '11:10',
      '11:30',
      '12:00',
    ]);
  });

  test('aLongerWishHasFewerStarts', () => {
    expect(laterStarts(room([], opened), at('08:40'), 60, sameDay).map(clock)).toEqual([
      '09:00',
      '11:10',
      '11:30',
    ]);
  });

  test('aFreeRoomThatCannotBeBookedNowSaysWhy', () => {
    const why = (now: string, known: Knowledge, contact = CONNECTED): string | null => {
      const { face, link, offers } = screenOf(known, at(now), contact);
      expect(face.kind).toMatch(/^free/);
      const found = whyNotNow(face, link, offers);
      return typeof found === 'number' ? clock(found) : found;
    };
    const between = knows([], opened);
    expect(why('10:20', between)).toBe('11:10');
    expect(why('11:10', between)).toBeNull();
    expect(why('10:20', between, { kind: 'lost', lastHeardAt: at('10:19') })).toBeNull();
    const strict = { policy: { graceMinutes: 10, minimumMinutes: 30, maximumMinutes: 480 } };
    const meeting = booking('11:00', '12:00', 'confirmed');
    const opening = { openings: [{ startAt: at('09:00'), endAt: at('11:00') }] };
    expect(why('10:40', knows([meeting], { ...strict, ...opening }))).toBe('too-short');
    expect(why('10:49', knows([meeting], { ...strict, ...opening }))).toBe('too-short');
    expect(why('10:30', knows([meeting], { ...strict, ...opening }))).toBeNull();
  });

  test('whatIsOfferedDoesNotMoveUnderTheFinger', () => {
    const offered = (now: string): readonly (readonly [string, string])[] => {
      const sheet = { kind: 'later', minutes: 30, from: at('08:59:50') } as const;
      const screen = screenOf(knows([], opened), at(now), CONNECTED);
      const shown = sheetOf(
        sheet,
        screen,
        room([], opened),
        [],
        ENGLISH,
        ENGLISH.writtenAt(at(now)),
        at(now),
      );
      return (shown?.rows ?? [])
        .slice(1)
        .flatMap((row) => row.map((each) => [each.label, each.looks] as const));
    };
    const before = offered('08:59:50');
    expect(before.slice(0, 2)).toEqual([
      ['09:00', 'main'],
      ['09:30', 'main'],
    ]);
    expect(offered('09:00:05')).toEqual([['09:00', 'off'], ...before.slice(1)]);
  });

  test('tomorrowIsNotLaterToday', () => {
    expect(laterStarts(room([], opened), at('08:40'), 30, () => false)).toEqual([]);
  });
});

describe('the tools', () => {
  const all = { openings: [], issueKinds: ['display'] };

  test('stayWithinWhatTheEdgeOffers', () => {
    expect(screenOf(knows([], all), at('08:00'), CONNECTED).tools).toEqual([
      'later',
      'rooms',
      'report',
      'language',
    ]);
    expect(screenOf(knows([]), at('08:00'), CONNECTED).tools).toEqual(['rooms', 'language']);
    expect(screenOf(knows([], { ...all, closed: true }), at('08:00'), CONNECTED).tools).toEqual([
      'rooms',
      'report',
      'language',
    ]);
  });

  test('cutOffOnlyTheLanguageIsLeft', () => {
    expect(screenOf(knows([], all), at('08:00'), { kind: 'lost', lastHeardAt: 0 }).tools).toEqual([
      'language',
    ]);
  });
});
