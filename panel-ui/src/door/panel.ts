import { AgentClock } from '../shared/agent-clock';
import { languageOf, voiceFor, type Voice, type Words } from '../shared/i18n';
import type { Identity } from '../shared/identity';
import { SECOND } from '../shared/instant';
import { Link } from '../shared/link';
import { newOperation } from '../shared/operation';
import { Pairing } from '../shared/pairing';
import type { Store } from '../shared/store';
import type { Surroundings } from '../shared/surroundings';
import type { Action, EdgeMessage, Hello, Outcome, Unlock } from '../shared/wire';
import { guessedNow, Memory } from './memory';
import { brightnessAt } from './glass';
import { nextTickMillis, screenOf, type Contact, type Knowledge, type Screen } from './screen';
import type { Sheet } from './sheets';
import { frameOf, GIVE_UP_AFTER_MILLIS, sameWish, standingOf, TRYING_AFTER_MILLIS } from './touches';
import type { Notice, Touch } from './touches';

const DONE_SHOWN_MILLIS = 5 * SECOND;
const REFUSAL_SHOWN_MILLIS = 25 * SECOND;
/** Nobody touched anything: the next person must find the door as it is, in the site's language. */
export const IDLE_MILLIS = 25 * SECOND;
const REMEMBER_AFTER_MILLIS = 1 * SECOND;
/** A store that does not even answer must not keep the door dark. */
const RECALL_LIMIT_MILLIS = 2 * SECOND;

export interface Place {
  readonly socketUrl: string;
  readonly key: string | null;
  /** The build of this page, as the edge names it; empty where nobody said. */
  readonly page: string;
  /** The words that came with the page, and whose they are. */
  readonly language: string;
  readonly words: Words;
  readonly store: Store;
  readonly identity: Identity;
  fill(bytes: Uint8Array<ArrayBuffer>): void;
  forgetKey(): void;
  reload(): void;
  /** The words of another language; null if they cannot be had. */
  fetchWords(language: string): Promise<Words | null>;
  /** Something to be seen has changed. */
  changed(): void;
}

/** Ways to show who one is that this page knows. */
const WAYS: readonly string[] = ['pin', 'badge'];

const NO_HOUSE = { locale: '', timeZone: 'UTC', hour12: false, languages: [], night: null, purple: false };
type House = Pick<Hello, keyof typeof NO_HOUSE>;

/**
 * Everything the screen depends on, in one place. What the room is like comes only from the edge; what is kept here
 * besides are the touches that wait for their answer, and what the person before the door has opened.
 */
export class Panel {
  knowledge: Knowledge = { kind: 'starting' };
  voice: Voice;
  /** The touches without an answer; a button whose touch is among them shows itself pressed. */
  touches: readonly Touch[] = [];
  notice: Notice | null = null;
  sheet: Sheet | null = null;
  house: House;
  /** The room's name also stands over the screens without a room, once it is known. */
  title = 'Lintel';
  now = 0;
  private contact: Contact = { kind: 'connected' };
  private awake = false;

  private readonly around: Surroundings;
  private readonly place: Place;
  private readonly clock: AgentClock;
  private readonly link: Link;
  private readonly memory: Memory;
  private hello: Hello | null = null;
  private page: string;
  private outdated = false;
  /** What the cloud has yet to agree to: its answer comes under the same operation, perhaps much later. */
  private proposed: Touch | null = null;
  private stopTick = nothing;
  private stopNotice = nothing;
  private stopIdle = nothing;
  private stopRemember: (() => void) | null = null;

  constructor(around: Surroundings, place: Place) {
    this.around = around;
    this.place = place;
    this.page = place.page;
    this.house = { ...NO_HOUSE, locale: place.language };
    this.voice = voiceFor(place.language, place.words, 'UTC', false);
    this.clock = new AgentClock(() => around.monotonic());
    this.memory = new Memory(place.store);
    const pairing = new Pairing(around, place.identity, (code) => this.learn({ kind: 'not-paired', code }));
    this.link = new Link(around, place.socketUrl, place.key, pairing, {
      message: (message) => this.heard(message),
      contact: (contact) => this.contactIs(contact),
      notPaired: () => this.notPaired(),
      keySpent: () => place.forgetKey(),
      seenSeq: () => (this.knowledge.kind === 'room' ? this.knowledge.room.seq : 0),
      page: () => place.page,
    });
  }

  get screen(): Screen {
    return screenOf(this.knowledge, this.now, this.contact);
  }

  /** Below 1 the screen is dimmed, and the next touch only wakes it. */
  get brightness(): number {
    const known = this.knowledge.kind === 'room' && this.knowledge.room.clock !== 'unknown';
    return this.awake || !known ? 1 : brightnessAt(this.voice.minuteOfDay(this.now), this.house.night);
  }

  /** True while a check-in lies here that the edge has not answered for a while. */
  get waiting(): boolean {
    return this.touches.some((each) => this.standing(each) === 'kept');
  }

  async start(): Promise<void> {
    const recalled = this.memory.recall(this.place.page);
    const late = new Promise<null>((resolve) => this.around.after(RECALL_LIMIT_MILLIS, () => resolve(null)));
    const found = await Promise.race([recalled, late]);
    if (found !== null) {
      const { last, touches } = found;
      const touchedAtMillis = this.around.monotonic() - GIVE_UP_AFTER_MILLIS;
      this.touches = touches.map((each) => ({ ...each, touchedAtMillis }));
      if (last !== null) {
        const now = guessedNow(last, this.around.wall());
        this.settleIn(last.hello);
        this.contact = { kind: 'lost', lastHeardAt: last.at };
        this.clock.heard(now ?? last.at);
        const room = now === null ? { ...last.room, clock: 'unknown' as const } : last.room;
        this.learn({ kind: 'room', room: { ...room, seq: 0 }, readable: true });
        this.tick();
      }
      if (touches.length > 0) {
        this.tell({ kind: 'kept', durable: true }, REFUSAL_SHOWN_MILLIS);
      }
    }
    this.place.changed();
    this.link.start();
  }

  pairWith(key: string): void {
    this.link.restart(key);
  }

  /** A finger or a key, anywhere: the screen is bright, and whatever is open stays a while longer. */
  touched(): void {
    const woken = !this.awake;
    this.awake = true;
    this.stopIdle();
    this.stopIdle = this.around.after(IDLE_MILLIS, () => this.idle());
    if (woken) {
      this.place.changed();
    }
  }

  private idle(): void {
    this.awake = false;
    this.sheet = null;
    this.speak(languageOf(this.house.locale));
    this.place.changed();
  }

  open(sheet: Sheet | null): void {
    this.sheet = sheet;
    if (sheet?.kind === 'rooms' && sheet.rooms === null) {
      this.send({ kind: 'find', minutes: 30 });
    }
    this.place.changed();
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
    const asked = this.knowledge.kind === 'room' ? this.knowledge.room.unlock[action.kind] : undefined;
    return (asked ?? []).filter((each) => WAYS.includes(each));
  }

  private send(action: Action, unlock?: Unlock): void {
    if (this.touches.some((each) => sameWish(each.action, action))) {
      return;
    }
    const touch: Touch = {
      op: newOperation((bytes) => this.place.fill(bytes)),
      action,
      unlock,
      touchedAtMillis: this.around.monotonic(),
      touchedAt: this.clock.now(),
    };
    this.touches = [...this.touches, touch];
    this.closeNotice();
    this.link.send(frameOf(touch, false));
    // What was shown to unlock it is written nowhere, so such a check-in lives in memory alone.
    const kept =
      action.kind === 'check-in' && unlock === undefined ? this.memory.keep(touch) : Promise.resolve(false);
    this.around.after(TRYING_AFTER_MILLIS, () => void kept.then((durable) => this.review(touch, durable)));
    this.around.after(GIVE_UP_AFTER_MILLIS, () => void kept.then((durable) => this.review(touch, durable)));
    this.place.changed();
  }

  closeNotice(): void {
    this.stopNotice();
    this.notice = null;
    this.place.changed();
  }

  /** Another language for the person before the door, until nobody is. */
  speak(language: string): void {
    if (language !== this.voice.language) {
      void this.translate(language);
    }
  }

  private async translate(language: string): Promise<void> {
    const own = language === this.place.language;
    const words = own ? this.place.words : await this.place.fetchWords(language);
    if (words === null) {
      this.tell({ kind: 'page-failed' }, REFUSAL_SHOWN_MILLIS);
    } else {
      const { locale, timeZone, hour12 } = this.house;
      this.voice = voiceFor(language === languageOf(locale) ? locale : language, words, timeZone, hour12);
      this.sheet = null;
    }
    this.place.changed();
  }

  private standing(touch: Touch): ReturnType<typeof standingOf> {
    return standingOf(touch, this.around.monotonic(), this.contact.kind === 'connected');
  }

  private review(touch: Touch, durable: boolean): void {
    if (!this.touches.includes(touch)) {
      return;
    }
    switch (this.standing(touch)) {
      case 'fresh':
        return;
      case 'trying':
        this.tell({ kind: 'trying' }, GIVE_UP_AFTER_MILLIS);
        return;
      case 'kept':
        this.tell({ kind: 'kept', durable }, REFUSAL_SHOWN_MILLIS);
        return;
      case 'given-up':
        this.settle(touch.op);
        this.sheet = null;
        this.tell({ kind: 'no-answer' }, REFUSAL_SHOWN_MILLIS);
        return;
    }
  }

  private heard(message: EdgeMessage): void {
    switch (message.kind) {
      case 'hello':
        this.clock.heard(message.now);
        this.settleIn(message);
        this.compare(message.ui);
        break;
      case 'state':
        this.clock.heard(message.room.now);
        this.learn({ kind: 'room', room: message.room, readable: true });
        this.rememberSoon();
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
    this.tick();
  }

  private learn(knowledge: Knowledge): void {
    this.knowledge = knowledge;
    this.title = knowledge.kind === 'room' ? knowledge.room.space.name : this.title;
    this.place.changed();
  }

  private settleIn(hello: Hello): void {
    const { locale, timeZone, hour12 } = hello;
    this.hello = hello;
    this.house = hello;
    const own = languageOf(locale) === this.place.language;
    this.voice = voiceFor(own ? locale : this.place.language, this.place.words, timeZone, hour12);
    if (!own) {
      void this.translate(languageOf(locale));
    }
  }

  /** A new page is taken when nobody is in the middle of something, and not sooner than a look at this one takes. */
  private compare(ui: string): void {
    this.page = this.page === '' ? ui : this.page;
    const outdated = this.page !== ui;
    if (outdated && !this.outdated) {
      this.around.after(IDLE_MILLIS, () => this.reloadIfQuiet());
    }
    this.outdated = outdated;
  }

  private reloadIfQuiet(): void {
    if (!this.outdated) {
      return;
    }
    if (this.awake || this.touches.length > 0) {
      this.around.after(IDLE_MILLIS, () => this.reloadIfQuiet());
      return;
    }
    this.place.reload();
  }

  /** A known message that makes no sense: the room may have changed unseen, so the page stops claiming to be live. */
  private unreadable(type: string): void {
    if (type === 'state' && this.knowledge.kind === 'room') {
      this.learn({ ...this.knowledge, readable: false });
    }
  }

  private answered(op: string, outcome: Outcome): void {
    const touch = this.touches.find((each) => each.op === op) ?? this.proposed;
    if (touch?.op !== op) {
      return;
    }
    this.settle(op);
    this.proposed = outcome.kind === 'proposed' ? touch : null;
    if (outcome.kind === 'refused' && /^unlock-(needed|wrong)$/.test(outcome.slug)) {
      const asked = this.waysFor(touch.action);
      const ways = asked.length > 0 ? asked : WAYS;
      this.open({ kind: 'unlock', action: touch.action, ways, typed: '', refused: outcome });
      return;
    }
    if (outcome.kind === 'found') {
      this.sheet = this.sheet?.kind === 'rooms' ? { kind: 'rooms', rooms: outcome.rooms } : this.sheet;
      this.closeNotice();
      return;
    }
    const shown = outcome.kind === 'refused' ? REFUSAL_SHOWN_MILLIS : DONE_SHOWN_MILLIS;
    this.tell({ kind: 'told', op, action: touch.action, outcome }, shown);
  }

  private settle(op: string): void {
    this.touches = this.touches.filter((each) => each.op !== op);
    this.memory.settle(op);
  }

  private contactIs(contact: 'connected' | 'lost'): void {
    if (contact === 'lost') {
      this.contact = {
        kind: 'lost',
        lastHeardAt: this.contact.kind === 'lost' ? this.contact.lastHeardAt : this.clock.now(),
      };
    } else {
      this.contact = { kind: 'connected' };
      for (const touch of this.touches) {
        this.link.send(frameOf(touch, this.standing(touch) !== 'fresh'));
      }
    }
    this.place.changed();
  }

  private notPaired(): void {
    if (this.knowledge.kind !== 'not-paired') {
      this.title = 'Lintel';
      this.knowledge = { kind: 'not-paired', code: null };
      this.touches.forEach((each) => this.settle(each.op));
      this.sheet = null;
      this.notice = null;
      this.memory.forget();
    }
    this.contact = { kind: 'connected' };
    this.place.changed();
  }

  private tell(notice: Notice, shownMillis: number): void {
    this.stopNotice();
    this.notice = notice;
    this.stopNotice = this.around.after(shownMillis, () => this.closeNotice());
    this.place.changed();
  }

  private tick(): void {
    this.stopTick();
    const now = this.clock.now();
    if (now !== null) {
      this.now = now;
      // A few milliseconds late is right, a few early would show the old minute for another whole one.
      this.stopTick = this.around.after(nextTickMillis(this.screen.face, now) + 5, () => this.tick());
      this.place.changed();
    }
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
