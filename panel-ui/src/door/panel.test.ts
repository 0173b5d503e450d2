import { describe, expect, test } from 'vitest';
import { HELLO, STATE, TestMachine, TestStore } from '../shared/testing';
import { beating, CHECK_IN, page, paired } from './panel.testing';
import { IDLE_MILLIS } from './visitor';

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

describe('bad weather', () => {
  /** One hears everything at once; the other is cut off in between, comes back and hears an old word late. */
  test('twoPanelsOfOneRoomShowTheSameWhateverEachHasMissed', async () => {
    const [one, other] = [await paired(), await paired()];
    other.machine.wallMillis = 9;
    const states = ['confirmed', 'checked-in', 'completed'].map((phase, index) => ({
      ...STATE,
      seq: 20 + index,
      now: `2026-11-23T09:42:1${index}Z`,
      bookings: [{ ...STATE.bookings[0], phase }],
    }));
    for (const state of states) {
      one.machine.latest.hears(state);
      await one.machine.pass(1_000);
    }
    other.machine.latest.hears(states[0] ?? {});
    await other.cut(1_000);
    expect(other.panel.screen).not.toEqual(one.panel.screen);
    await other.heal();
    other.machine.latest.hears(states[2] ?? {});
    other.machine.latest.hears(states[1] ?? {});
    await other.machine.pass(1_000);
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
