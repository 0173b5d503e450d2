/** What the page needs from the machine it runs on. Tests bring their own, so that no test ever waits. */
export interface Surroundings {
  /** Milliseconds that only grow and never follow a clock that somebody sets. */
  monotonic(): number;
  /** The tablet's own clock: only to guess how long the page was not running, or the tablet slept. */
  wall(): number;
  /** Calls back once after the given milliseconds; the returned function cancels. */
  after(millis: number, call: () => void): () => void;
  /** At least 0, below 1. */
  random(): number;
  socket(url: string): Socket;
  /** `body` null asks, otherwise posts it as JSON. Resolves with null if nobody answered. */
  request(path: string, body: unknown): Promise<Reply | null>;
}

/** `body` is null where the answer is no JSON. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** The part of a WebSocket that the link uses. */
export interface Socket {
  onopen: (() => void) | null;
  onclose: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  send(frame: string): void;
  close(): void;
}

/** What came of a promise in time; null if nothing did. */
export function within<T>(around: Surroundings, millis: number, asked: Promise<T>): Promise<T | null> {
  const late = new Promise<null>((resolve) => around.after(millis, () => resolve(null)));
  return Promise.race([asked, late]);
}

/** An edge on the same switch answers in milliseconds; a request that takes this long has met nobody. */
const REQUEST_LIMIT_MILLIS = 5_000;

export function browserSurroundings(): Surroundings {
  return {
    monotonic: () => performance.now(),
    wall: () => Date.now(),
    after: (millis, call) => {
      const timer = setTimeout(call, millis);
      return () => clearTimeout(timer);
    },
    random: () => Math.random(),
    socket: (url) => new WebSocket(url) as unknown as Socket,
    request: (path, body) =>
      Promise.race([
        fetch(path, {
          method: body === null ? 'GET' : 'POST',
          credentials: 'same-origin',
          cache: 'no-store',
          headers: { 'Content-Type': 'application/json' },
          body: body === null ? null : JSON.stringify(body),
        }).then(
          (response) =>
            response.json().then(
              (read: unknown) => ({ status: response.status, body: read }),
              () => ({ status: response.status, body: null }),
            ),
          () => null,
        ),
        new Promise<null>((resolve) => setTimeout(() => resolve(null), REQUEST_LIMIT_MILLIS)),
      ]),
  };
}
