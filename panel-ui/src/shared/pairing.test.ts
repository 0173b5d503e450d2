import { describe, expect, test } from 'vitest';
import { Pairing, type Code } from './pairing';
import { TestIdentity, TestMachine } from './testing';

const CODE = { code: '482913', phrase: 'amber falcon river' };

function story(identity = new TestIdentity(true)) {
  const machine = new TestMachine();
  const shown: (Code | null)[] = [];
  const pairing = new Pairing(machine, identity, (code) => shown.push(code));
  const says = (request: string, status: number, body: object = {}): unknown =>
    machine.replies.set(request, () => ({ status, body }));
  says('POST /panel/pairing', 201, CODE);
  says('GET /panel/pairing', 200, { state: 'waiting', ...CODE });
  says('POST /panel/challenge', 200, { challenge: 'dare' });
  says('POST /panel/session', 200, { panel: 'p', space: 's' });
  return { machine, pairing, shown, says, identity };
}

describe('pairing', () => {
  test('aNewPanelShowsACodeAndWaits', async () => {
    const { machine, pairing, shown } = story();
    expect(await pairing.step()).toBe(2_000);
    expect(shown).toEqual([CODE]);
    expect(machine.requests).toEqual([{ path: '/panel/pairing', body: { publicKey: 'public' } }]);
    expect(await pairing.step()).toBe(2_000);
    expect(pairing.waits()).toBe(true);
  });

  test('onceConfirmedItSignsInWithItsOwnKey', async () => {
    const { machine, pairing, shown, says, identity } = story();
    await pairing.step();
    says('GET /panel/pairing', 200, { state: 'paired', panel: 'p', space: 's' });
    expect(await pairing.step()).toBeNull();
    expect(shown[shown.length - 1]).toBeNull();
    expect(await identity.panel()).toBe('p');
    expect(machine.requests[machine.requests.length - 1]).toEqual({
      path: '/panel/session',
      body: { panel: 'p', challenge: 'dare', signature: 'signed lintel-panel 1\np\ndare' },
    });
  });

  test('withoutAKeyTheCookieIsEnough', async () => {
    const { machine, pairing, says } = story(new TestIdentity(false));
    await pairing.step();
    expect(machine.requests[0]?.body).toEqual({});
    says('GET /panel/pairing', 200, { state: 'paired', panel: 'p', space: 's' });
    expect(await pairing.step()).toBeNull();
    expect(machine.requests.map((each) => each.path)).not.toContain('/panel/session');
  });

  test('anExpiredCodeIsReplacedAtOnce', async () => {
    const { pairing, shown, says } = story();
    await pairing.step();
    says('GET /panel/pairing', 200, { state: 'over' });
    expect(await pairing.step()).toBe(0);
    says('POST /panel/pairing', 201, { code: '111111', phrase: 'one two three' });
    await pairing.step();
    expect(shown[shown.length - 1]?.code).toBe('111111');
  });

  test('aKnownPanelSignsInWithoutAnyCode', async () => {
    const { machine, pairing } = story(new TestIdentity(true, 'p'));
    expect(await pairing.step()).toBeNull();
    expect(machine.requests.map((each) => each.path)).toEqual(['/panel/challenge', '/panel/session']);
  });

  test('aRevokedPanelForgetsItsKeyAndBeginsAnew', async () => {
    const { pairing, shown, says, identity } = story(new TestIdentity(true, 'p'));
    says('POST /panel/session', 401);
    expect(await pairing.step()).toBe(2_000);
    expect(await identity.panel()).toBeNull();
    expect(shown).toEqual([CODE]);
  });

  test('anEdgeThatIsAwayCostsNoKey', async () => {
    const { machine, pairing, identity } = story(new TestIdentity(true, 'p'));
    machine.replies.set('POST /panel/session', () => null);
    expect(await pairing.step()).toBe(2_000);
    expect(await identity.panel()).toBe('p');
  });

  test.each([404, 429, 503])('anEdgeThatGivesNoCode (%i) is asked again later', async (status) => {
    const { pairing, shown, says } = story();
    says('POST /panel/pairing', status);
    expect(await pairing.step()).toBe(15_000);
    expect(shown).toEqual([null]);
    expect(pairing.waits()).toBe(false);
  });
});
