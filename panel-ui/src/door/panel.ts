import { AgentClock } from '../shared/agent-clock';
import type { Voice } from '../shared/i18n';
import type { Identity } from '../shared/identity';
import { SECOND, type Instant } from '../shared/instant';
import { Link } from '../shared/link';
import { newOperation } from '../shared/operation';
import { Pairing, type Code } from '../shared/pairing';
import type { Store } from '../shared/store';
import { within, type Surroundings } from '../shared/surroundings';
import type { Action, EdgeMessage, Hello, Outcome, Room, Unlock } from '../shared/wire';
import { brightnessAt } from './glass';
import { guessedNow, Memory, type LastSeen } from './memory';
import { Renewal, type RenewalPlace } from './renewal';
import { nextTickMillis, screenOf, type Contact, type Knowledge, type Screen } from './screen';
import { stands, type Sheet } from './sheets';
import { Tongue, type House, type WordsPlace } from './tongue';
import { TouchDesk } from './touch-desk';
import type { Notice, Touch } from './touches';

const DONE_SHOWN_MILLIS = 5 * SECOND;
const REFUSAL_SHOWN_MILLIS = 25 * SECOND;
/** Nobody touched anything: the next person must find the door as it is, in the site's language. */
export const IDLE_MILLIS = 25 * SECOND;
const REMEMBER_AFTER_MILLIS = 1 * SECOND;
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

/**
 * Everything the screen depends on, in one place. What the room is like comes only from the edge; what is kept here
 * besides is what the person before the door has opened, and what became of their last touch.
 */
export class Panel {
  knowledge: Knowledge = { kind: 'starting' };
  notice: Notice | null = null;
  sheet: Sheet | null = null;
  /** The room's name also stands over the screens without a room, once it is known. */
  title = 'Lintel';
  now = 0;
  private contact: Contact = { kind: 'not-yet', lastHeardAt: null };
  private awake = false;

  private readonly around: Surroundings;
  private readonly place: Place;
  private readonly clock: AgentClock;
  private readonly link: Link;
  private readonly memory: Memory;
  private readonly desk: TouchDesk;
  private readonly tongue: Tongue;
  private readonly renewal: Renewal;
  private hello: Hello | null = null;
  private seq = 0;
  /** By the agent's clock, when it spoke last. */
  private heardAt: Instant | null = null;
  private stopTick = nothing;
  private stopNotice = nothing;
  private stopIdle = nothing;
  private stopRemember: (() => void) | null = null;

  constructor(around: Surroundings, place: Place) {
    this.around = around;
    this.place = place;
    this.clock = new AgentClock(() => around.monotonic());
    this.memory = new Memory(around, place.store);
    this.tongue = new Tongue(
      place,
      () => this.changed(),
      () => this.tell({ kind: 'page-failed' }, REFUSAL_SHOWN_MILLIS),
    );
    this.renewal = new Renewal(around, place, IDLE_MILLIS, () => this.isQuiet());
    this.desk = new TouchDesk(
      around,
      this.memory,
      (frame) => this.link.send(frame),
      (notice, shownMillis) => this.tell(notice, shownMillis),
    );
    this.link = new Link(around, place.socketUrl, place.key, new Pairing(around, place.identity), {
      message: (message) => this.heard(message),
      contact: (contact) => this.contactIs(contact),
      notPaired: (code) => this.notPaired(code),
      slept: (millis) => this.slept(millis),
      keySpent: () => place.forgetKey(),
      seenSeq: () => (this.knowledge.kind === 'room' ? this.knowledge.room.seq : 0),
      page: () => place.page,
    });
  }

  get screen(): Screen {
    return screenOf(this.knowledge, this.now, this.contact);
  }

  get voice(): Voice {
    return this.tongue.voice;
  }

  get house(): House {
    return this.tongue.house;
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
    const known = this.knowledge.kind === 'room' && this.knowledge.room.clock !== 'unknown';
    return this.awake || !known ? 1 : brightnessAt(this.voice.minuteOfDay(this.now), this.house.night);
  }

  async start(): Promise<void> {
    const recalled = this.memory.recall(this.place.page);
    const found = await within(this.around, RECALL_LIMIT_MILLIS, recalled);
    if (found?.last) {
      this.recall(found.last);
    }
    // However late the store answers, what lies in it was promised to somebody.
    void recalled.then(({ touches }) => {
      if (this.knowledge.kind !== 'not-paired' && this.desk.adopt(touches)) {
        this.tell({ kind: 'kept', durable: true, connected: false }, REFUSAL_SHOWN_MILLIS);
      }
    });
    this.changed();
    this.link.start();
  }

  private recall(last: LastSeen): void {
    const now = guessedNow(last, this.around.wall());
    this.settleIn(last.hello);
    this.heardAt = last.at;
    this.contact = { kind: 'not-yet', lastHeardAt: last.at };
    this.clock.heard(now ?? last.at);
    const room = now === null ? { ...last.room, clock: 'unknown' as const } : last.room;
    this.learn({ kind: 'room', room: { ...room, seq: 0 }, soundUntil: null });
    this.tick();
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
    const woken = !this.awake;
    this.awake = true;
    this.idleSoon();
    if (woken) {
      this.changed();
    }
  }

  private idleSoon(): void {
    this.stopIdle();
    this.stopIdle = this.around.after(IDLE_MILLIS, () => this.idle());
  }

  private idle(): void {
    this.awake = false;
    this.sheet = null;
    this.tongue.rest();
    this.changed();
  }

  private isQuiet(): boolean {
    return !this.awake && this.contact.kind === 'connected' && this.desk.quiet;
  }

  open(sheet: Sheet | null): void {
    this.sheet = sheet;
    if (sheet !== null) {
      this.idleSoon();
    }
    if (sheet?.kind === 'rooms' && sheet.rooms === null) {
      this.send({ kind: 'find', minutes: 30 });
    }
    this.changed();
  }

  /** Says the wish to the edge, after asking for what the room wants to see with it. */
  act(action: Action): void {
    const ways = this.waysFor(action);
    if (ways.length > 0) {
      this.open({ kind: 'unlock', action, ways, typed: '', refused: null });
      return;
    }
    this.sheet = null;
    this.send(action);
  }

  unlock(unlock: Unlock): void {
    if (this.sheet?.kind === 'unlock') {
      const { action } = this.sheet;
      this.sheet = null;
      this.send(action, unlock);
    }
  }

  private waysFor(action: Action): readonly string[] {
    const asked = this.room?.unlock[action.kind];
    return (asked ?? []).filter((each) => WAYS.includes(each));
  }

  private get room(): Room | null {
    return this.knowledge.kind === 'room' ? this.knowledge.room : null;
  }

  private send(action: Action, unlock?: Unlock): void {
    const taken = this.desk.take({
      op: newOperation((bytes) => this.place.fill(bytes)),
      action,
      unlock,
      touchedAtMillis: this.around.monotonic(),
      touchedAt: this.room?.clock === 'unknown' ? null : this.clock.now(),
    });
    if (taken) {
      this.closeNotice();
    }
    this.changed();
  }

  closeNotice(): void {
    this.stopNotice();
    this.notice = null;
    this.changed();
  }

  /** Another language for the person before the door, until nobody is. */
  speak(language: string): void {
    this.tongue.speak(language);
  }

  private heard(message: EdgeMessage): void {
    switch (message.kind) {
      case 'hello':
        this.clock.heard(message.now);
        this.seq = 0;
        this.settleIn(message);
        this.renewal.compare(message.ui);
        break;
      case 'state':
        this.state(message.room);
        break;
      case 'standby':
        this.clock.heard(message.now);
        this.learn(standby(message.reason));
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
      case 'not-paired':
      case 'unknown':
        break;
    }
    this.heardAt = this.clock.now();
    this.tick();
  }

  /** What an old message of this connection says is over; a new connection may be to an edge that counts anew. */
  private state(room: Room): void {
    if (room.seq !== 0 && room.seq < this.seq) {
      return;
    }
    this.seq = room.seq;
    this.clock.heard(room.now);
    this.learn({ kind: 'room', room, soundUntil: null });
    this.rememberSoon();
  }

  private learn(knowledge: Knowledge): void {
    this.knowledge = knowledge;
    this.title = knowledge.kind === 'room' ? knowledge.room.space.name : this.title;
    this.changed();
  }

  private settleIn(hello: Hello): void {
    this.hello = hello;
    this.tongue.settleIn(hello);
  }

  /** A known message that makes no sense: the room may have changed unseen, so the page stops claiming to be live. */
  private unreadable(type: string): void {
    if (type === 'state' && this.knowledge.kind === 'room') {
      const { room, soundUntil } = this.knowledge;
      this.learn({ kind: 'room', room, soundUntil: soundUntil ?? this.heardAt ?? room.now });
    }
  }

  private answered(op: string, outcome: Outcome): void {
    const touch = this.desk.answered(op, outcome);
    if (touch === null) {
      return;
    }
    const { action, touchedAtMillis } = touch;
    if (this.sheet?.kind === 'rooms' && this.sheet.rooms === null && action.kind === 'find') {
      this.sheet = outcome.kind === 'found' ? { kind: 'rooms', rooms: outcome.rooms } : null;
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
    this.tell({ kind: 'told', op, action, outcome }, shown);
  }

  private contactIs(contact: 'connected' | 'lost'): void {
    this.contact = contact === 'lost' ? { kind: contact, lastHeardAt: this.heardAt } : { kind: contact };
    this.desk.connectionIs(contact === 'connected');
    this.changed();
  }

  /** Until the edge speaks again, the tablet's clock says how much time went by. */
  private slept(millis: number): void {
    this.clock.slept(millis);
    this.desk.slept(millis);
    this.tick();
  }

  private notPaired(code: Code | null): void {
    if (this.knowledge.kind !== 'not-paired') {
      this.title = 'Lintel';
      this.sheet = null;
      this.closeNotice();
      this.memory.forget();
      if (this.desk.clear()) {
        this.tell({ kind: 'dropped' }, REFUSAL_SHOWN_MILLIS);
      }
    }
    this.contact = { kind: 'connected' };
    this.learn({ kind: 'not-paired', code });
  }

  private tell(notice: Notice, shownMillis: number): void {
    this.stopNotice();
    this.notice = notice;
    if (notice.kind === 'no-answer' && this.sheet?.kind === 'rooms' && this.sheet.rooms === null) {
      this.sheet = null;
    }
    this.stopNotice = this.around.after(shownMillis, () => this.closeNotice());
    this.changed();
  }

  private tick(): void {
    this.stopTick();
    if (this.link.look()) {
      return;
    }
    const now = this.clock.now();
    if (now !== null) {
      this.now = now;
      // A few milliseconds late is right, a few early would show the old minute for another whole one.
      this.stopTick = this.around.after(nextTickMillis(this.screen.face, now) + 5, () => this.tick());
      this.changed();
    }
  }

  /** What is open over a screen that has changed under it closes, before anybody answers an old question. */
  private changed(): void {
    if (this.sheet !== null && !stands(this.sheet, this.screen)) {
      this.sheet = null;
    }
    this.place.changed();
  }

  /** A busy minute is one write, so that a wall tablet's flash lasts. */
  private rememberSoon(): void {
    this.stopRemember ??= this.around.after(REMEMBER_AFTER_MILLIS, () => {
      this.stopRemember = null;
      const at = this.clock.now();
      if (this.hello !== null && at !== null && this.knowledge.kind === 'room') {
        const { hello, knowledge } = this;
        const [{ page }, wall] = [this.place, this.around.wall()];
        this.memory.remember({ page, hello, room: knowledge.room, at, wall });
      }
    });
  }
}

function standby(reason: string): Knowledge {
  switch (reason) {
    case 'updating':
    case 'rebuilding':
      return { kind: 'updating' };
    case 'out-of-service':
      return { kind: 'out-of-service' };
    default:
      return { kind: 'starting' };
  }
}

function nothing(): void {
  // There is no timer to stop yet.
}
