import type { Voice } from '../shared/i18n';
import type { Identity } from '../shared/identity';
import { SECOND } from '../shared/instant';
import { Link } from '../shared/link';
import { newOperation } from '../shared/operation';
import { Pairing, type Code } from '../shared/pairing';
import type { Store } from '../shared/store';
import { within, type Surroundings } from '../shared/surroundings';
import type { Action, EdgeMessage, Outcome, Unlock } from '../shared/wire';
import { brightnessAt } from './glass';
import { Known } from './known';
import { Memory } from './memory';
import { Renewal, type RenewalPlace } from './renewal';
import { nextTickMillis, type Knowledge, type Screen } from './screen';
import type { Sheet } from './sheets';
import { Tongue, type House, type WordsPlace } from './tongue';
import { TouchDesk } from './touch-desk';
import type { Notice, Touch } from './touches';
import { IDLE_MILLIS, Visitor } from './visitor';

const DONE_SHOWN_MILLIS = 5 * SECOND;
const REFUSAL_SHOWN_MILLIS = 25 * SECOND;
/** A store that does not even answer must not keep the door dark. */
const RECALL_LIMIT_MILLIS = 2 * SECOND;

export interface Place extends WordsPlace, RenewalPlace {
  readonly socketUrl: string;
  readonly key: string | null;
  readonly store: Store;
  readonly identity: Identity;
  fill(bytes: Uint8Array<ArrayBuffer>): void;
  forgetKey(): void;
  /** Something to be seen has changed. */
  changed(): void;
}

/** Ways to show who one is that this page knows. */
const WAYS: readonly string[] = ['pin', 'badge'];

/** Everything the screen depends on: brings together what is known, who stands before the door, and what they touched. */
export class Panel {
  private readonly around: Surroundings;
  private readonly place: Place;
  private readonly memory: Memory;
  private readonly known: Known;
  private readonly visitor: Visitor;
  private readonly desk: TouchDesk;
  private readonly tongue: Tongue;
  private readonly renewal: Renewal;
  private readonly link: Link;
  private stopTick: () => void = () => undefined;

  constructor(around: Surroundings, place: Place) {
    const changed = (): void => this.changed();
    const tell = (notice: Notice, shownMillis: number): void => this.visitor.tell(notice, shownMillis);
    this.around = around;
    this.place = place;
    this.memory = new Memory(around, place.store);
    this.known = new Known(around, this.memory, place.page);
    this.visitor = new Visitor(around, changed, () => this.tongue.rest());
    this.desk = new TouchDesk(around, this.memory, (frame) => this.link.send(frame), tell);
    this.tongue = new Tongue(place, changed, () => tell({ kind: 'page-failed' }, REFUSAL_SHOWN_MILLIS));
    this.renewal = new Renewal(around, place, IDLE_MILLIS, () => this.isQuiet());
    this.link = new Link(around, place.socketUrl, place.key, new Pairing(around, place.identity), {
      message: (message) => this.heard(message),
      contact: (contact) => this.contactIs(contact),
      notPaired: (code) => this.notPaired(code),
      slept: (millis) => this.slept(millis),
      keySpent: () => place.forgetKey(),
      seenSeq: () => this.known.room?.seq ?? 0,
      page: () => place.page,
    });
  }

  get knowledge(): Knowledge {
    return this.known.knowledge;
  }

  get screen(): Screen {
    return this.known.screen;
  }

  get now(): number {
    return this.known.now;
  }

  get title(): string {
    return this.known.title;
  }

  get voice(): Voice {
    return this.tongue.voice;
  }

  get house(): House {
    return this.tongue.house;
  }

  get notice(): Notice | null {
    return this.visitor.notice;
  }

  get sheet(): Sheet | null {
    return this.visitor.sheet;
  }

  /** The touches without an answer; a button whose touch is among them shows itself pressed. */
  get touches(): readonly Touch[] {
    return this.desk.touches;
  }

  /** True while somebody may still wait for the answer to a touch. */
  get sending(): boolean {
    return this.desk.sending;
  }

  /** True while a check-in lies here that the edge has not answered for a while. */
  get waiting(): boolean {
    return this.desk.keeps;
  }

  /** Below 1 the screen is dimmed, and the next touch only wakes it. */
  get brightness(): number {
    const known = this.known.room !== null && this.known.room.clock !== 'unknown';
    return this.visitor.there || !known
      ? 1
      : brightnessAt(this.voice.minuteOfDay(this.now), this.house.night);
  }

  async start(): Promise<void> {
    const recalled = this.memory.recall(this.place.page);
    const found = await within(this.around, RECALL_LIMIT_MILLIS, recalled);
    if (found?.last) {
      this.tongue.settleIn(found.last.hello);
      this.known.recall(found.last);
      this.tick();
    }
    // However late the store answers, what lies in it was promised to somebody.
    void recalled.then(({ touches }) => {
      if (this.knowledge.kind !== 'not-paired' && this.desk.adopt(touches)) {
        const connected = this.known.contact.kind === 'connected';
        this.visitor.tell({ kind: 'kept', durable: true, connected }, REFUSAL_SHOWN_MILLIS);
      }
    });
    this.changed();
    this.link.start();
  }

  pairWith(key: string): void {
    this.link.restart(key);
  }

  /** The page may have slept, and is looked at again. */
  woke(): void {
    this.link.look();
  }

  /** A finger or a key, anywhere: the screen is bright, and whatever is open stays a while longer. */
  touched(): void {
    this.visitor.touched();
  }

  open(sheet: Sheet | null): void {
    this.visitor.open(sheet);
    if (this.visitor.searches()) {
      this.send({ kind: 'find', minutes: 30 });
    }
  }

  /** Says the wish to the edge, after asking for what the room wants to see with it. */
  act(action: Action): void {
    const ways = this.waysFor(action);
    if (ways.length > 0) {
      this.open({ kind: 'unlock', action, ways, typed: '', refused: null });
      return;
    }
    this.visitor.sheet = null;
    this.send(action);
  }

  unlock(unlock: Unlock): void {
    const { sheet } = this;
    if (sheet?.kind === 'unlock') {
      this.visitor.sheet = null;
      this.send(sheet.action, unlock);
    }
  }

  closeNotice(): void {
    this.visitor.closeNotice();
  }

  /** Another language for the person before the door, until nobody is. */
  speak(language: string): void {
    this.tongue.speak(language);
  }

  private waysFor(action: Action): readonly string[] {
    return (this.known.room?.unlock[action.kind] ?? []).filter((each) => WAYS.includes(each));
  }

  private send(action: Action, unlock?: Unlock): void {
    // A tablet that has just woken must not take the time before its sleep for the time of this touch.
    this.link.look();
    const op = newOperation((bytes) => this.place.fill(bytes));
    const touchedAtMillis = this.around.monotonic();
    if (this.desk.take({ op, action, unlock, touchedAtMillis, touchedAt: this.known.time() })) {
      this.closeNotice();
    }
    this.changed();
  }

  private isQuiet(): boolean {
    return !this.visitor.there && this.known.contact.kind === 'connected' && this.desk.quiet;
  }

  private heard(message: EdgeMessage): void {
    this.known.heard(message);
    if (message.kind === 'hello') {
      this.tongue.settleIn(message);
      this.renewal.compare(message.ui);
    }
    if (message.kind === 'answer') {
      this.answered(message.op, message.outcome);
    }
    this.changed();
    this.tick();
  }

  private answered(op: string, outcome: Outcome): void {
    const touch = this.desk.answered(op, outcome);
    if (touch === null) {
      return;
    }
    const { action, touchedAtMillis } = touch;
    if (action.kind === 'find' && this.visitor.searches()) {
      this.visitor.sheet = outcome.kind === 'found' ? { kind: 'rooms', rooms: outcome.rooms } : null;
    }
    if (outcome.kind === 'found') {
      this.closeNotice();
      return;
    }
    // Asked of somebody who is still there; over an empty corridor a question would only hide the door.
    const there = this.around.monotonic() - touchedAtMillis < IDLE_MILLIS;
    if (there && outcome.kind === 'refused' && /^unlock-(needed|wrong)$/.test(outcome.slug)) {
      const asked = this.waysFor(action);
      const ways = asked.length > 0 ? asked : WAYS;
      this.open({ kind: 'unlock', action, ways, typed: '', refused: outcome });
      return;
    }
    const shown = outcome.kind === 'refused' ? REFUSAL_SHOWN_MILLIS : DONE_SHOWN_MILLIS;
    this.visitor.tell({ kind: 'told', op, action, outcome }, shown);
  }

  private contactIs(contact: 'connected' | 'lost'): void {
    this.known.contactIs(contact);
    this.desk.connectionIs(contact === 'connected');
    this.changed();
  }

  private slept(millis: number): void {
    this.known.slept(millis);
    this.desk.slept(millis);
    this.tick();
  }

  private notPaired(code: Code | null): void {
    if (this.known.unpaired(code)) {
      this.visitor.sheet = null;
      this.closeNotice();
      if (this.desk.clear()) {
        this.visitor.tell({ kind: 'dropped' }, REFUSAL_SHOWN_MILLIS);
      }
    }
    this.changed();
  }

  private tick(): void {
    this.stopTick();
    const now = this.known.tick();
    if (now !== null) {
      // A few milliseconds late is right, a few early would show the old minute for another whole one.
      this.stopTick = this.around.after(nextTickMillis(this.screen.face, now) + 5, () => this.tick());
      this.changed();
    }
  }

  private changed(): void {
    this.visitor.look(this.screen);
    this.place.changed();
  }
}
