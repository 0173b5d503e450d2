import { describe, expect, test } from 'vitest';
import { HELLO, STATE, TestIdentity, TestMachine } from '../shared/testing';
import { beating, CHECK_IN, page, paired } from './panel.testing';

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
