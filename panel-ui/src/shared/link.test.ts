import { describe, expect, test } from 'vitest';
import { Link, LOST_AFTER_MILLIS } from './link';
import { Pairing } from './pairing';
import type { Reply } from './surroundings';
import { HELLO, TestIdentity, TestMachine } from './testing';

function story(key: string | null = null) {
  const machine = new TestMachine();
  const seen: string[] = [];
  const pairing = new Pairing(machine, new TestIdentity(false));
  const link = new Link(machine, 'ws://edge/panel/socket', key, pairing, {
    message: (message) => seen.push(message.kind),
    contact: (contact) => seen.push(contact),
    notPaired: (code) => seen.push(code === null ? 'not paired' : `code ${code.code}`),
    slept: (millis) => seen.push(`slept ${millis}`),
    keySpent: () => seen.push('key spent'),
    seenSeq: () => 12,
    page: () => 'one',
  });
  return { machine, seen, link };
}

async function connected() {
  const all = story();
  all.link.start();
  await all.machine.pass(0);
  all.machine.latest.onopen?.();
  all.machine.latest.hears(HELLO);
  return all;
}

describe('the link', () => {
  test('theKeyIsPostedOnceAndForgotten', async () => {
    const { machine, seen, link } = story('secret');
    link.start();
    await machine.pass(0);
    expect(machine.requests).toEqual([{ path: '/panel/session', body: { key: 'secret' } }]);
    expect(seen).toEqual(['key spent']);
    machine.latest.onclose?.();
    await machine.pass(20_000);
    expect(machine.requests.slice(1).every((each) => each.body === null)).toBe(true);
  });

  test('aKeyThatMetNobodyIsKeptAndTriedAgain', async () => {
    const { machine, seen, link } = story('secret');
    machine.status = null;
    link.start();
    await machine.pass(0);
    expect(seen).toEqual([]);
    machine.status = 204;
    await machine.pass(900);
    expect(machine.requests[1]?.body).toEqual({ key: 'secret' });
    expect(seen).toEqual(['key spent']);
  });

  test('aDoorThatSaysAnythingButUnknownIsNoReasonToPairAnew', async () => {
    const { machine, seen, link } = story();
    machine.status = 421;
    link.start();
    await machine.pass(5_000);
    expect(machine.requests.map((each) => each.path)).not.toContain('/panel/pairing');
    expect(seen).not.toContain('not paired');
    machine.status = 204;
    await machine.pass(20_000);
    expect(machine.sockets.length).toBeGreaterThan(0);
  });

  test('anOutdatedKeyInTheAddressDoesNotCostAGoodCookie', async () => {
    const { machine, seen, link } = story('outdated');
    machine.status = 401;
    link.start();
    await machine.pass(0);
    expect(machine.requests[0]?.body).toEqual({ key: 'outdated' });
    expect(machine.requests[1]).toEqual({ path: '/panel/session', body: null });
    expect(seen[0]).toBe('key spent');
  });

  test('anUnknownPanelAsksAgainAndHealsByItself', async () => {
    const { machine, seen, link } = story();
    machine.status = 401;
    link.start();
    await machine.pass(0);
    expect(seen).toEqual(['not paired']);
    expect(machine.sockets).toHaveLength(0);
    machine.status = 204;
    await machine.pass(15_000);
    expect(machine.sockets).toHaveLength(1);
  });

  test('aPanelThatIsTakenOffAsksForACodeAtOnce', async () => {
    const { machine, seen } = await connected();
    machine.status = 401;
    machine.latest.hears({ type: 'not-paired', reason: 'removed' });
    await machine.pass(0);
    expect(machine.latest.closed).toBe(true);
    expect(seen).toContain('not paired');
    expect(machine.requests.map((each) => each.path)).toContain('/panel/pairing');
  });

  test('itResumesFromTheStateItShows', async () => {
    const { machine } = await connected();
    expect(machine.latest.sent[0]).toBe('{"type":"hello","v":1,"seq":12,"page":"one"}');
  });

  test('everyPingIsAnswered', async () => {
    const { machine } = await connected();
    machine.latest.hears({ type: 'ping', now: '2026-11-23T09:00:05Z' });
    expect(machine.latest.sent[1]).toBe('{"type":"pong"}');
  });

  test('aLossOfLessThanASecondIsNotSpokenOf', async () => {
    const { machine, seen } = await connected();
    machine.latest.onclose?.();
    await machine.pass(LOST_AFTER_MILLIS - 1);
    machine.latest.hears(HELLO);
    await machine.pass(1_000);
    expect(seen).toEqual(['hello', 'connected', 'hello', 'connected']);
  });

  test('aLossOfASecondIs', async () => {
    const { machine, seen } = await connected();
    machine.status = null;
    machine.latest.onclose?.();
    await machine.pass(LOST_AFTER_MILLIS);
    expect(seen).toContain('lost');
  });

  test('silenceOfTwoHeartbeatsAndAHalfIsALoss', async () => {
    const { machine } = await connected();
    const first = machine.latest;
    await machine.pass(12_499);
    expect(first.closed).toBe(false);
    await machine.pass(1);
    expect(first.closed).toBe(true);
  });

  test('whatAnAbandonedSocketStillSaysIsIgnored', async () => {
    const { machine, seen } = await connected();
    const first = machine.latest;
    first.onclose?.();
    seen.length = 0;
    first.hears({ type: 'ping', now: '2026-11-23T09:00:05Z' });
    expect(seen).toEqual([]);
  });

  test('theBackOffGrowsWithJitterAndIsBounded', async () => {
    const { machine, link } = story();
    machine.status = null;
    machine.chance = 0.999;
    link.start();
    const gaps: number[] = [];
    let last = 0;
    for (let second = 0; second < 600; second += 1) {
      const before = machine.requests.length;
      await machine.pass(100);
      if (machine.requests.length > before) {
        gaps.push(machine.millis - last);
        last = machine.millis;
      }
    }
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10_100);
    expect(gaps[gaps.length - 1]).toBeGreaterThan(9_000);
    expect(gaps[1]).toBeLessThanOrEqual(500);
  });

  test('aNewKeyOnARunningPageIsTakenAtOnce', async () => {
    const { machine, link } = await connected();
    link.restart('other');
    await machine.pass(0);
    expect(machine.requests[machine.requests.length - 1]?.body).toEqual({ key: 'other' });
  });

  test('anEdgeThatGivesNoCodeIsThereNeverthelessAndIsMissedWhenItGoes', async () => {
    const { machine, seen, link } = story();
    machine.status = 401;
    link.start();
    await machine.pass(5_000);
    expect(seen).toEqual(['not paired']);
    machine.status = null;
    await machine.pass(15_000 + LOST_AFTER_MILLIS);
    expect(seen).toEqual(['not paired', 'lost']);
    machine.status = 401;
    await machine.pass(20_000);
    expect(seen.slice(0, 3)).toEqual(['not paired', 'lost', 'not paired']);
  });

  test('anEdgeThatGoesWhileACodeIsShownIsMissed', async () => {
    const { machine, seen, link } = story();
    machine.status = 401;
    machine.replies.set('POST /panel/pairing', () => ({
      status: 201,
      body: { code: '482913', phrase: 'a b c' },
    }));
    machine.replies.set('GET /panel/pairing', () => ({ status: 200, body: { state: 'waiting' } }));
    link.start();
    await machine.pass(5_000);
    expect(new Set(seen)).toEqual(new Set(['code 482913']));
    machine.replies.set('GET /panel/pairing', () => null);
    await machine.pass(4_000);
    expect(seen[seen.length - 1]).toBe('lost');
  });

  test('aNewKeyForAnEdgeThatIsAwayIsNoLiveRoom', async () => {
    const { machine, seen, link } = await connected();
    machine.slow = () => new Promise(() => undefined);
    link.restart('other');
    await machine.pass(LOST_AFTER_MILLIS);
    expect(seen[seen.length - 1]).toBe('lost');
  });

  test('aKeyThatIsOpenedWhileACodeIsAskedForEndsTheAsking', async () => {
    const { machine, seen, link } = story();
    machine.status = 401;
    machine.replies.set('POST /panel/pairing', () => ({
      status: 201,
      body: { code: '482913', phrase: 'a b c' },
    }));
    const late: ((reply: Reply) => void)[] = [];
    link.start();
    await machine.pass(0);
    machine.slow = (path) =>
      path === '/panel/pairing' ? new Promise((resolve) => late.push(resolve)) : undefined;
    await machine.pass(2_000);
    expect(late).toHaveLength(1);
    machine.status = 204;
    link.restart('key');
    await machine.pass(0);
    machine.latest.onopen?.();
    machine.latest.hears(HELLO);
    seen.length = 0;
    late[0]?.({ status: 200, body: { state: 'waiting' } });
    const asked = machine.requests.length;
    await machine.pass(10_000);
    expect(seen).toEqual([]);
    expect(machine.requests).toHaveLength(asked);
  });

  test('aSocketThatSpeaksAndNeverGreetsIsLeft', async () => {
    const { machine, link } = story();
    link.start();
    await machine.pass(0);
    const first = machine.latest;
    first.onopen?.();
    for (let second = 0; second < 6; second += 1) {
      first.hears({ type: 'ping', now: '2026-11-23T09:00:05Z' });
      await machine.pass(1_000);
    }
    expect(first.closed).toBe(true);
  });

  test.each([
    ['the next frame', ({ machine }: Awaited<ReturnType<typeof connected>>) => machine.latest.hears(HELLO)],
    ['the next look', ({ link }: Awaited<ReturnType<typeof connected>>) => void link.look()],
    ['the next touch', ({ link }: Awaited<ReturnType<typeof connected>>) => void link.send('{}')],
  ])('whatWasLiveBeforeTheMachineSleptIsNotLiveAfter: %s', async (_, wake) => {
    const all = await connected();
    const { machine, seen } = all;
    const first = machine.latest;
    machine.status = null;
    seen.length = 0;
    machine.wallMillis += 3_600_000;
    wake(all);
    expect(seen).toEqual(['slept 3600000', 'lost']);
    expect(first.closed).toBe(true);
    machine.status = 204;
    await machine.pass(1_000);
    expect(machine.latest).not.toBe(first);
  });

  test('aClockThatIsSetBackIsNoSleep', async () => {
    const { machine, seen, link } = await connected();
    machine.wallMillis -= 3_600_000;
    expect(link.look()).toBe(false);
    expect(seen).not.toContain('lost');
  });
});
