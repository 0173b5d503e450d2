import { ENGLISH, HELLO, STATE, TestIdentity, TestMachine, TestStore } from '../shared/testing';
import type { Words } from '../shared/i18n/words';
import { de } from '../shared/i18n/de';
import { Panel } from './panel';

/* A panel in a test's hand. */

export function page(machine: TestMachine, store: TestStore, identity = new TestIdentity(false)) {
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

export async function paired(store = new TestStore(), identity = new TestIdentity(false)) {
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

export const CHECK_IN = { kind: 'check-in', booking: 'b' } as const;

/** Time in which the edge goes on beating. */
export async function beating(machine: TestMachine, millis: number): Promise<void> {
  for (let passed = 0; passed < millis; passed += 5_000) {
    await machine.pass(Math.min(5_000, millis - passed));
    machine.latest.hears({
      type: 'ping',
      now: new Date(Date.parse(HELLO.now) + machine.millis).toISOString(),
    });
  }
}
