import type { Instant } from '../shared/instant';
import type { Store } from '../shared/store';
import { within, type Surroundings } from '../shared/surroundings';
import type { Hello, Room } from '../shared/wire';
import type { KeptTouch, Touch } from './touches';

/** What a restart without the edge shows: the last room, and how long ago that was by the tablet's own clock. */
export interface LastSeen {
  readonly page: string;
  readonly hello: Hello;
  readonly room: Room;
  readonly at: Instant;
  readonly wall: number;
}

const LAST = 'last';
const TOUCH = 'touch:';
/** A store that does not even answer keeps nobody waiting for word of their check-in. */
const KEEP_LIMIT_MILLIS = 2_000;

/** The panel's part of the store. */
export class Memory {
  private readonly around: Surroundings;
  private readonly store: Store;

  constructor(around: Surroundings, store: Store) {
    this.around = around;
    this.store = store;
  }

  async recall(page: string): Promise<{ last: LastSeen | null; touches: readonly KeptTouch[] }> {
    const all = await this.store.all();
    const last = all.get(LAST) as LastSeen | undefined;
    const touches = Array.from(all)
      .filter(([name]) => name.startsWith(TOUCH))
      .map(([, touch]) => touch as KeptTouch);
    // Another build may have written it in another shape.
    return { last: last?.page === page ? last : null, touches };
  }

  remember(last: LastSeen): void {
    void this.store.put(LAST, last);
  }

  forget(): void {
    void this.store.drop(LAST);
  }

  /** True once the touch would survive a power cut; false where nobody can say so. */
  async keep({ op, action, touchedAt }: Touch): Promise<boolean> {
    const put = this.store.put(TOUCH + op, { op, action, touchedAt });
    return (await within(this.around, KEEP_LIMIT_MILLIS, put)) ?? false;
  }

  settle(op: string): void {
    void this.store.drop(TOUCH + op);
  }
}

/** The agent's time after a restart, as far as the tablet's clock can say; null if that clock was set back meanwhile. */
export function guessedNow(last: LastSeen, wall: number): Instant | null {
  const away = wall - last.wall;
  return away >= 0 ? last.at + away : null;
}
