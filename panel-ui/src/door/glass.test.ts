import { describe, expect, test } from 'vitest';
import { MINUTE } from '../shared/instant';
import { brightnessAt, shiftAt } from './glass';
import { nextTickMillis, screenOf } from './screen';
import { at, CONNECTED, knows, review } from './screen.testing';

describe('the glass', () => {
  test.each([
    [19 * 60 + 59, 1],
    [20 * 60, 0.4],
    [3 * 60, 0.4],
    [6 * 60, 1],
  ])('at minute %i of the day the usual brightness is %d', (minute, expected) => {
    expect(brightnessAt(minute, null)).toBe(expected);
  });

  test('theHouseMaySayOtherwise', () => {
    const night = { fromMinute: 60, untilMinute: 120, brightness: 0.15 };
    expect([59, 60, 119, 120].map((minute) => brightnessAt(minute, night))).toEqual([1, 0.15, 0.15, 1]);
  });

  test('thePictureMovesOnePixelAMinuteAndComesBack', () => {
    const places = Array.from({ length: 9 }, (_, minute) => shiftAt(minute * MINUTE));
    for (let minute = 1; minute < places.length; minute += 1) {
      const [[x = 9, y = 9] = [], [beforeX = 9, beforeY = 9] = []] = [places[minute], places[minute - 1]];
      expect(Math.abs(x - beforeX) + Math.abs(y - beforeY)).toBe(1);
    }
    expect(places[8]).toEqual(places[0]);
  });
});

describe('the tick', () => {
  test('aQuietScreenWaitsForTheMinute', () => {
    expect(nextTickMillis({ kind: 'free', until: null, next: null, opensAt: null }, at('10:00:20'))).toBe(
      40_000,
    );
  });

  test('aCountdownWaitsForTheSecond', () => {
    const release = { booking: '10:00-11:00', releasesAt: at('10:10'), snoozed: false };
    const face = screenOf(knows([review('confirmed')], { release }), at('10:05'), CONNECTED).face;
    expect(nextTickMillis(face, at('10:05') + 250)).toBe(750);
  });
});
