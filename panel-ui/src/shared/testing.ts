import { en } from './i18n/en';
import type { Words } from './i18n/words';
import type { Identity } from './identity';
import type { Store } from './store';
import type { Reply, Socket, Surroundings } from './surroundings';

/** A machine for tests: time passes when told to, and every socket is in the test's hand. */
export class TestMachine implements Surroundings {
  millis = 0;
  chance = 0.5;
  /** The tablet's own clock. */
  wallMillis = 1_000_000;
  readonly sockets: TestSocket[] = [];
  readonly requests: { path: string; body: unknown }[] = [];
  /** What the edge answers to the next requests; null is no answer. */
  status: number | null = 204;
  /** Answers of single paths; a path that is not here gets the status above. */
  readonly replies = new Map<string, () => Reply | null>();
  /** Requests that take their time; undefined is one that does not. */
  slow: (path: string) => Promise<Reply | null> | undefined = () => undefined;
  private timers: { at: number; call: () => void }[] = [];

  monotonic(): number {
    return this.millis;
  }

  after(millis: number, call: () => void): () => void {
    const timer = { at: this.millis + millis, call };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((each) => each !== timer);
    };
  }

  random(): number {
    return this.chance;
  }

  socket(url: string): TestSocket {
    const socket = new TestSocket(url);
    this.sockets.push(socket);
    return socket;
  }

  wall(): number {
    return this.wallMillis;
  }

  request(path: string, body: unknown): Promise<Reply | null> {
    this.requests.push({ path, body });
    const slow = this.slow(path);
    if (slow !== undefined) {
      return slow;
    }
    const own = this.replies.get(`${body === null ? 'GET' : 'POST'} ${path}`);
    const { status } = this;
    return Promise.resolve(own === undefined ? (status === null ? null : { status, body: null }) : own());
  }

  /** Lets time pass, timer by timer, and lets promises settle between them. */
  async pass(millis: number): Promise<void> {
    const until = this.millis + millis;
    await settled();
    for (;;) {
      const due = this.timers.filter((each) => each.at <= until).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) {
        break;
      }
      this.timers = this.timers.filter((each) => each !== due);
      this.millis = Math.max(this.millis, due.at);
      due.call();
      await settled();
    }
    this.millis = until;
  }

  get latest(): TestSocket {
    const socket = this.sockets[this.sockets.length - 1];
    if (socket === undefined) {
      throw new Error('no socket was opened');
    }
    return socket;
  }
}

export class TestSocket implements Socket {
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  readonly sent: string[] = [];
  closed = false;

  constructor(readonly url: string) {}

  send(frame: string): void {
    this.sent.push(frame);
  }

  close(): void {
    this.closed = true;
  }

  hears(message: object | string): void {
    this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) });
  }

  get actions(): { op: string; action: { kind: string }; unlock?: object; touchedAt?: string }[] {
    return this.sent.map((frame) => JSON.parse(frame)).filter((each) => each.type === 'action');
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 24; turn += 1) {
    await Promise.resolve();
  }
}

/** A disk that can be taken away, and that survives the page. */
export class TestStore implements Store {
  readonly kept = new Map<string, unknown>();
  works = true;

  put(name: string, value: unknown): Promise<boolean> {
    if (this.works) {
      this.kept.set(name, structuredClone(value));
    }
    return Promise.resolve(this.works);
  }

  drop(name: string): Promise<boolean> {
    this.kept.delete(name);
    return Promise.resolve(this.works);
  }

  all(): Promise<ReadonlyMap<string, unknown>> {
    return Promise.resolve(new Map(this.works ? this.kept : []));
  }

  get touches(): readonly string[] {
    return Array.from(this.kept.keys()).filter((name) => name.startsWith('touch:'));
  }
}

/** A panel's key for tests: it signs by naming what it signs. */
export class TestIdentity implements Identity {
  constructor(
    private readonly secure: boolean,
    private name: string | null = null,
  ) {}

  publicKey(): Promise<string | null> {
    return Promise.resolve(this.secure ? 'public' : null);
  }

  panel(): Promise<string | null> {
    return Promise.resolve(this.name);
  }

  keep(panel: string): Promise<void> {
    this.name = panel;
    return Promise.resolve();
  }

  forget(): Promise<void> {
    this.name = null;
    return Promise.resolve();
  }

  sign(text: string): Promise<string | null> {
    return Promise.resolve(`signed ${text}`);
  }
}

export const ENGLISH: Words = en;

export const HELLO = {
  type: 'hello',
  v: 1,
  ui: 'one',
  panel: 'p',
  space: 's',
  now: '2026-11-23T09:00:00Z',
  locale: 'en-GB',
  timeZone: 'Europe/Berlin',
  hour12: false,
  heartbeatSeconds: 5,
};

export const STATE = {
  type: 'state',
  seq: 12,
  now: '2026-11-23T09:00:00Z',
  space: { id: 's', name: 'Aspen', floor: '2nd floor', capacity: 6 },
  link: { state: 'live', lastSyncedAt: '2026-11-23T09:00:00Z' },
  clock: 'good',
  closed: null,
  policy: { checkInOpensMinutes: 10, graceMinutes: 10, minimumMinutes: 15, maximumMinutes: 480 },
  bookings: [
    {
      id: 'b',
      version: 3,
      start: '2026-11-23T09:00:00Z',
      end: '2026-11-23T10:00:00Z',
      title: 'Design review',
      organiser: null,
      phase: 'confirmed',
      awaiting: null,
      checkInOpensAt: '2026-11-23T08:50:00Z',
      checkInClosesAt: '2026-11-23T09:10:00Z',
    },
  ],
};
