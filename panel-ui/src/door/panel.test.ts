import { describe, expect, test } from 'vitest';
import { ENGLISH, HELLO, STATE, TestIdentity, TestMachine, TestStore } from '../shared/testing';
import type { Words } from '../shared/i18n/words';
import { de } from '../shared/i18n/de';
import { Panel } from './panel';
import { IDLE_MILLIS } from './visitor';

function page(machine: TestMachine, store: TestStore, identity = new TestIdentity(false)) {
  const told = {
    reloads: 0,
    forgotten: 0,
    fetched: [] as string[],
    painted: 0,
    slowWords: null as Promise<Words> | null,
  };
  const panel = new Panel(machine, {
    socketUrl: 'ws://edge/panel/socket',
    key: 'k',
    page: 'one',
    language: 'en',
    words: ENGLISH,
    store,
    identity,
    fill: (bytes) => bytes.fill((operations += 1)),
    forgetKey: () => (told.forgotten += 1),
    reload: () => (told.reloads += 1),
    fetchWords: (language) => {
      told.fetched.push(language);
      return told.slowWords ?? Promise.resolve(language === 'de' ? de : null);
    },
    changed: () => (told.painted += 1),
  });
  return { panel, told };
}

let operations = 0;

async function paired(store = new TestStore(), identity = new TestIdentity(false)) {
  const machine = new TestMachine();
  const { panel, told } = page(machine, store, identity);
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
  return { machine, panel, told, store, meet, heal, cut, painted: () => told.painted };
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
  test('claimsNothingBeforeTheEdgeHasSpoken', async () => {
    const machine = new TestMachine();
    machine.status = null;
    const { panel } = page(machine, new TestStore());
    void panel.start();
    await machine.pass(900);
    expect(panel.screen.link).toEqual({ kind: 'connecting' });
    await machine.pass(200);
    expect(panel.screen.link.kind).toBe('cut-off');
  });

  test('itDrawsNothingOlderThanWhatItHas', async () => {
    const { machine, panel, meet } = await paired();
    machine.latest.hears({ ...STATE, seq: 14, bookings: [] });
    machine.latest.hears({ ...STATE, seq: 13 });
    expect(panel.screen.face.kind).toBe('free');
    meet();
    expect(panel.screen.face.kind).toBe('check-in-due');
  });

  test('aLossIsAsOfTheLastFrame', async () => {
    const { machine, panel } = await paired();
    await beating(machine, 60_000);
    machine.status = null;
    await machine.pass(20_000);
    expect(panel.screen.link).toEqual({ kind: 'cut-off', at: Date.UTC(2026, 10, 23, 9, 1) });
  });

  test('anUnreadableStateIsAsOfTheFrameBefore', async () => {
    const { machine, panel } = await paired();
    await beating(machine, 60_000);
    await machine.pass(2_000);
    machine.latest.hears({ type: 'state' });
    machine.latest.hears({ type: 'state' });
    expect(panel.screen.link).toEqual({ kind: 'cut-off', at: Date.UTC(2026, 10, 23, 9, 1) });
  });

  test('aNewPageThatCannotBeHadIsNotWaitedForInTheDark', async () => {
    const { machine, told, meet, cut } = await paired();
    await cut(500);
    meet({ ...HELLO, ui: 'two' });
    machine.replies.set('GET ./', () => ({ status: 503, body: null }));
    await beating(machine, 3 * IDLE_MILLIS);
    expect(told.reloads).toBe(0);
    machine.replies.delete('GET ./');
    await beating(machine, 2 * IDLE_MILLIS);
    expect(told.reloads).toBe(1);
  });

  test('aNewPageIsNotTakenFromAnEdgeThatIsGone', async () => {
    const { machine, told, meet, cut } = await paired();
    await cut(500);
    meet({ ...HELLO, ui: 'two' });
    machine.replies.set('GET /panel/session', () => null);
    machine.latest.onclose?.();
    await machine.pass(3 * IDLE_MILLIS);
    expect(told.reloads).toBe(0);
  });

  test('aCheckInOnTheDiskDoesNotHoldANewPageUp', async () => {
    const { machine, panel, told, meet, cut } = await paired();
    panel.act(CHECK_IN);
    await cut(500);
    meet({ ...HELLO, ui: 'two' });
    await beating(machine, 3 * IDLE_MILLIS);
    expect(panel.waiting).toBe(true);
    expect(told.reloads).toBe(1);
  });

  test('aCheckInInMemoryDoes', async () => {
    const { machine, panel, told, store, meet, cut } = await paired();
    store.works = false;
    panel.act(CHECK_IN);
    await cut(500);
    meet({ ...HELLO, ui: 'two' });
    await beating(machine, 3 * IDLE_MILLIS);
    expect(told.reloads).toBe(0);
  });

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
    expect(panel.notice).toEqual({ kind: 'kept', durable: true, connected: false });
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
    expect(panel.notice).toEqual({ kind: 'kept', durable: true, connected: false });
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
    expect(panel.notice).toEqual({ kind: 'kept', durable: false, connected: false });
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

describe('a check-in that the edge cannot take just now', () => {
  const refusal = (op: string | undefined, slug: string): object => ({
    type: 'answer',
    op,
    outcome: 'refused',
    problem: { slug, title: '', detail: '', facts: {} },
  });

  test.each([
    'not-saved',
    'door-busy',
    'too-many-requests',
    'too-many-open-requests',
    'floor-stopped',
    'floor-unknown',
    'clock-uncertain',
    'failed',
  ])('isKeptAndSentAgain (%s)', async (slug) => {
    const { machine, panel, store } = await paired();
    panel.act(CHECK_IN);
    const [first] = machine.latest.actions;
    machine.latest.hears(refusal(first?.op, slug));
    await machine.pass(0);
    expect(panel.notice).toEqual({ kind: 'kept', durable: true, connected: true });
    expect(store.touches).toHaveLength(1);
    await beating(machine, 31_000);
    expect(machine.latest.actions.map((each) => each.op)).toEqual([first?.op, first?.op]);
    machine.latest.hears({ type: 'answer', op: first?.op, outcome: 'done', event: 'checked-in' });
    await machine.pass(0);
    expect(panel.notice?.kind).toBe('told');
    expect(store.touches).toEqual([]);
  });

  test('isAskedForLessAndLessOften', async () => {
    const { machine, panel } = await paired();
    panel.act(CHECK_IN);
    let answered = 0;
    for (let second = 0; second < 1_800; second += 5) {
      const { actions } = machine.latest;
      if (actions.length > answered) {
        answered = actions.length;
        machine.latest.hears(refusal(actions[answered - 1]?.op, 'not-saved'));
      }
      await beating(machine, 5_000);
    }
    expect(answered).toBeGreaterThan(5);
    expect(answered).toBeLessThan(10);
    expect(panel.waiting).toBe(true);
  });

  test('isAskedAtOnceWhenSomebodyTouchesAgain', async () => {
    const { machine, panel } = await paired();
    panel.act(CHECK_IN);
    for (let refusals = 0; refusals < 5; refusals += 1) {
      const asked = machine.latest.actions;
      machine.latest.hears(refusal(asked[asked.length - 1]?.op, 'not-saved'));
      const before = asked.length;
      while (machine.latest.actions.length === before) {
        await beating(machine, 5_000);
      }
    }
    const last = machine.latest.actions;
    machine.latest.hears(refusal(last[last.length - 1]?.op, 'not-saved'));
    const before = machine.latest.actions.length;
    panel.act(CHECK_IN);
    expect(machine.latest.actions.length).toBe(before + 1);
    expect(machine.latest.actions[before]?.op).toBe(machine.latest.actions[0]?.op);
    await machine.pass(0);
    expect(panel.notice).toMatchObject({ kind: 'kept' });
  });

  test('isOverWhenTheEdgeHasDecided', async () => {
    const { machine, panel, store } = await paired();
    panel.act(CHECK_IN);
    machine.latest.hears(refusal(machine.latest.actions[0]?.op, 'over'));
    await machine.pass(0);
    expect(panel.notice).toMatchObject({ kind: 'told', outcome: { slug: 'over' } });
    expect(store.touches).toEqual([]);
  });

  test('isTheOnlyTouchThatIsKeptSo', async () => {
    const { machine, panel } = await paired();
    panel.act({ kind: 'end', booking: 'b' });
    machine.latest.hears(refusal(machine.latest.actions[0]?.op, 'not-saved'));
    expect(panel.touches).toEqual([]);
    expect(panel.notice).toMatchObject({ kind: 'told', outcome: { slug: 'not-saved' } });
  });

  test('ofManyAFewAreSentAtOnceSoThatTheEdgeTakesThem', async () => {
    const { machine, panel, cut, heal } = await paired();
    machine.status = null;
    await cut(2_000);
    for (let booking = 0; booking < 12; booking += 1) {
      panel.act({ kind: 'check-in', booking: `b${booking}` });
    }
    await machine.pass(60_000);
    await heal();
    expect(machine.latest.actions).toHaveLength(4);
    await beating(machine, 10_000);
    expect(new Set(machine.latest.actions.map((each) => each.op)).size).toBe(12);
  });

  test('isSentAgainToAnEdgeThatNeverAnswers', async () => {
    const { machine, panel } = await paired();
    panel.act(CHECK_IN);
    await beating(machine, 25_000);
    expect(panel.notice).toEqual({ kind: 'kept', durable: true, connected: true });
    await beating(machine, 10_000);
    expect(machine.latest.actions).toHaveLength(2);
    expect(panel.screen.link.kind).toBe('live');
  });

  test('isSaidToBeKeptOnceTheEdgeIsGoneWhileItWasTried', async () => {
    const { machine, panel, cut } = await paired();
    panel.act(CHECK_IN);
    await machine.pass(1_500);
    expect(panel.notice).toEqual({ kind: 'trying' });
    machine.status = null;
    await cut(1_100);
    expect(panel.notice).toEqual({ kind: 'kept', durable: true, connected: false });
  });

  test('isSpokenOfEvenIfTheStoreNeverAnswers', async () => {
    const { machine, panel, store, cut } = await paired();
    store.put = () => new Promise(() => undefined);
    machine.status = null;
    await cut(2_000);
    panel.act(CHECK_IN);
    await machine.pass(2_000);
    expect(panel.notice).toEqual({ kind: 'kept', durable: false, connected: false });
  });

  test('outlivesAHiccupWhileSigningIn', async () => {
    const { machine, panel, store, cut, heal } = await paired(undefined, new TestIdentity(true, 'p'));
    panel.act(CHECK_IN);
    machine.status = 401;
    machine.replies.set('POST /panel/challenge', () => null);
    await cut(60_000);
    expect(panel.screen.face.kind).toBe('check-in-due');
    expect(panel.screen.link.kind).toBe('cut-off');
    expect(panel.title).toBe('Aspen');
    expect(store.touches).toHaveLength(1);
    machine.replies.set('POST /panel/challenge', () => ({ status: 200, body: { challenge: 'dare' } }));
    machine.replies.set('POST /panel/session', () => ({ status: 200, body: {} }));
    await heal();
    expect(machine.latest.actions).toHaveLength(1);
  });

  test('thatIsLostWithTheRoomIsNotLostInSilence', async () => {
    const { machine, panel, store } = await paired();
    panel.act(CHECK_IN);
    machine.status = 401;
    machine.latest.hears({ type: 'not-paired', reason: 'removed' });
    await machine.pass(0);
    expect(panel.notice).toEqual({ kind: 'dropped' });
    expect(store.touches).toEqual([]);
    await machine.pass(16_000);
    panel.closeNotice();
    await machine.pass(16_000);
    expect(panel.notice).toBeNull();
  });
});

describe('a tablet that sleeps', () => {
  test('givesUpEveryTouchButCheckIns', async () => {
    const { machine, panel, cut, heal } = await paired();
    machine.status = null;
    await cut(2_000);
    panel.act({ kind: 'book', start: null, minutes: 30 });
    panel.act(CHECK_IN);
    await machine.pass(5_000);
    machine.wallMillis += 3_600_000;
    await heal();
    expect(machine.latest.actions.map((each) => each.action.kind)).toEqual(['check-in']);
  });

  test('isNotLiveWhenItWakesAndKnowsHowLateItIs', async () => {
    const { machine, panel } = await paired();
    machine.status = null;
    machine.wallMillis += 1_800_000;
    panel.woke();
    expect(panel.screen.link).toEqual({ kind: 'cut-off', at: Date.UTC(2026, 10, 23, 9) });
    expect(panel.now).toBe(Date.UTC(2026, 10, 23, 9, 30));
    expect(panel.screen.offers.every((each) => each.kind === 'check-in')).toBe(true);
  });

  test('noticesItByItselfWithTheNextMinute', async () => {
    const { machine, panel } = await paired();
    machine.status = null;
    machine.wallMillis += 1_800_000;
    await machine.pass(60_000);
    expect(panel.screen.link.kind).toBe('cut-off');
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
    const { machine, panel } = await restarted(120_000);
    expect(panel.screen.face.kind).toBe('check-in-due');
    expect(panel.screen.link).toEqual({ kind: 'connecting' });
    await machine.pass(1_000);
    expect(panel.screen.link).toEqual({ kind: 'cut-off', at: Date.UTC(2026, 10, 23, 9, 0, 1) });
    expect(panel.now).toBe(Date.UTC(2026, 10, 23, 9, 2, 1));
    expect(panel.title).toBe('Aspen');
  });

  test('knowsNoTimeWhenTheTabletsClockWasSetMeanwhile', async () => {
    const { panel } = await restarted(-120_000);
    expect(panel.screen.face.kind).toBe('time-unknown');
  });

  test('saysNothingOfATimeThatNobodyHasToldItOf', async () => {
    const { machine, panel } = await restarted(13 * 3_600_000);
    await machine.pass(1_000);
    expect(panel.screen.face.kind).toBe('starting');
    expect(panel.screen.link).toEqual({ kind: 'cut-off', at: Date.UTC(2026, 10, 23, 9, 0, 1) });
    expect(panel.title).toBe('Aspen');
  });

  test('aTouchWithoutATimeClaimsNone', async () => {
    const { machine, panel } = await restarted(-120_000);
    panel.act(CHECK_IN);
    machine.status = 204;
    await machine.pass(20_000);
    machine.latest.onopen?.();
    machine.latest.hears(HELLO);
    expect(machine.latest.actions[0]).toMatchObject({ action: CHECK_IN });
    expect(machine.latest.actions[0]?.touchedAt).toBeUndefined();
  });

  test('whatALateStoreKeptIsSentNevertheless', async () => {
    const first = await paired();
    first.machine.status = null;
    await first.cut(2_000);
    first.panel.act(CHECK_IN);
    await first.machine.pass(1_000);
    const machine = new TestMachine();
    const { store } = first;
    const kept = await store.all();
    store.all = () => new Promise((resolve) => machine.after(5_000, () => resolve(kept)));
    const { panel } = page(machine, store);
    void panel.start();
    await machine.pass(2_000);
    machine.latest.onopen?.();
    machine.latest.hears(HELLO);
    machine.latest.hears(STATE);
    expect(machine.latest.actions).toEqual([]);
    await machine.pass(3_000);
    expect(machine.latest.actions).toMatchObject([{ action: CHECK_IN }]);
    expect(panel.notice).toEqual({ kind: 'kept', durable: true, connected: true });
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

  test('isNotAskedForAPinWhenTheyHaveLongGone', async () => {
    const { machine, panel, cut, heal } = await paired();
    machine.latest.hears({ ...STATE, unlock: { 'check-in': ['pin'] } });
    panel.act(CHECK_IN);
    machine.status = null;
    await cut(2_000);
    panel.unlock({ pin: '1111' });
    await machine.pass(600_000);
    await heal();
    const problem = { slug: 'unlock-wrong', title: '', detail: '', facts: { triesLeft: 2 } };
    machine.latest.hears({ type: 'answer', op: machine.latest.actions[0]?.op, outcome: 'refused', problem });
    expect(panel.sheet).toBeNull();
    expect(panel.notice).toMatchObject({ kind: 'told', outcome: { slug: 'unlock-wrong' } });
  });

  test('whoeverOpenedAQuestionItDoesNotStay', async () => {
    const { machine, panel } = await paired();
    panel.open({ kind: 'language' });
    await beating(machine, IDLE_MILLIS);
    expect(panel.sheet).toBeNull();
  });

  test('isNotAskedWhatCannotBeAnsweredAnyMore', async () => {
    const { machine, panel, cut, heal } = await paired();
    const open = { ...STATE, openings: [], issueKinds: ['display'], unlock: { end: ['pin'] } };
    machine.latest.hears(open);
    const sheets = [
      { kind: 'later', minutes: 30, from: 0 },
      { kind: 'report' },
      { kind: 'rooms', rooms: [] },
      { kind: 'unlock', action: { kind: 'end', booking: 'b' }, ways: ['pin'], typed: '', refused: null },
    ] as const;
    for (const sheet of sheets) {
      panel.open(sheet);
      expect(panel.sheet).toEqual(sheet);
      machine.status = null;
      await cut(2_000);
      expect(panel.sheet).toBeNull();
      await heal();
      machine.latest.hears(open);
      expect(panel.sheet).toBeNull();
    }
  });

  test('isNotAskedWhetherToEndAMeetingThatIsOver', async () => {
    const { machine, panel } = await paired();
    const used = { ...STATE, bookings: [{ ...STATE.bookings[0], phase: 'checked-in' }] };
    machine.latest.hears(used);
    panel.open({ kind: 'end', booking: 'b' });
    expect(panel.sheet).not.toBeNull();
    machine.latest.hears({ ...STATE, bookings: [] });
    machine.latest.hears(used);
    expect(panel.sheet).toBeNull();
  });

  test('keepsTheirLanguageAndTheirQuestionOverABlip', async () => {
    const { machine, panel, told, meet, cut } = await paired();
    panel.touched();
    panel.speak('de');
    await machine.pass(0);
    panel.open({ kind: 'language' });
    await cut(500);
    meet();
    await machine.pass(0);
    expect(panel.voice.language).toBe('de');
    expect(panel.sheet).toEqual({ kind: 'language' });
    meet({ ...HELLO, hour12: true });
    expect(panel.voice.language).toBe('de');
    expect(panel.voice.writtenAt(0).clock(0)).toContain('1:00');
    expect(told.fetched).toEqual(['de']);
  });

  test('aHouseThatSaysTheSameAgainIsNotTranslatedAgain', async () => {
    const { machine, panel, told, meet } = await paired();
    meet({ ...HELLO, locale: 'de-DE' });
    await machine.pass(0);
    meet({ ...HELLO, locale: 'de-DE' });
    expect(panel.voice.language).toBe('de');
    expect(told.fetched).toEqual(['de']);
  });

  test('ofTwoLanguagesTheLastWishCounts', async () => {
    const { machine, panel, told } = await paired();
    let late: (words: Words) => void = () => undefined;
    told.slowWords = new Promise((resolve) => (late = resolve));
    panel.speak('fr');
    told.slowWords = null;
    panel.speak('de');
    await machine.pass(0);
    late(ENGLISH);
    await machine.pass(0);
    expect(panel.voice.language).toBe('de');
  });

  test('wordsThatComeWhenTheyHaveGoneAreNotSpoken', async () => {
    const { machine, panel, told } = await paired();
    let late: (words: Words) => void = () => undefined;
    told.slowWords = new Promise((resolve) => (late = resolve));
    panel.touched();
    panel.speak('de');
    await beating(machine, IDLE_MILLIS);
    late(de);
    await machine.pass(0);
    expect(panel.voice.language).toBe('en');
  });

  test('seesAtOnceThatATouchWasTakenAlsoASecondOne', async () => {
    const { machine, panel, painted } = await paired();
    panel.act({ kind: 'book', start: null, minutes: 30 });
    expect(panel.sending).toBe(true);
    const before = painted();
    panel.act({ kind: 'book', start: '2026-11-23T12:00:00Z', minutes: 30 });
    expect(painted()).toBeGreaterThan(before);
    expect(machine.latest.actions).toHaveLength(1);
    await beating(machine, 25_000);
    expect(panel.sending).toBe(false);
  });

  test('isNotLeftWithASearchThatWasRefused', async () => {
    const { machine, panel } = await paired();
    panel.open({ kind: 'rooms', rooms: null });
    const problem = { slug: 'too-many-requests', title: '', detail: '', facts: {} };
    machine.latest.hears({ type: 'answer', op: machine.latest.actions[0]?.op, outcome: 'refused', problem });
    expect(panel.sheet).toBeNull();
    expect(panel.notice?.kind).toBe('told');
  });

  test('hearsOfEveryProposalWhateverElseWasAskedMeanwhile', async () => {
    const { machine, panel } = await paired();
    const answer = (op: string | undefined, more: object): void =>
      machine.latest.hears({ type: 'answer', op, ...more });
    panel.act({ kind: 'book', start: null, minutes: 30 });
    const [booked] = machine.latest.actions;
    answer(booked?.op, { outcome: 'proposed', booking: 'n' });
    panel.act({ kind: 'extend', booking: 'b', end: '2026-11-23T11:00:00Z' });
    answer(machine.latest.actions[1]?.op, { outcome: 'proposed', booking: 'b' });
    panel.open({ kind: 'rooms', rooms: null });
    answer(machine.latest.actions[2]?.op, { outcome: 'found', rooms: [] });
    const problem = { slug: 'taken', title: '', detail: '', facts: {} };
    answer(booked?.op, { outcome: 'refused', problem });
    expect(panel.notice).toMatchObject({ kind: 'told', op: booked?.op, outcome: { slug: 'taken' } });
    answer(machine.latest.actions[1]?.op, { outcome: 'done', event: 'extended', booking: 'b' });
    expect(panel.notice).toMatchObject({ kind: 'told', outcome: { event: 'extended' } });
  });

  test('aProposalIsAskedForAgainAfterACutButNotForEver', async () => {
    const { machine, panel, meet, cut } = await paired();
    panel.act({ kind: 'book', start: null, minutes: 30 });
    const [sent] = machine.latest.actions;
    const proposed = { type: 'answer', op: sent?.op, outcome: 'proposed', booking: 'n' };
    machine.latest.hears(proposed);
    await beating(machine, 6_000);
    await cut(300);
    meet();
    expect(machine.latest.actions).toEqual([sent]);
    machine.latest.hears(proposed);
    expect(panel.notice).toBeNull();
    await beating(machine, 600_000);
    await cut(300);
    meet();
    expect(machine.latest.actions).toEqual([]);
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
