import { describe, expect, test } from 'vitest';
import { Pairing } from './pairing';
import { TestIdentity, TestMachine } from './testing';

const CODE = { code: '482913', phrase: 'amber falcon river' };

function story(identity = new TestIdentity(true)) {
  const machine = new TestMachine();
  const pairing = new Pairing(machine, identity);
  const says = (request: string, status: number, body: object = {}): unknown =>
    machine.replies.set(request, () => ({ status, body }));
  says('POST /panel/pairing', 201, CODE);
  says('GET /panel/pairing', 200, { state: 'waiting', ...CODE });
  says('POST /panel/challenge', 200, { challenge: 'dare' });
  says('POST /panel/session', 200, { panel: 'p', space: 's' });
  return { machine, pairing, says, identity };
}

const IN = { kind: 'in' };
const AGAIN = { kind: 'again' };
const shows = (code: object | null, nextMillis = 2_000): object => ({ kind: 'unpaired', code, nextMillis });

describe('pairing', () => {
  test('aNewPanelShowsACodeAndWaits', async () => {
    const { machine, pairing } = story();
    expect(await pairing.step()).toEqual(shows(CODE));
    expect(machine.requests).toEqual([{ path: '/panel/pairing', body: { publicKey: 'public' } }]);
    expect(await pairing.step()).toEqual(shows(CODE));
    expect(pairing.waits()).toBe(true);
  });

  test('onceConfirmedItSignsInWithItsOwnKey', async () => {
    const { machine, pairing, says, identity } = story();
    await pairing.step();
    says('GET /panel/pairing', 200, { state: 'paired', panel: 'p', space: 's' });
    expect(await pairing.step()).toEqual(IN);
    expect(pairing.waits()).toBe(false);
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
    expect(await pairing.step()).toEqual(IN);
    expect(machine.requests.map((each) => each.path)).not.toContain('/panel/session');
  });

  test('anExpiredCodeIsReplacedAtOnce', async () => {
    const { pairing, says } = story();
    await pairing.step();
    says('GET /panel/pairing', 200, { state: 'over' });
    expect(await pairing.step()).toEqual(shows(null, 0));
    const next = { code: '111111', phrase: 'one two three' };
    says('POST /panel/pairing', 201, next);
    expect(await pairing.step()).toEqual(shows(next));
  });

  test.each([429, 500, 503])('anEdgeThatIsBusy (%i) changesNoCodeUnderTheAdminsEyes', async (status) => {
    const { pairing, says } = story();
    await pairing.step();
    says('GET /panel/pairing', status);
    expect(await pairing.step()).toEqual(shows(CODE));
    expect(pairing.waits()).toBe(true);
  });

  test('anEdgeThatIsAwayChangesNoCodeEither', async () => {
    const { machine, pairing } = story();
    await pairing.step();
    machine.replies.set('GET /panel/pairing', () => null);
    expect(await pairing.step()).toEqual(AGAIN);
    expect(pairing.waits()).toBe(true);
  });

  test('aKnownPanelSignsInWithoutAnyCode', async () => {
    const { machine, pairing } = story(new TestIdentity(true, 'p'));
    expect(await pairing.step()).toEqual(IN);
    expect(machine.requests.map((each) => each.path)).toEqual(['/panel/challenge', '/panel/session']);
  });

  test('aRevokedPanelForgetsItsKeyAndBeginsAnew', async () => {
    const { machine, pairing, says, identity } = story(new TestIdentity(true, 'p'));
    says('POST /panel/session', 401);
    expect(await pairing.step()).toEqual(shows(CODE));
    expect(await identity.panel()).toBeNull();
    expect(machine.requests.filter((each) => each.path === '/panel/challenge')).toHaveLength(2);
  });

  test('aChallengeThatRanOutWhileTheTabletSleptIsTakenAnew', async () => {
    const { machine, pairing, identity } = story(new TestIdentity(true, 'p'));
    const answers = [401, 200];
    machine.replies.set('POST /panel/session', () => ({ status: answers.shift() ?? 500, body: null }));
    expect(await pairing.step()).toEqual(IN);
    expect(await identity.panel()).toBe('p');
  });

  test.each([
    ['nobody answers the challenge', 'POST /panel/challenge', null],
    ['nobody answers the session', 'POST /panel/session', null],
    ['the challenge is refused for now', 'POST /panel/challenge', 429],
    ['the session is refused for now', 'POST /panel/session', 503],
  ])('aHiccupWhileSigningInCostsNeitherKeyNorRoom: %s', async (_, request, status) => {
    const { machine, pairing, identity } = story(new TestIdentity(true, 'p'));
    machine.replies.set(request, () => (status === null ? null : { status, body: null }));
    expect(await pairing.step()).toEqual(AGAIN);
    expect(await identity.panel()).toBe('p');
  });

  test.each([404, 429, 503])('anEdgeThatGivesNoCode (%i) is asked again later', async (status) => {
    const { pairing, says } = story();
    says('POST /panel/pairing', status);
    expect(await pairing.step()).toEqual(shows(null, 15_000));
    expect(pairing.waits()).toBe(false);
  });

  /** A store that answers only when told to. */
  function sleepyStore() {
    const identity = new TestIdentity(true);
    let wake: (panel: string | null) => void = () => undefined;
    const known = new Promise<string | null>((resolve) => (wake = resolve));
    identity.panel = () => known;
    identity.publicKey = () => new Promise(() => undefined);
    const { machine, pairing } = story(identity);
    const step = async (): Promise<unknown> => {
      const stepped = pairing.step();
      await machine.pass(4_000);
      return stepped;
    };
    const untilACode = async (): Promise<void> => {
      for (let i = 0; i < 4; i += 1) {
        expect(await step()).toEqual(AGAIN);
      }
      expect(await step()).toEqual(shows(CODE));
    };
    return { machine, step, untilACode, wake };
  }

  test('aStoreThatNeverAnswersDoesNotKeepTheCodeBackForEver', async () => {
    const { machine, untilACode } = sleepyStore();
    await untilACode();
    expect(machine.requests).toEqual([{ path: '/panel/pairing', body: {} }]);
  });

  test('aPanelWhoseStoreWakesSlowlyIsNoStranger', async () => {
    const { machine, step, wake } = sleepyStore();
    expect(await step()).toEqual(AGAIN);
    wake('p');
    expect(await step()).toEqual(IN);
    expect(machine.requests.map((each) => each.path)).toEqual(['/panel/challenge', '/panel/session']);
  });

  test('aStoreThatAnswersWhileACodeIsShownMakesTheCodeNeedless', async () => {
    const { step, untilACode, wake } = sleepyStore();
    await untilACode();
    expect(await step()).toEqual(shows(CODE));
    wake('p');
    expect(await step()).toEqual(IN);
  });
});
