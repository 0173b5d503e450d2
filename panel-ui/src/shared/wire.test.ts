import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { speakable } from './i18n';
import { EVERY_VOICE } from './i18n/voices.test-data';
import { HELLO, STATE } from './testing';
import { decode } from './decode';
import { writeAction, writeHello, writePong } from './wire';

const vectors = new URL('../../../protocol/vectors/v1/', import.meta.url);
const frames = existsSync(vectors)
  ? readdirSync(vectors).filter((name) => /^panel-.*\.json$/.test(name))
  : [];
/** What panels say; that the edge reads it is the edge's test. */
const FROM_PANEL = /^panel-(action-.*|greet.*|pong)\.json$/;

function frame(name: string): string {
  return readFileSync(new URL(name, vectors), 'utf8');
}

/** The vectors write whole seconds, this page writes milliseconds: the same instants. */
function instants(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replace(/(:\d\d)\.000Z/g, '$1Z'));
}

describe('what the edge says', () => {
  test('thereAreGoldenVectors', () => {
    expect(frames.length).toBeGreaterThan(10);
  });

  test.each(frames.filter((each) => !FROM_PANEL.test(each)))('is read: %s', (name) => {
    expect(decode(frame(name)).kind).toBe(
      /^panel-(hello|state|answer|ping|standby|not-paired)/.exec(name)?.[1],
    );
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

  test.each([
    'check-in',
    'end',
    'start-early',
    'keep',
    'book-now',
    'book-later',
    'extend-to',
    'undo-of',
    'find',
    'report',
    'with-pin',
    'with-badge',
    'kept-back',
  ])('is written as the edge expects it: %s', (name) => {
    const { op, action, unlock, touchedAt } = JSON.parse(frame(`panel-action-${name}.json`));
    const at = touchedAt === undefined ? undefined : Date.parse(touchedAt);
    const written: unknown = JSON.parse(writeAction(op, action, unlock, at));
    expect(instants(written)).toEqual(instants(JSON.parse(frame(`panel-action-${name}.json`))));
  });

  test('greetingAndPongAreWrittenAsTheEdgeExpectsThem', () => {
    expect(JSON.parse(writeHello(0, ''))).toEqual(JSON.parse(frame('panel-greet.json')));
    expect(JSON.parse(writeHello(12, '3f2c9a'))).toEqual(JSON.parse(frame('panel-greet-page.json')));
    expect(JSON.parse(writePong())).toEqual(JSON.parse(frame('panel-pong.json')));
  });

  test.each(EVERY_VOICE)('everyRefusalHasWordsIn %s', (_, voice) => {
    for (const name of frames.filter((each) => each.startsWith('panel-answer-refused'))) {
      const read = decode(frame(name));
      const refusal = read.kind === 'answer' && read.outcome.kind === 'refused' ? read.outcome : null;
      const facts = refusal && speakable(refusal.facts, voice.writtenAt(0));
      // Some are faults of a program and none of a person's; for those the common sentence is right.
      const faults = /already-exists|door-only|not-releasable|not-understood|superseded-epoch|unknown-space/;
      const words = facts && voice.sayIf(`refused-${refusal.slug}`, facts);
      expect(words === null ? faults.test(name) : !words.includes('{'), name).toBe(true);
    }
  });

  test('theGoldenStatesOfARoomWithSensorsAreReadWhole', () => {
    const room = (name: string): unknown => {
      const read = decode(frame(name));
      return read.kind === 'state' ? read.room : null;
    };
    expect(room('panel-state-in-use.json')).toMatchObject({
      presence: { state: 'present', since: Date.UTC(2026, 2, 2, 9, 1) },
      undo: [{ event: 'extended' }, { event: 'checked-in' }],
      issues: ['display'],
      unlock: { book: ['pin', 'badge'], end: ['badge'] },
      bookings: [{ latestEndAt: Date.UTC(2026, 2, 2, 10, 30), earliestStartAt: null }],
    });
    expect(room('panel-state-issue-taken.json')).toMatchObject({
      issues: ['display', 'sound'],
      issuesTaken: ['display'],
    });
    expect(room('panel-state-release.json')).toMatchObject({
      release: { releasesAt: Date.UTC(2026, 2, 2, 9, 10), snoozed: false },
      openings: [{ startAt: Date.UTC(2026, 2, 2, 7) }, { endAt: Date.UTC(2026, 2, 2, 19) }],
      bookings: [{ earliestStartAt: Date.UTC(2026, 2, 2, 7) }],
    });
  });

  test('theGoldenHouseIsReadWhole', () => {
    expect(decode(frame('panel-hello-house.json'))).toMatchObject({
      languages: ['de', 'en', 'ar'],
      night: { fromMinute: 1200, untilMinute: 390, brightness: 0.15 },
      purple: true,
    });
  });

  test('theGoldenNextBestIsReadWhole', () => {
    const read = decode(frame('panel-answer-refused-next-room.json'));
    expect(read.kind === 'answer' && read.outcome).toMatchObject({
      next: {
        latestEndAt: null,
        rooms: [
          { name: 'Birch', hint: 'left', metres: 12 },
          { name: 'Aspen', hint: null },
        ],
        time: { startAt: Date.UTC(2026, 2, 2, 9, 45) },
      },
    });
  });

  test('aPartThatMakesNoSenseDoesNotTakeTheRoomAlong', () => {
    const odd = {
      ...STATE,
      presence: 'yes',
      undo: [{}],
      openings: 7,
      unlock: [],
      issues: [1],
      release: { a: 1 },
    };
    const read = decode(JSON.stringify(odd));
    expect(read.kind === 'state' && read.room).toMatchObject({
      presence: null,
      release: null,
      undo: [],
      openings: null,
      issues: [],
      unlock: {},
      bookings: [{ id: 'b' }],
    });
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

  test('marksThatTurnTheDirectionAreNoPartOfATitle', () => {
    const turned = { ...STATE.bookings[0], title: '\u202eDesign\u2066 review' };
    const message = decode(JSON.stringify({ ...STATE, bookings: [turned] }));
    expect(message.kind === 'state' && message.room.bookings[0]?.title).toBe('Design review');
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
        next: { latestEndAt: null, rooms: [], time: null },
      },
    });
  });
});
