import { describe, expect, test } from 'vitest';
import { ENGLISH, HELLO, STATE, TestIdentity, TestMachine, TestStore } from '../shared/testing';
import { de } from '../shared/i18n/de';
import { IDLE_MILLIS, Panel } from './panel';

function page(machine: TestMachine, store: TestStore) {
  const told = { reloads: 0, forgotten: 0, fetched: [] as string[] };
  const panel = new Panel(machine, {
    socketUrl: 'ws://edge/panel/socket',
    key: 'k',
    page: 'one',
    language: 'en',
    words: ENGLISH,
    store,
    identity: new TestIdentity(false),
    fill: (bytes) => bytes.fill((operations += 1)),
    forgetKey: () => (told.forgotten += 1),
    reload: () => (told.reloads += 1),
    fetchWords: (language) => {
      told.fetched.push(language);
      return Promise.resolve(language === 'de' ? de : null);
    },
    changed: () => undefined,
  });
  return { panel, told };
}

let operations = 0;

async function paired(store = new TestStore()) {
  const machine = new TestMachine();
  const { panel, told } = page(machine, store);
  void panel.start();
  await machine.pass(0);
  const meet = (hello: object = HELLO): void => {
    machine.latest.onopen?.();
    machine.latest.hears(hello);
    machine.latest.hears(STATE);
  };
  meet();
  const cut = async (millis: number): Promise<void> => {
    machine.latest.onclose?.();
    await machine.pass(millis);
  };
  const heal = async (): Promise<void> => {
    machine.status = 204;
    const before = machine.sockets.length;
    while (machine.sockets.length === before) {
      await machine.pass(100);
    }
    meet();
  };
  return { machine, panel, told, store, meet, heal, cut };
}

const CHECK_IN = { kind: 'check-in', booking: 'b' } as const;

/** Time in which the edge goes on beating. */
async function beating(machine: TestMachine, millis: number): Promise<void> {
  for (let passed = 0; passed < millis; passed += 5_000) {
    await machine.pass(Math.min(5_000, millis - passed));
    machine.latest.hears({
      type: 'ping',
      now: new Date(Date.parse(HELLO.now) + machine.millis).toISOString(),
    });
  }
}

describe('the panel', () => {
  test('itShowsWhatTheEdgeSays', async () => {
    const { panel, told } = await paired();
    expect(panel.screen.face.kind).toBe('check-in-due');
    expect(panel.screen.link.kind).toBe('live');
    expect(told.forgotten).toBe(1);
  });

  test('theCountdownMovesByItself', async () => {
    const { machine, panel } = await paired();
    machine.latest.hears({
      ...STATE,
      release: { booking: 'b', releasesAt: '2026-11-23T09:03:00Z', snoozed: false },
    });
    const before = panel.now;
    await machine.pass(3_000);
    expect(panel.now - before).toBeGreaterThanOrEqual(2_000);
  });

  test('aTouchSaysNothingUntilTheEdgeHasAnswered', async () => {
    const { machine, panel } = await paired();
    panel.act(CHECK_IN);
    expect(panel.touches).toHaveLength(1);
    expect(panel.notice).toBeNull();
    await machine.pass(1_000);
    expect(panel.notice).toEqual({ kind: 'trying' });
    const [sent] = machine.latest.actions;
    machine.latest.hears({
      type: 'answer',
      op: sent?.op,
      outcome: 'done',
      event: 'checked-in',
      booking: 'b',
    });
    expect(panel.touches).toHaveLength(0);
    expect(panel.notice?.kind).toBe('told');
    await machine.pass(5_000);
    expect(panel.notice).toBeNull();
  });

  test('aSecondTouchOfTheSameButtonIsTheSameTouch', async () => {
    const { machine, panel } = await paired();
    panel.act(CHECK_IN);
    panel.act(CHECK_IN);
    expect(machine.latest.actions).toHaveLength(1);
  });

  test('anUnansweredTouchIsSentAgainUnderTheSameOperation', async () => {
    const { machine, panel, meet, cut } = await paired();
    panel.act(CHECK_IN);
    const [first] = machine.latest.actions;
    await cut(500);
    meet();
    expect(machine.latest.actions).toEqual([first]);
  });

  test('aCheckInWithoutTheEdgeIsKeptHoweverLongItTakes', async () => {
    const { machine, panel, heal, cut } = await paired();
    machine.status = null;
    await cut(2_000);
    expect(panel.screen.link.kind).toBe('cut-off');
    panel.act(CHECK_IN);
    await machine.pass(1_000);
    expect(panel.notice).toEqual({ kind: 'kept', durable: true });
    await machine.pass(600_000);
    await heal();
    expect(machine.latest.actions).toHaveLength(1);
  });

  test('aBookingFromNowIsNotSentMinutesLater', async () => {
    const { machine, panel, heal, cut } = await paired();
    panel.act({ kind: 'book', start: null, minutes: 30 });
    machine.status = null;
    await cut(25_000);
    expect(panel.notice).toEqual({ kind: 'no-answer' });
    await heal();
    expect(machine.latest.actions).toHaveLength(0);
  });

  test('anAnswerToSomebodyElseIsNotShown', async () => {
    const { machine, panel } = await paired();
    machine.latest.hears({ type: 'answer', op: 'other', outcome: 'done', event: 'ended' });
    expect(panel.notice).toBeNull();
  });

  test('aStateThatMakesNoSenseEndsTheClaimToBeLive', async () => {
    const { machine, panel } = await paired();
    machine.latest.hears({ type: 'state' });
    expect(panel.screen.link.kind).toBe('cut-off');
    machine.latest.hears(STATE);
    expect(panel.screen.link.kind).toBe('live');
  });

  test('aNewPageIsTakenOnlyWhenNobodyIsInTheMiddleOfSomething', async () => {
    const { machine, panel, told, meet, cut } = await paired();
    panel.touched();
    await cut(500);
    meet({ ...HELLO, ui: 'two' });
    await beating(machine, IDLE_MILLIS - 1_000);
    panel.touched();
    await beating(machine, IDLE_MILLIS - 1_000);
    expect(told.reloads).toBe(0);
    await beating(machine, 2 * IDLE_MILLIS);
    expect(told.reloads).toBe(1);
  });

  test('thePageThatRunsAlreadyIsNotLoadedAgain', async () => {
    const { machine, told } = await paired();
    await beating(machine, 3 * IDLE_MILLIS);
    expect(told.reloads).toBe(0);
  });

  test('anUnpairedPanelForgetsTheRoom', async () => {
    const { machine, panel, cut } = await paired();
    machine.latest.onclose?.();
    machine.status = 401;
    await cut(0);
    await machine.pass(10_000);
    machine.latest.onclose?.();
    await machine.pass(10_000);
    expect(panel.screen.face.kind).toBe('not-paired');
  });
});

describe('a check-in that nobody can take', () => {
  test('isOnDiskFromTheFirstMomentAndGoneWithItsAnswer', async () => {
    const { machine, panel, store } = await paired();
    panel.act(CHECK_IN);
    await machine.pass(0);
    expect(store.touches).toHaveLength(1);
    const [sent] = machine.latest.actions;
    machine.latest.hears({ type: 'answer', op: sent?.op, outcome: 'done', event: 'checked-in' });
    await machine.pass(0);
    expect(store.touches).toEqual([]);
  });

  test('survivesARestartAndArrivesOnceWithItsTime', async () => {
    const first = await paired();
    first.machine.status = null;
    await first.cut(2_000);
    first.panel.act(CHECK_IN);
    await first.machine.pass(2_000);
    const machine = new TestMachine();
    machine.status = null;
    const { panel } = page(machine, first.store);
    void panel.start();
    await machine.pass(0);
    expect(panel.notice).toEqual({ kind: 'kept', durable: true });
    expect(panel.waiting).toBe(true);
    machine.status = 204;
    await machine.pass(20_000);
    machine.latest.onopen?.();
    machine.latest.hears(HELLO);
    const [sent, ...more] = machine.latest.actions;
    expect(more).toEqual([]);
    expect(sent).toMatchObject({ action: CHECK_IN, touchedAt: '2026-11-23T09:00:02.000Z' });
    machine.latest.hears({ type: 'answer', op: sent?.op, outcome: 'done', event: 'checked-in' });
    expect(panel.notice?.kind).toBe('told');
    expect(panel.waiting).toBe(false);
    await machine.pass(0);
    expect(first.store.touches).toEqual([]);
  });

  test('isKeptInMemoryWhereTheDiskRefusesAndThePersonIsTold', async () => {
    const { machine, panel, store, cut, heal } = await paired();
    store.works = false;
    machine.status = null;
    await cut(2_000);
    panel.act(CHECK_IN);
    await machine.pass(1_000);
    expect(panel.notice).toEqual({ kind: 'kept', durable: false });
    await heal();
    expect(machine.latest.actions).toHaveLength(1);
  });

  test('thatABadgeUnlockedIsNeverWritten', async () => {
    const { machine, panel, store } = await paired();
    machine.latest.hears({ ...STATE, unlock: { 'check-in': ['badge'] } });
    panel.act(CHECK_IN);
    expect(panel.sheet).toMatchObject({ kind: 'unlock', ways: ['badge'] });
    panel.unlock({ badge: '04:A2' });
    await machine.pass(0);
    expect(machine.latest.actions[0]).toMatchObject({ action: CHECK_IN, unlock: { badge: '04:A2' } });
    expect(store.touches).toEqual([]);
  });
});

describe('a restart without the edge', () => {
  async function restarted(wallMillis: number) {
    const first = await paired();
    await first.machine.pass(1_000);
    const machine = new TestMachine();
    machine.status = null;
    machine.wallMillis += wallMillis;
    const { panel } = page(machine, first.store);
    void panel.start();
    await machine.pass(0);
    return { machine, panel };
  }

  test('showsTheLastRoomAsOfItsTime', async () => {
    const { panel } = await restarted(120_000);
    expect(panel.screen.face.kind).toBe('check-in-due');
    expect(panel.screen.link).toEqual({ kind: 'cut-off', at: Date.UTC(2026, 10, 23, 9, 0, 1) });
    expect(panel.now).toBe(Date.UTC(2026, 10, 23, 9, 2, 1));
    expect(panel.title).toBe('Aspen');
  });

  test('knowsNoTimeWhenTheTabletsClockWasSetMeanwhile', async () => {
    const { panel } = await restarted(-120_000);
    expect(panel.screen.face.kind).toBe('time-unknown');
  });

  test('aStoreThatNeverAnswersDelaysButDoesNotStopIt', async () => {
    const machine = new TestMachine();
    const store = new TestStore();
    store.all = () => new Promise(() => undefined);
    void page(machine, store).panel.start();
    await machine.pass(2_000);
    expect(machine.requests).toHaveLength(1);
  });
});

describe('the person before the door', () => {
  test('findsItAsItIsAfterTheLastOneLeft', async () => {
    const { machine, panel } = await paired();
    panel.touched();
    panel.open({ kind: 'report' });
    panel.speak('de');
    await machine.pass(0);
    expect(panel.voice.language).toBe('de');
    panel.touched();
    panel.open({ kind: 'language' });
    await beating(machine, IDLE_MILLIS);
    expect(panel.sheet).toBeNull();
    await machine.pass(0);
    expect(panel.voice.language).toBe('en');
  });

  test('isToldWhenALanguageCannotBeHad', async () => {
    const { machine, panel } = await paired();
    panel.speak('fr');
    await machine.pass(0);
    expect(panel.notice).toEqual({ kind: 'page-failed' });
    expect(panel.voice.language).toBe('en');
  });

  test('readsTheSitesLanguageEvenIfThePageCameInAnother', async () => {
    const { machine, panel, meet } = await paired();
    meet({ ...HELLO, locale: 'de-AT' });
    await machine.pass(0);
    expect(panel.voice.say('word-free')).toBe('Frei');
  });

  test('wakesADarkScreen', async () => {
    const { panel, meet } = await paired();
    meet({ ...HELLO, night: { from: '00:00', until: '23:59', brightnessPercent: 20 } });
    expect(panel.brightness).toBe(0.2);
    panel.touched();
    expect(panel.brightness).toBe(1);
  });

  test('findsRoomsWhereTheEdgeFindsThem', async () => {
    const { machine, panel } = await paired();
    panel.open({ kind: 'rooms', rooms: null });
    const [sent] = machine.latest.actions;
    expect(sent?.action).toEqual({ kind: 'find', minutes: 30 });
    machine.latest.hears({ type: 'answer', op: sent?.op, outcome: 'found', rooms: [] });
    expect(panel.sheet).toEqual({ kind: 'rooms', rooms: [] });
    expect(panel.notice).toBeNull();
  });

  test('isAskedForAPinWhereTheRoomWantsOneAndAgainWhenItIsWrong', async () => {
    const { machine, panel } = await paired();
    const end = { kind: 'end', booking: 'b' } as const;
    machine.latest.hears({ ...STATE, unlock: { end: ['pin', 'retina'] } });
    panel.act(end);
    expect(machine.latest.actions).toEqual([]);
    panel.unlock({ pin: '1111' });
    const [sent] = machine.latest.actions;
    expect(sent?.unlock).toEqual({ pin: '1111' });
    const problem = { slug: 'unlock-wrong', title: '', detail: '', facts: { triesLeft: 2 } };
    machine.latest.hears({ type: 'answer', op: sent?.op, outcome: 'refused', problem });
    expect(panel.sheet).toMatchObject({ kind: 'unlock', action: end, ways: ['pin'], typed: '' });
  });

  test('hearsTheCloudsLateAnswerToAProposal', async () => {
    const { machine, panel } = await paired();
    panel.act({ kind: 'book', start: null, minutes: 30 });
    const [sent] = machine.latest.actions;
    machine.latest.hears({ type: 'answer', op: sent?.op, outcome: 'proposed', booking: 'n' });
    await beating(machine, 60_000);
    machine.latest.hears({ type: 'answer', op: sent?.op, outcome: 'done', event: 'booked', booking: 'n' });
    expect(panel.notice).toMatchObject({ kind: 'told', outcome: { kind: 'done', event: 'booked' } });
  });
});

describe('bad weather', () => {
  test('twoPanelsThatHeardTheSameShowTheSame', async () => {
    const [one, other] = [await paired(), await paired()];
    other.machine.wallMillis = 9;
    await one.machine.pass(3_000);
    await other.machine.pass(3_000);
    expect(other.panel.screen).toEqual(one.panel.screen);
    expect(other.panel.now).toBe(one.panel.now);
  });

  test('aJumpOfTheAgentsClockIsFollowedAtOnce', async () => {
    const { machine, panel } = await paired();
    machine.latest.hears({ type: 'ping', now: '2026-11-23T10:30:00Z' });
    expect(panel.now).toBe(Date.UTC(2026, 10, 23, 10, 30));
    machine.latest.hears({ type: 'ping', now: '2026-11-23T09:00:00Z' });
    expect(panel.screen.face.kind).toBe('check-in-due');
  });

  test.each([
    ['starting', 'starting'],
    ['updating', 'updating'],
    ['rebuilding', 'updating'],
    ['out-of-service', 'closed'],
    ['moonlight', 'starting'],
  ])('anEdgeThatStandsBy (%s) is believed', async (reason, face) => {
    const { machine, panel } = await paired();
    machine.latest.hears({ type: 'standby', reason, now: HELLO.now });
    expect(panel.screen.face.kind).toBe(face);
    expect(panel.title).toBe('Aspen');
  });
});
