import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { HELLO, STATE } from './testing';
import { decode } from './wire';

const vectors = new URL('../../../protocol/vectors/v1/', import.meta.url);
const frames = existsSync(vectors)
  ? readdirSync(vectors).filter((name) => /^panel-.*\.json$/.test(name))
  : [];
/** These go the other way; that the edge reads them is its own test. */
const FROM_PANEL = /^panel-(action|pong|hello-from-panel|panel-hello|up)/;

describe('what the edge says', () => {
  test.runIf(frames.length > 0)('everyGoldenVectorIsReadable', () => {
    for (const name of frames.filter((each) => !FROM_PANEL.test(each))) {
      expect(decode(readFileSync(new URL(name, vectors), 'utf8')).kind, name).not.toMatch('un');
    }
  });

  test('aStateIsReadWithItsBookingsInOrder', () => {
    const [first] = STATE.bookings;
    const earlier = { ...first, id: 'a', start: '2026-11-23T07:00:00.250Z' };
    const read = decode(JSON.stringify({ ...STATE, bookings: [first, earlier] }));
    expect(read.kind === 'state' && read.room.bookings.map((each) => [each.id, each.startAt])).toEqual([
      ['a', Date.UTC(2026, 10, 23, 7, 0, 0, 250)],
      ['b', Date.UTC(2026, 10, 23, 9)],
    ]);
  });

  test('newerFieldsAndTypesDoNotDisturb', () => {
    expect(decode(JSON.stringify({ ...HELLO, colour: 'blue' })).kind).toBe('hello');
    expect(decode('{"type":"weather","sun":true}')).toEqual({ kind: 'unknown', type: 'weather' });
  });

  test('aPhaseNewToThisPageStillHoldsItsTime', () => {
    const read = decode(JSON.stringify({ ...STATE, bookings: [{ ...STATE.bookings[0], phase: 'moving' }] }));
    expect(read.kind === 'state' && read.room.bookings[0]?.phase).toBe('confirmed');
  });

  test('anUnknownLinkOrClockCountsAsTheWeakest', () => {
    const read = decode(
      JSON.stringify({ ...STATE, link: { state: 'dim', lastSyncedAt: null }, clock: 'lunar' }),
    );
    expect(read.kind === 'state' && [read.room.link.state, read.room.clock]).toEqual(['stale', 'unknown']);
  });

  test.each([
    ['no JSON', 'x{'],
    ['no object', '[1]'],
    ['no type', '{}'],
    ['bytes', new ArrayBuffer(4)],
    ['null', 'null'],
    ['a state without a space', JSON.stringify({ ...STATE, space: null })],
    [
      'a booking that ends before it starts',
      JSON.stringify({ ...STATE, bookings: [{ ...STATE.bookings[0], end: '2026-11-23T08:00:00Z' }] }),
    ],
    ['a local time', JSON.stringify({ ...STATE, now: '2026-11-23T08:00:00+01:00' })],
    ['an answer without an outcome', '{"type":"answer","op":"o"}'],
  ])('garbage is told apart and never thrown: %s', (_, frame) => {
    expect(decode(frame).kind).toBe('unreadable');
  });

  test('aRefusalKeepsItsFacts', () => {
    const problem = {
      slug: 'taken',
      title: 'Taken',
      detail: '',
      facts: { latestEndAt: '2026-11-23T09:30:00Z', x: null },
    };
    expect(decode(JSON.stringify({ type: 'answer', op: 'o', outcome: 'refused', problem }))).toEqual({
      kind: 'answer',
      op: 'o',
      outcome: {
        kind: 'refused',
        slug: 'taken',
        title: 'Taken',
        detail: '',
        facts: { latestEndAt: '2026-11-23T09:30:00Z' },
      },
    });
  });
});
