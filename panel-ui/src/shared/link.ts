import type { Code, Pairing } from './pairing';
import { Sleep } from './sleep';
import type { Surroundings, Socket } from './surroundings';
import { decode } from './decode';
import { writeHello, writePong, type EdgeMessage, type Hello } from './wire';

/*
 * The connection from this page to its edge.
 *
 *     asking ──paired──► connecting ──hello──► open ──silence or close──► connecting …
 *       │                    └──closed before hello──► asking
 *       └──401──► pairing: shows a code until somebody confirms it, then connects
 *
 * `navigator.onLine` is not consulted: it knows about cables, not about edges. The only evidence is the age of the
 * last frame. One of these steps is under way at a time; what a step that was left still brings is thrown away.
 */

export interface LinkEvents {
  message(message: EdgeMessage): void;
  /** Connected means a hello was heard; lost is said only when it has lasted a second, because most losses do not. */
  contact(contact: 'connected' | 'lost'): void;
  /** The edge answers, and knows no room for this panel. */
  notPaired(code: Code | null): void;
  /** The machine slept for so long, or somebody set its clock ahead: what the page knows is as old as that. */
  slept(millis: number): void;
  /** The panel key was taken (or refused for good) and must not stay in the address. */
  keySpent(): void;
  /** The sequence number of the state this page shows, for the edge's log. */
  seenSeq(): number;
  /** The build of the page that is running, for the edge to compare. */
  page(): string;
}

export const LOST_AFTER_MILLIS = 1_000;
const FIRST_RETRY_MILLIS = 250;
const LONGEST_RETRY_MILLIS = 10_000;
const HELLO_LIMIT_MILLIS = 5_000;
/** Two missed heartbeats and a half: one late ping on a busy Pi is no cut. */
const SILENT_HEARTBEATS = 2.5;

export class Link {
  private readonly around: Surroundings;
  private readonly url: string;
  private readonly events: LinkEvents;
  private readonly pairing: Pairing;
  private key: string | null;
  private socket: Socket | null = null;
  private attempt = 0;
  /** Counts the steps, so that one that comes back from the network knows whether it is still the one under way. */
  private turn = 0;
  private stopRetry: () => void = () => undefined;
  private stopWatch: () => void = () => undefined;
  private stopLost: (() => void) | null = null;
  private greeted = false;
  private heartbeatMillis = 5_000;
  private readonly sleep: Sleep;

  constructor(around: Surroundings, url: string, key: string | null, pairing: Pairing, events: LinkEvents) {
    this.around = around;
    this.pairing = pairing;
    this.url = url;
    this.key = key;
    this.events = events;
    this.sleep = new Sleep(around);
  }

  start(): void {
    this.noteLoss();
    void this.ask();
  }

  /** A new key was opened on a page that already runs. */
  restart(key: string): void {
    this.key = key;
    this.attempt = 0;
    this.drop();
    this.start();
  }

  /** True if the frame went into an open, greeted socket; nothing is queued here. */
  send(frame: string): boolean {
    this.look();
    if (this.socket === null || !this.greeted) {
      return false;
    }
    this.socket.send(frame);
    return true;
  }

  /** True if the machine has slept since the last look. Then nothing here is live, whatever the socket says. */
  look(): boolean {
    const slept = this.sleep.passed();
    if (slept === 0) {
      return false;
    }
    this.drop();
    this.attempt = 0;
    this.stopLost?.();
    this.stopLost = () => undefined;
    this.events.slept(slept);
    this.events.contact('lost');
    void this.ask();
    return true;
  }

  private async ask(): Promise<void> {
    const turn = this.step();
    const key = this.key;
    const reply = await this.around.request('/panel/session', key === null ? null : { key });
    if (turn !== this.turn) {
      return;
    }
    const status = reply?.status ?? null;
    // Only "I do not know you" sends a panel to its pairing; a door that is called by a wrong name, or is busy, says other things.
    const unknown = status === 401 || (key !== null && (status === 400 || status === 403));
    if (status === null || (status >= 400 && !unknown)) {
      this.noteLoss();
      this.retry();
      return;
    }
    if (key !== null) {
      this.key = null;
      this.events.keySpent();
    }
    if (!unknown) {
      this.connect();
    } else if (key !== null) {
      // The address may carry the key of a pairing that is over, while the cookie is good.
      await this.ask();
    } else {
      await this.pair();
    }
  }

  private async pair(): Promise<void> {
    const turn = this.step();
    const found = await this.pairing.step();
    if (turn !== this.turn) {
      return;
    }
    switch (found.kind) {
      case 'in':
        this.connect();
        return;
      case 'again':
        this.noteLoss();
        this.retry();
        return;
      case 'unpaired':
        this.attempt = 0;
        this.heardOf();
        this.events.notPaired(found.code);
        this.later(found.nextMillis, () => this.resume());
        return;
    }
  }

  private connect(): void {
    this.step();
    this.drop();
    const socket = this.around.socket(this.url);
    this.socket = socket;
    this.watch(HELLO_LIMIT_MILLIS);
    socket.onopen = () => socket.send(writeHello(this.events.seenSeq(), this.events.page()));
    socket.onmessage = (event) => this.heard(socket, event.data);
    socket.onclose = () => {
      if (this.socket === socket) {
        this.closed();
      }
    };
  }

  /** Begins a step, and with it ends the one before. */
  private step(): number {
    this.stopRetry();
    return (this.turn += 1);
  }

  private heard(socket: Socket, frame: unknown): void {
    if (this.socket !== socket || this.look()) {
      return;
    }
    const message = decode(frame);
    if (message.kind === 'not-paired') {
      this.drop();
      this.events.notPaired(null);
      void this.ask();
      return;
    }
    if (message.kind === 'hello') {
      this.hello(message);
    }
    if (message.kind === 'ping') {
      socket.send(writePong());
    }
    if (this.greeted) {
      // Before the greeting nothing is sent to this edge, however much it says: then the first limit counts.
      this.watch(this.heartbeatMillis * SILENT_HEARTBEATS);
    }
    this.events.message(message);
    if (message.kind === 'hello') {
      this.events.contact('connected');
    }
  }

  private hello(hello: Hello): void {
    this.heartbeatMillis = hello.heartbeatSeconds * 1_000;
    this.greeted = true;
    this.attempt = 0;
    this.pairing.over();
    this.heardOf();
  }

  private watch(millis: number): void {
    this.stopWatch();
    this.stopWatch = this.around.after(
      millis,
      this.unlessSlept(() => this.closed()),
    );
  }

  private closed(): void {
    const wasGreeted = this.greeted;
    this.drop();
    this.noteLoss();
    if (wasGreeted) {
      this.again(() => this.connect());
    } else {
      this.retry();
    }
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    this.greeted = false;
    this.stopWatch();
    socket?.close();
  }

  private noteLoss(): void {
    this.stopLost ??= this.around.after(LOST_AFTER_MILLIS, () => this.events.contact('lost'));
  }

  private heardOf(): void {
    this.stopLost?.();
    this.stopLost = null;
  }

  private resume(): void {
    void (this.pairing.waits() ? this.pair() : this.ask());
  }

  private retry(): void {
    this.again(() => this.resume());
  }

  /** Full jitter: after a power cut all panels of a floor come back at once, and must not knock at once. */
  private again(call: () => void): void {
    const ceiling = Math.min(LONGEST_RETRY_MILLIS, FIRST_RETRY_MILLIS * 2 ** Math.min(this.attempt, 10));
    this.attempt += 1;
    this.later(this.around.random() * ceiling, call);
  }

  private later(millis: number, call: () => void): void {
    this.stopRetry();
    this.stopRetry = this.around.after(millis, this.unlessSlept(call));
  }

  private unlessSlept(call: () => void): () => void {
    return () => {
      if (!this.look()) {
        call();
      }
    };
  }
}
