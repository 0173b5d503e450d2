import { describe, expect, test } from 'vitest';
import { HELLO, STATE, TestMachine } from '../shared/testing';
import { Panel } from './panel.svelte';

async function paired() {
  const machine = new TestMachine();
  const told = { reloads: 0, forgotten: 0 };
  let next = 0;
  const panel = new Panel(machine, {
    socketUrl: 'ws://edge/panel/socket',
    key: 'k',
    language: 'en-GB',
    fill: (bytes) => bytes.fill((next += 1)),
    forgetKey: () => (told.forgotten += 1),
    reload: () => (told.reloads += 1),
  });
  panel.start();
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
  return { machine, panel, told, meet, heal, cut };
}

const CHECK_IN = { kind: 'check-in', booking: 'b' } as const;

describe('the panel', () => {
  test('itShowsWhatTheEdgeSays', async () => {
    const { panel, told } = await paired();
    expect(panel.screen.face.kind).toBe('check-in-due');
    expect(panel.screen.link.kind).toBe('live');
    expect(told.forgotten).toBe(1);
  });

  test('theCountdownMovesByItself', async () => {
    const { machine, panel } = await paired();
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
    expect(panel.notice).toEqual({ kind: 'kept' });
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
    panel.act(CHECK_IN);
    const [sent] = machine.latest.actions;
    await cut(500);
    meet({ ...HELLO, ui: 'two' });
    expect(told.reloads).toBe(0);
    machine.latest.hears({ type: 'answer', op: sent?.op, outcome: 'done', event: 'checked-in' });
    expect(told.reloads).toBe(1);
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
