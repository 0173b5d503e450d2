import type { Identity } from './identity';
import type { Reply, Surroundings } from './surroundings';

/*
 * How a panel without a room gets one.
 *
 *     no key ──asks for a code──► waiting ──somebody confirms──► has a key ──signs a challenge──► paired
 *       ▲                            └──expired, refused──► asks for another        │
 *       └──────────────────────────────── the edge no longer knows the key ─────────┘
 */

export interface Code {
  readonly code: string;
  /** Shown on both screens, so that nobody confirms another panel's code. */
  readonly phrase: string;
}

const POLL_MILLIS = 2_000;
/** An edge that offers no code now may do so later, or somebody opens the page with a key. */
const CLOSED_MILLIS = 15_000;

export class Pairing {
  private readonly around: Surroundings;
  private readonly identity: Identity;
  private readonly show: (code: Code | null) => void;
  private open = false;

  constructor(around: Surroundings, identity: Identity, show: (code: Code | null) => void) {
    this.around = around;
    this.identity = identity;
    this.show = show;
  }

  /** True while a code is on the screen. */
  waits(): boolean {
    return this.open;
  }

  /** One step; null when this panel has a session now, else the milliseconds until the next step. */
  async step(): Promise<number | null> {
    const panel = await this.identity.panel();
    if (panel !== null && !this.open) {
      const reply = await this.signIn(panel);
      if (reply?.status !== 401) {
        return succeeded(reply) ? null : POLL_MILLIS;
      }
      await this.identity.forget();
    }
    return this.open ? this.look() : this.begin();
  }

  private async begin(): Promise<number> {
    const publicKey = await this.identity.publicKey();
    const reply = await this.around.request('/panel/pairing', publicKey === null ? {} : { publicKey });
    return this.shown(reply);
  }

  private async look(): Promise<number | null> {
    const reply = await this.around.request('/panel/pairing', null);
    const state = field(reply, 'state');
    if (state !== 'paired') {
      this.open = reply === null || state === 'waiting';
      return this.open ? POLL_MILLIS : 0;
    }
    this.open = false;
    this.show(null);
    const panel = field(reply, 'panel');
    if ((await this.identity.publicKey()) === null) {
      return null;
    }
    await this.identity.keep(panel);
    return succeeded(await this.signIn(panel)) ? null : POLL_MILLIS;
  }

  private shown(reply: Reply | null): number {
    this.open = succeeded(reply) && field(reply, 'code') !== '';
    this.show(this.open ? { code: field(reply, 'code'), phrase: field(reply, 'phrase') } : null);
    return this.open ? POLL_MILLIS : CLOSED_MILLIS;
  }

  private async signIn(panel: string): Promise<Reply | null> {
    const challenge = field(await this.around.request('/panel/challenge', {}), 'challenge');
    const signature = await this.identity.sign(`lintel-panel 1\n${panel}\n${challenge}`);
    return challenge === '' || signature === null
      ? null
      : this.around.request('/panel/session', { panel, challenge, signature });
  }
}

function succeeded(reply: Reply | null): boolean {
  return reply !== null && reply.status < 300;
}

function field(reply: Reply | null, name: string): string {
  const value = (reply?.body as Readonly<Record<string, unknown>> | null | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}
