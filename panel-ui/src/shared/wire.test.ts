import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { voiceFor } from './i18n';
import { HELLO, STATE } from './testing';
import { decode, writeAction, writeHello, writePong } from './wire';

const vectors = new URL('../../../protocol/vectors/v1/', import.meta.url);
const frames = existsSync(vectors)
  ? readdirSync(vectors).filter((name) => /^panel-.*\.json$/.test(name))
  : [];
/** What panels say; that the edge reads it is the edge's test. */
const FROM_PANEL = /^panel-(action-.*|greet.*|pong)\.json$/;
/** What this page has no use for yet; it may not be taken for anything else. */
const LATER = /^panel-(standby-.*|not-paired|answer-(found.*|reported))\.json$/;
/** Refusals this page says in the edge's words. */
const NO_OWN_WORDS = /^panel-answer-refused-(unlock-.*|already-kept|nothing-to-keep|check-in-closed)\.json$/;

function frame(name: string): string {
  return readFileSync(new URL(name, vectors), 'utf8');
}

describe('what the edge says', () => {
  test('thereAreGoldenVectors', () => {
    expect(frames.length).toBeGreaterThan(10);
  });

  test.each(frames.filter((each) => !FROM_PANEL.test(each) && !LATER.test(each)))('is read: %s', (name) => {
    expect(decode(frame(name)).kind).toBe(/^panel-(hello|state|answer|ping)/.exec(name)?.[1]);
  });

  test.each(frames.filter((each) => LATER.test(each)))('is passed over: %s', (name) => {
    expect(['unknown', 'unreadable']).toContain(decode(frame(name)).kind);
  });

  test('theGoldenStateIsReadWhole', () => {
    const read = decode(frame('panel-state.json'));
    expect(read.kind === 'state' && read.room).toMatchObject({
      seq: 12,
      space: { name: 'Aspen', floor: '2nd floor', capacity: 6 },
      link: { state: 'live', lastSyncedAt: Date.UTC(2026, 2, 2, 8, 59, 57) },
      bookings: [
        {
          title: 'Budget',
          phase: 'confirmed',
          awaitsCloud: false,
          checkInOpensAt: Date.UTC(2026, 2, 2, 8, 50),
        },
        { title: null, phase: 'requested', awaitsCloud: true, startAt: Date.UTC(2026, 2, 2, 11) },
      ],
    });
  });

  test.each(['check-in', 'end', 'book-now'])('is written as the edge expects it: %s', (name) => {
    const golden = JSON.parse(frame(`panel-action-${name}.json`));
    expect(JSON.parse(writeAction(golden.op, golden.action))).toEqual(golden);
  });

  test('greetingAndPongAreWrittenAsTheEdgeExpectsThem', () => {
    expect(JSON.parse(writeHello(0))).toEqual(JSON.parse(frame('panel-greet.json')));
    expect(JSON.parse(writePong())).toEqual(JSON.parse(frame('panel-pong.json')));
  });

  test.each(['en-GB', 'de-DE'])('everyRefusalHasWordsIn %s', (locale) => {
    const voice = voiceFor(locale, 'Europe/Berlin', false);
    for (const name of frames.filter(
      (each) => /^panel-answer-refused/.test(each) && !NO_OWN_WORDS.test(each),
    )) {
      const read = decode(frame(name));
      const refusal = read.kind === 'answer' && read.outcome.kind === 'refused' ? read.outcome : null;
      expect(
        refusal && voice.say.refusal(refusal.slug, refusal.facts, voice.writtenAt(0)),
        name,
      ).toBeTruthy();
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
