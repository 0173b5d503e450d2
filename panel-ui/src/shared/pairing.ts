import type { Identity } from './identity';
import { within, type Reply, type Surroundings } from './surroundings';

/*
 * How a panel without a room gets one.
 *
 *     no key ──asks for a code──► waiting ──somebody confirms──► has a key ──signs a challenge──► in
 *       ▲                            └──expired, refused──► asks for another        │
 *       └──────────────────────── the edge refuses the key, twice in a row ─────────┘
 *
 * An edge that does not answer, or that is too busy to, has said nothing about this panel.
 */

export interface Code {
  readonly code: string;
  /** Shown on both screens, so that nobody confirms another panel's code. */
  readonly phrase: string;
}

export type Step =
  | { readonly kind: 'in' }
  /** Nothing was learned; whatever this panel was, it still is. */
  | { readonly kind: 'again' }
  /** The edge has said that this panel has no room. */
  | { readonly kind: 'unpaired'; readonly code: Code | null; readonly nextMillis: number };

const POLL_MILLIS = 2_000;
/** An edge that offers no code now may do so later, or somebody opens the page with a key. */
const CLOSED_MILLIS = 15_000;
/** A store that does not answer must not keep an admin waiting for the code; the cookie alone will do then. */
const STORE_LIMIT_MILLIS = 2_000;
/** But a tablet that comes back with the light of the whole house may read its disk for longer, and is no stranger. */
const STORE_TRIES = 5;

const AGAIN: Step = { kind: 'again' };

export class Pairing {
  private readonly around: Surroundings;
  private readonly identity: Identity;
  private shown: Code | null = null;
  private tries = 0;

  constructor(around: Surroundings, identity: Identity) {
    this.around = around;
    this.identity = identity;
  }

  /** True while a code is on the screen. */
  waits(): boolean {
    return this.shown !== null;
  }

  /** The panel got in by another way, and its code is of no use any more. */
  over(): void {
    this.shown = null;
  }

  async step(): Promise<Step> {
    const known = this.identity.panel().then((panel) => panel ?? '');
    // Nobody waits for the store once a code is shown, but what it says late still counts.
    const panel = await within(this.around, this.shown === null ? STORE_LIMIT_MILLIS : 0, known);
    if (panel) {
      this.shown = null;
      return this.enter(panel);
    }
    if (this.shown !== null) {
      return this.look(this.shown);
    }
    return panel === null && (this.tries += 1) < STORE_TRIES ? AGAIN : this.begin();
  }

  /** A challenge lives for a minute: a tablet that slept in between is refused once, and is no stranger for that. */
  private async enter(panel: string): Promise<Step> {
    let reply = await this.signIn(panel);
    reply = reply?.status === 401 ? await this.signIn(panel) : reply;
    if (reply?.status !== 401) {
      return succeeded(reply) ? { kind: 'in' } : AGAIN;
    }
    void this.identity.forget();
    return this.begin();
  }

  private async begin(): Promise<Step> {
    const publicKey = await this.patiently(this.identity.publicKey());
    const reply = await this.around.request('/panel/pairing', publicKey === null ? {} : { publicKey });
    if (reply === null) {
      return AGAIN;
    }
    const code = field(reply, 'code');
    this.shown = succeeded(reply) && code !== '' ? { code, phrase: field(reply, 'phrase') } : null;
    return this.unpaired(this.shown === null ? CLOSED_MILLIS : POLL_MILLIS);
  }

  private async look(shown: Code): Promise<Step> {
    const reply = await this.around.request('/panel/pairing', null);
    if (reply === null) {
      return AGAIN;
    }
    const state = field(reply, 'state');
    if (state === 'waiting' || reply.status === 429 || reply.status >= 500) {
      this.shown = shown;
      return this.unpaired(POLL_MILLIS);
    }
    this.shown = null;
    return state === 'paired' ? this.confirmed(field(reply, 'panel')) : this.unpaired(0);
  }

  private async confirmed(panel: string): Promise<Step> {
    if ((await this.patiently(this.identity.publicKey())) === null) {
      return { kind: 'in' };
    }
    await this.patiently(this.identity.keep(panel));
    return succeeded(await this.signIn(panel)) ? { kind: 'in' } : this.unpaired(POLL_MILLIS);
  }

  private async signIn(panel: string): Promise<Reply | null> {
    const challenge = field(await this.around.request('/panel/challenge', {}), 'challenge');
    const signature = await this.identity.sign(`lintel-panel 1\n${panel}\n${challenge}`);
    return challenge === '' || signature === null
      ? null
      : this.around.request('/panel/session', { panel, challenge, signature });
  }

  private unpaired(nextMillis: number): Step {
    return { kind: 'unpaired', code: this.shown, nextMillis };
  }

  private patiently<T>(asked: Promise<T>): Promise<T | null> {
    return within(this.around, STORE_LIMIT_MILLIS, asked);
  }
}

function succeeded(reply: Reply | null): boolean {
  return reply !== null && reply.status < 300;
}

function field(reply: Reply | null, name: string): string {
  const value = (reply?.body as Readonly<Record<string, unknown>> | null | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}
