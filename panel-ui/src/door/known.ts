import { AgentClock } from '../shared/agent-clock';
import { SECOND, type Instant } from '../shared/instant';
import type { Code } from '../shared/pairing';
import type { Surroundings } from '../shared/surroundings';
import type { EdgeMessage, Hello, Room } from '../shared/wire';
import { guessedNow, type LastSeen, type Memory } from './memory';
import { screenOf, type Contact, type Knowledge, type Screen } from './screen';

const REMEMBER_AFTER_MILLIS = 1 * SECOND;

/** What the edge has told of the room, when, and what time it is there. */
export class Known {
  knowledge: Knowledge = { kind: 'starting' };
  /** The room's name also stands over the screens without a room, once it is known. */
  title = 'Lintel';
  /** The agent's time that the screen shows; it moves in ticks. */
  now: Instant = 0;
  contact: Contact = { kind: 'not-yet', lastHeardAt: null };
  private readonly around: Surroundings;
  private readonly memory: Memory;
  private readonly page: string;
  private readonly clock: AgentClock;
  private hello: Hello | null = null;
  private seq = 0;
  /** By the agent's clock, when it spoke last. */
  private heardAt: Instant | null = null;
  private stopRemember: (() => void) | null = null;

  constructor(around: Surroundings, memory: Memory, page: string) {
    this.around = around;
    this.memory = memory;
    this.page = page;
    this.clock = new AgentClock(() => around.monotonic());
  }

  get room(): Room | null {
    return this.knowledge.kind === 'room' ? this.knowledge.room : null;
  }

  get screen(): Screen {
    return screenOf(this.knowledge, this.now, this.contact);
  }

  /** Null while nobody can say. */
  time(): Instant | null {
    return this.room?.clock === 'unknown' ? null : this.clock.now();
  }

  /** Moves the time that is shown; null before the agent has told one. */
  tick(): Instant | null {
    const now = this.clock.now();
    this.now = now ?? this.now;
    return now;
  }

  /** The last room, as it may still be. */
  recall(last: LastSeen): void {
    const now = guessedNow(last, this.around.wall());
    this.hello = last.hello;
    this.heardAt = last.at;
    this.contact = { kind: 'not-yet', lastHeardAt: last.at };
    this.clock.heard(now ?? last.at);
    const room = now === null ? { ...last.room, clock: 'unknown' as const } : last.room;
    this.learn({ kind: 'room', room: { ...room, seq: 0 }, soundUntil: null });
  }

  heard(message: EdgeMessage): void {
    switch (message.kind) {
      case 'hello':
        this.clock.heard(message.now);
        this.seq = 0;
        this.hello = message;
        break;
      case 'state':
        this.state(message.room);
        break;
      case 'standby':
        this.clock.heard(message.now);
        this.learn(standby(message.reason));
        break;
      case 'ping':
        this.clock.heard(message.now);
        break;
      case 'unreadable':
        this.unreadable(message.type);
        break;
      case 'answer':
      case 'not-paired':
      case 'unknown':
        break;
    }
    this.heardAt = this.clock.now();
  }

  contactIs(kind: 'connected' | 'lost'): void {
    this.contact = kind === 'lost' ? { kind, lastHeardAt: this.heardAt } : { kind };
  }

  /** Until the edge speaks again, the tablet's clock says how much time went by. */
  slept(millis: number): void {
    this.clock.slept(millis);
  }

  /** True if this panel had a room until now, or might have had. */
  unpaired(code: Code | null): boolean {
    const before = this.knowledge.kind !== 'not-paired';
    if (before) {
      this.title = 'Lintel';
      this.stopRemember?.();
      this.stopRemember = null;
      this.memory.forget();
    }
    this.contact = { kind: 'connected' };
    this.learn({ kind: 'not-paired', code });
    return before;
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

  /** A known message that makes no sense: the room may have changed unseen, so the page stops claiming to be live. */
  private unreadable(type: string): void {
    if (type === 'state' && this.knowledge.kind === 'room') {
      const { room, soundUntil } = this.knowledge;
      this.learn({ kind: 'room', room, soundUntil: soundUntil ?? this.heardAt ?? room.now });
    }
  }

  private learn(knowledge: Knowledge): void {
    this.knowledge = knowledge;
    this.title = this.room?.space.name ?? this.title;
  }

  /** A busy minute is one write, so that a wall tablet's flash lasts. */
  private rememberSoon(): void {
    this.stopRemember ??= this.around.after(REMEMBER_AFTER_MILLIS, () => {
      this.stopRemember = null;
      const { hello, room, page } = this;
      const at = this.clock.now();
      if (hello !== null && at !== null && room !== null) {
        this.memory.remember({ page, hello, room, at, wall: this.around.wall() });
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
