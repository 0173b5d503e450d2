import { describe, expect, test } from 'vitest';
import { HELLO, STATE, TestMachine, TestStore } from '../shared/testing';
import { CHECK_IN, page, paired } from './panel.testing';

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
