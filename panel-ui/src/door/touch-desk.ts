import { MINUTE, SECOND } from '../shared/instant';
import type { Surroundings } from '../shared/surroundings';
import type { Outcome } from '../shared/wire';
import type { Memory } from './memory';
import { frameOf, GIVE_UP_AFTER_MILLIS, passing, sameWish, standingOf, TRYING_AFTER_MILLIS } from './touches';
import type { KeptTouch, Notice, Standing, Touch } from './touches';

/** Long enough for a Pi that writes with difficulty, short enough for people who wait beside the door. */
const AGAIN_MILLIS = 30 * SECOND;
const LONGEST_AGAIN_MILLIS = 10 * MINUTE;
/** The edge takes ten touches at once from a panel, then two a second; a person's own must be among them. */
const AT_ONCE = 4;
const BEAT_MILLIS = 1 * SECOND;
/** Older ones are seen in the state alone. */
const PROPOSED_LIMIT = 16;
/** Nobody stands there any more, and an edge that was replaced meanwhile would take it for a new wish. */
const ASKED_AGAIN_MILLIS = 10 * MINUTE;
const KEPT_SHOWN_MILLIS = 25 * SECOND;

interface Waiting {
  touch: Touch;
  /** When it is sent again; never, for what is sent anew only with a new connection. */
  dueAtMillis: number;
  refusals: number;
  durable: boolean;
  /** Settles once it is known whether it is on the disk. */
  kept: Promise<boolean>;
  said: 'trying' | 'kept' | null;
}

/** Where touches wait for their answer, and what is said about those that wait long. */
export class TouchDesk {
  private readonly around: Surroundings;
  private readonly memory: Memory;
  private readonly send: (frame: string) => void;
  private readonly tell: (notice: Notice, shownMillis: number) => void;
  private readonly waiting = new Map<string, Waiting>();
  /** What the cloud has yet to agree to: its answer comes under the same operation, perhaps much later. */
  private readonly proposed = new Map<string, Touch>();
  private connected = false;
  private stopRun: () => void = () => undefined;

  constructor(
    around: Surroundings,
    memory: Memory,
    send: (frame: string) => void,
    tell: (notice: Notice, shownMillis: number) => void,
  ) {
    this.around = around;
    this.memory = memory;
    this.send = send;
    this.tell = tell;
  }

  get touches(): readonly Touch[] {
    return Array.from(this.waiting.values(), (each) => each.touch);
  }

  /** True while a check-in lies here that the edge has not answered for a while. */
  get keeps(): boolean {
    return this.all().some((each) => this.standing(each) === 'kept');
  }

  /** True while somebody may still wait for an answer. */
  get sending(): boolean {
    return this.all().some((each) => /fresh|trying/.test(this.standing(each)));
  }

  /** True if a new page would find on the disk whatever waits here. */
  get quiet(): boolean {
    return this.all().every((each) => each.durable && this.standing(each) === 'kept');
  }

  /** False if the same wish waits already. */
  take(touch: Touch): boolean {
    const same = this.all().find((each) => sameWish(each.touch.action, touch.action));
    if (same !== undefined) {
      this.urge(same, touch);
      return false;
    }
    // What was shown to unlock it is written nowhere, so such a check-in lives in memory alone.
    const written = touch.action.kind === 'check-in' && touch.unlock === undefined;
    const kept = written ? this.memory.keep(touch) : Promise.resolve(false);
    const waits = this.add(touch, kept);
    void kept.then((durable) => (waits.durable = durable));
    this.transmit(waits);
    this.plan(BEAT_MILLIS);
    for (const millis of [TRYING_AFTER_MILLIS, GIVE_UP_AFTER_MILLIS]) {
      this.around.after(millis, () => this.review(waits));
    }
    return true;
  }

  /** Somebody stands there and wants what was put off: it is asked now, with what they have just shown. */
  private urge(waits: Waiting, touch: Touch): void {
    if (this.standing(waits) === 'kept') {
      waits.touch = { ...waits.touch, unlock: touch.unlock ?? waits.touch.unlock };
      waits.refusals = 0;
      this.transmit(waits);
      this.tellKept(waits);
    }
  }

  /** Takes over what an earlier life of the page kept; true if that was anything. */
  adopt(kept: readonly KeptTouch[]): boolean {
    const touchedAtMillis = this.around.monotonic() - GIVE_UP_AFTER_MILLIS;
    for (const each of kept) {
      if (this.touches.some((other) => sameWish(other.action, each.action))) {
        this.memory.settle(each.op);
      } else {
        this.add({ ...each, touchedAtMillis }, Promise.resolve(true)).durable = true;
      }
    }
    this.run(AT_ONCE);
    return kept.length > 0;
  }

  connectionIs(connected: boolean): void {
    this.connected = connected;
    this.all().forEach((each) => this.review(each, false));
    if (connected) {
      const now = this.around.monotonic();
      this.all().forEach((each) => (each.dueAtMillis = now));
      for (const touch of Array.from(this.proposed.values())) {
        if (now - touch.touchedAtMillis < ASKED_AGAIN_MILLIS) {
          this.send(frameOf(touch, false));
        }
      }
    }
    this.run(AT_ONCE);
  }

  /** The machine slept: everybody who touched something has gone, and their touches are as much older. */
  slept(millis: number): void {
    const older = (touch: Touch): Touch => ({ ...touch, touchedAtMillis: touch.touchedAtMillis - millis });
    this.all().forEach((each) => (each.touch = older(each.touch)));
    this.proposed.forEach((touch, op) => this.proposed.set(op, older(touch)));
    this.all().forEach((each) => this.review(each, false));
  }

  /** The touch that is answered herewith; null if none is, or not yet for good. */
  answered(op: string, outcome: Outcome): Touch | null {
    const waits = this.waiting.get(op);
    const touch = waits?.touch ?? this.proposed.get(op);
    if (touch === undefined) {
      return null;
    }
    if (waits !== undefined && passing(touch.action, outcome)) {
      this.putOff(waits);
      return null;
    }
    this.settle(op);
    this.proposed.delete(op);
    if (outcome.kind === 'proposed') {
      this.proposed.set(op, touch);
      const [oldest] = Array.from(this.proposed.keys());
      if (this.proposed.size > PROPOSED_LIMIT && oldest !== undefined) {
        this.proposed.delete(oldest);
      }
      // Asked again after a cut, the answer is no news to anybody.
      return waits === undefined ? null : touch;
    }
    return touch;
  }

  /** The panel has no room any more; true if a check-in was lost with that. */
  clear(): boolean {
    const lost = this.touches.some((each) => each.action.kind === 'check-in');
    this.touches.forEach((each) => this.settle(each.op));
    this.proposed.clear();
    return lost;
  }

  private all(): readonly Waiting[] {
    return Array.from(this.waiting.values());
  }

  private add(touch: Touch, kept: Promise<boolean>): Waiting {
    const dueAtMillis = this.around.monotonic();
    const waits: Waiting = { touch, dueAtMillis, refusals: 0, durable: false, kept, said: null };
    this.waiting.set(touch.op, waits);
    return waits;
  }

  private standing({ touch, refusals }: Waiting): Standing {
    return refusals > 0 ? 'kept' : standingOf(touch, this.around.monotonic(), this.connected);
  }

  /** Says how a touch stands. What waits unseen is told of only if something else was promised before. */
  private review(waits: Waiting, aloud = true): void {
    if (!this.waiting.has(waits.touch.op)) {
      return;
    }
    switch (this.standing(waits)) {
      case 'fresh':
        return;
      case 'trying':
        if (aloud) {
          waits.said = 'trying';
          this.tell({ kind: 'trying' }, GIVE_UP_AFTER_MILLIS);
        }
        return;
      case 'kept':
        if (waits.said === 'trying' || (aloud && waits.said === null)) {
          this.tellKept(waits);
        }
        return;
      case 'given-up':
        this.settle(waits.touch.op);
        this.tell({ kind: 'no-answer' }, KEPT_SHOWN_MILLIS);
        return;
    }
  }

  private tellKept(waits: Waiting): void {
    const { touch, kept } = waits;
    waits.said = 'kept';
    void kept.then((durable) => {
      if (this.waiting.has(touch.op)) {
        this.tell({ kind: 'kept', durable, connected: this.connected }, KEPT_SHOWN_MILLIS);
      }
    });
  }

  private putOff(waits: Waiting): void {
    waits.refusals += 1;
    const millis = Math.min(LONGEST_AGAIN_MILLIS, AGAIN_MILLIS * 2 ** Math.min(waits.refusals - 1, 10));
    waits.dueAtMillis = this.around.monotonic() + millis;
    if (waits.refusals === 1) {
      this.tellKept(waits);
    }
    this.plan(BEAT_MILLIS);
  }

  private settle(op: string): void {
    this.waiting.delete(op);
    this.memory.settle(op);
  }

  private transmit(waits: Waiting): void {
    const { touch } = waits;
    const again = touch.action.kind === 'check-in' ? this.around.monotonic() + AGAIN_MILLIS : Infinity;
    waits.dueAtMillis = again;
    this.send(frameOf(touch, this.standing(waits) !== 'fresh'));
  }

  /** Sends what is due, the youngest first: its person may still be there. */
  private run(atOnce: number): void {
    const now = this.around.monotonic();
    if (this.connected) {
      const due = this.all().filter((each) => each.dueAtMillis <= now);
      due.sort((one, other) => other.touch.touchedAtMillis - one.touch.touchedAtMillis);
      due.slice(0, atOnce).forEach((each) => this.transmit(each));
    }
    this.plan(BEAT_MILLIS);
  }

  private plan(soonestMillis: number): void {
    this.stopRun();
    const next = Math.min(...this.all().map((each) => each.dueAtMillis));
    if (this.connected && next < Infinity) {
      const millis = Math.max(soonestMillis, next - this.around.monotonic());
      this.stopRun = this.around.after(millis, () => this.run(1));
    }
  }
}
