import { AgentClock } from '../shared/agent-clock';
import { voiceFor, type Voice } from '../shared/i18n';
import { SECOND } from '../shared/instant';
import { Link } from '../shared/link';
import { newOperation } from '../shared/operation';
import type { Surroundings } from '../shared/surroundings';
import type { Action, EdgeMessage, Hello, Outcome } from '../shared/wire';
import { nextTickMillis, screenOf, type Contact, type Knowledge, type Screen } from './screen';
import {
  frameOf,
  standingOf,
  GIVE_UP_AFTER_MILLIS,
  TRYING_AFTER_MILLIS,
  type Notice,
  type Touch,
} from './touches';

const DONE_SHOWN_MILLIS = 5 * SECOND;
const REFUSAL_SHOWN_MILLIS = 25 * SECOND;

export interface Place {
  readonly socketUrl: string;
  readonly key: string | null;
  /** What the visitor's browser speaks, for the screens before the first hello. */
  readonly language: string;
  fill(bytes: Uint8Array<ArrayBuffer>): void;
  forgetKey(): void;
  reload(): void;
}

/**
 * Everything the screen depends on, in one place. What the room is like comes only from the edge; what is kept here
 * besides are the touches that wait for their answer.
 */
export class Panel {
  #knowledge = $state.raw<Knowledge>({ kind: 'starting' });
  #contact = $state.raw<Contact>({ kind: 'connected' });
  #voice = $state.raw<Voice>(voiceFor('en', 'UTC', false));
  #touches = $state.raw<readonly Touch[]>([]);
  #notice = $state.raw<Notice | null>(null);
  #now = $state.raw(0);
  readonly screen: Screen = $derived(screenOf(this.#knowledge, this.#now, this.#contact));

  private readonly around: Surroundings;
  private readonly place: Place;
  private readonly clock: AgentClock;
  private readonly link: Link;
  private page: string | null = null;
  private outdated = false;
  private stopTick: () => void = () => undefined;
  private stopNotice: () => void = () => undefined;

  constructor(around: Surroundings, place: Place) {
    this.around = around;
    this.place = place;
    this.#voice = voiceFor(place.language, 'UTC', false);
    this.clock = new AgentClock(() => around.monotonic());
    this.link = new Link(around, place.socketUrl, place.key, {
      message: (message) => this.heard(message),
      contact: (contact) => this.contactIs(contact),
      notPaired: () => this.notPaired(),
      keySpent: () => place.forgetKey(),
      seenSeq: () => (this.#knowledge.kind === 'room' ? this.#knowledge.room.seq : 0),
    });
  }

  start(): void {
    this.link.start();
  }

  pairWith(key: string): void {
    this.link.restart(key);
  }

  get knowledge(): Knowledge {
    return this.#knowledge;
  }

  get voice(): Voice {
    return this.#voice;
  }

  get now(): number {
    return this.#now;
  }

  get notice(): Notice | null {
    return this.#notice;
  }

  /** The touches without an answer; a button whose touch is among them shows itself pressed. */
  get touches(): readonly Touch[] {
    return this.#touches;
  }

  act(action: Action): void {
    if (this.#touches.some((each) => sameAction(each.action, action))) {
      return;
    }
    const touch: Touch = {
      op: newOperation((bytes) => this.place.fill(bytes)),
      action,
      touchedAtMillis: this.around.monotonic(),
    };
    this.#touches = [...this.#touches, touch];
    this.closeNotice();
    this.link.send(frameOf(touch));
    this.around.after(TRYING_AFTER_MILLIS, () => this.review(touch));
    this.around.after(GIVE_UP_AFTER_MILLIS, () => this.review(touch));
  }

  closeNotice(): void {
    this.stopNotice();
    this.#notice = null;
  }

  private review(touch: Touch): void {
    if (!this.#touches.includes(touch)) {
      return;
    }
    switch (standingOf(touch, this.around.monotonic(), this.#contact.kind === 'connected')) {
      case 'fresh':
        return;
      case 'trying':
        this.tell({ kind: 'trying' }, GIVE_UP_AFTER_MILLIS);
        return;
      case 'kept':
        this.tell({ kind: 'kept' }, REFUSAL_SHOWN_MILLIS);
        return;
      case 'given-up':
        this.settle(touch.op);
        this.tell({ kind: 'no-answer' }, REFUSAL_SHOWN_MILLIS);
        return;
    }
  }

  private heard(message: EdgeMessage): void {
    switch (message.kind) {
      case 'hello':
        this.hello(message);
        break;
      case 'state':
        this.clock.heard(message.room.now);
        this.#knowledge = { kind: 'room', room: message.room, readable: true };
        break;
      case 'answer':
        this.answered(message.op, message.outcome);
        break;
      case 'ping':
        this.clock.heard(message.now);
        break;
      case 'unreadable':
        this.unreadable(message.type);
        break;
      case 'unknown':
        break;
    }
    this.tick();
  }

  private hello(hello: Hello): void {
    this.clock.heard(hello.now);
    this.#voice = voiceFor(hello.locale, hello.timeZone, hello.hour12);
    this.page ??= hello.ui;
    this.outdated = this.page !== hello.ui;
    this.reloadIfQuiet();
  }

  /** A new page is taken when nobody is in the middle of something. */
  private reloadIfQuiet(): void {
    if (this.outdated && this.#touches.length === 0) {
      this.place.reload();
    }
  }

  /** A known message that makes no sense: the room may have changed unseen, so the page stops claiming to be live. */
  private unreadable(type: string): void {
    if (type === 'state' && this.#knowledge.kind === 'room') {
      this.#knowledge = { ...this.#knowledge, readable: false };
    }
  }

  private answered(op: string, outcome: Outcome): void {
    if (this.settle(op)) {
      this.tell(
        { kind: 'told', outcome },
        outcome.kind === 'done' ? DONE_SHOWN_MILLIS : REFUSAL_SHOWN_MILLIS,
      );
      this.reloadIfQuiet();
    }
  }

  private settle(op: string): boolean {
    const rest = this.#touches.filter((each) => each.op !== op);
    const settled = rest.length < this.#touches.length;
    this.#touches = rest;
    return settled;
  }

  private contactIs(contact: 'connected' | 'lost'): void {
    if (contact === 'lost') {
      this.#contact = { kind: 'lost', lastHeardAt: this.clock.now() };
      return;
    }
    this.#contact = { kind: 'connected' };
    for (const touch of this.#touches) {
      this.link.send(frameOf(touch));
    }
  }

  private notPaired(): void {
    this.#knowledge = { kind: 'not-paired' };
    this.#contact = { kind: 'connected' };
    this.#touches = [];
    this.closeNotice();
  }

  private tell(notice: Notice, shownMillis: number): void {
    this.stopNotice();
    this.#notice = notice;
    this.stopNotice = this.around.after(shownMillis, () => this.closeNotice());
  }

  private tick(): void {
    this.stopTick();
    const now = this.clock.now();
    if (now !== null) {
      this.#now = now;
      // A few milliseconds late is right, a few early would show the old minute for another whole one.
      this.stopTick = this.around.after(nextTickMillis(this.screen.face, now) + 5, () => this.tick());
    }
  }
}

export function sameAction(one: Action, other: Action): boolean {
  if (one.kind === 'book' || other.kind === 'book') {
    return one.kind === other.kind;
  }
  return one.kind === other.kind && one.booking === other.booking;
}
