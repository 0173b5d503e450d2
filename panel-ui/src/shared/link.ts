import type { Pairing } from './pairing';
import type { Surroundings, Socket } from './surroundings';
import { decode } from './decode';
import { writeHello, writePong, type EdgeMessage, type Hello } from './wire';

/*
 * The connection from this page to its edge.
 *
 *     asking ──paired──► connecting ──hello──► open ──silence or close──► connecting …
 *       │                    └──closed before hello──► asking
 *       └──401──► not paired: shows a code until somebody confirms it, then connects
 *
 * `navigator.onLine` is not consulted: it knows about cables, not about edges. The only evidence is the age of the
 * last frame.
 */

export interface LinkEvents {
  message(message: EdgeMessage): void;
  /** Connected means a hello was heard; lost is said only when it has lasted a second, because most losses do not. */
  contact(contact: 'connected' | 'lost'): void;
  notPaired(): void;
  /** The panel key was taken (or refused for good) and must not stay in the address. */
  keySpent(): void;
  /** The sequence number of the state this page shows, for the edge to resume from. */
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
  private stopRetry: () => void = () => undefined;
  private stopWatch: () => void = () => undefined;
  private stopLost: (() => void) | null = null;
  private greeted = false;
  private heartbeatMillis = 5_000;

  constructor(around: Surroundings, url: string, key: string | null, pairing: Pairing, events: LinkEvents) {
    this.around = around;
    this.pairing = pairing;
    this.url = url;
    this.key = key;
    this.events = events;
  }

  start(): void {
    this.noteLoss();
    void this.ask();
  }

  /** A new key was opened on a page that already runs. */
  restart(key: string): void {
    this.key = key;
    this.drop();
    this.stopRetry();
    this.attempt = 0;
    void this.ask();
  }

  /** True if the frame went into an open, greeted socket; nothing is queued here. */
  send(frame: string): boolean {
    if (this.socket === null || !this.greeted) {
      return false;
    }
    this.socket.send(frame);
    return true;
  }

  private async ask(): Promise<void> {
    const key = this.key;
    const status =
      (await this.around.request('/panel/session', key === null ? null : { key }))?.status ?? null;
    if (status === null || status >= 500 || status === 429) {
      this.retry();
      return;
    }
    if (key !== null && key === this.key) {
      this.key = null;
      this.events.keySpent();
    }
    if (status >= 400) {
      await this.pair();
      return;
    }
    this.connect();
  }

  private async pair(): Promise<void> {
    const again = await this.pairing.step();
    if (again === null) {
      this.connect();
      return;
    }
    this.events.notPaired();
    this.stopRetry();
    this.stopRetry = this.around.after(again, () => void (this.pairing.waits() ? this.pair() : this.ask()));
  }

  private connect(): void {
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

  private heard(socket: Socket, frame: unknown): void {
    if (this.socket !== socket) {
      return;
    }
    const message = decode(frame);
    if (message.kind === 'not-paired') {
      this.drop();
      this.events.notPaired();
      void this.ask();
      return;
    }
    if (message.kind === 'hello') {
      this.hello(message);
    }
    if (message.kind === 'ping') {
      socket.send(writePong());
    }
    this.watch(this.heartbeatMillis * SILENT_HEARTBEATS);
    this.events.message(message);
    if (message.kind === 'hello') {
      this.events.contact('connected');
    }
  }

  private hello(hello: Hello): void {
    this.heartbeatMillis = hello.heartbeatSeconds * 1_000;
    this.greeted = true;
    this.attempt = 0;
    this.stopLost?.();
    this.stopLost = null;
  }

  private watch(millis: number): void {
    this.stopWatch();
    this.stopWatch = this.around.after(millis, () => this.closed());
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

  private retry(): void {
    this.again(() => void this.ask());
  }

  /** Full jitter: after a power cut all panels of a floor come back at once, and must not knock at once. */
  private again(call: () => void): void {
    const ceiling = Math.min(LONGEST_RETRY_MILLIS, FIRST_RETRY_MILLIS * 2 ** Math.min(this.attempt, 10));
    this.attempt += 1;
    this.stopRetry();
    this.stopRetry = this.around.after(this.around.random() * ceiling, call);
  }
}
