import { describe, expect, test } from 'vitest';
import { laterStarts } from './offering';
import { screenOf } from './screen';
import { at, ENGLISH, CONNECTED, room, knows, clock } from './screen.testing';
import { sheetOf } from './sheets';
import { wordingOf } from './wording';

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

  test('whereABufferKeepsAFreeRoomTheDoorSaysFromWhen', () => {
    const about = (now: string): string => {
      const { face, offers } = screenOf(knows([], opened), at(now), CONNECTED);
      expect(face.kind).toBe('free');
      expect(offers.length > 0).toBe(face.kind === 'free' && face.opensAt === null);
      return wordingOf(face, ENGLISH, ENGLISH.writtenAt(at(now)), at(now)).about;
    };
    expect(about('10:20')).toBe('Can be booked from 11:10');
    expect(about('11:10')).toBe('');
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
