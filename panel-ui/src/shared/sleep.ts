import type { Surroundings } from './surroundings';

/** Timers alone are never this late; less is not worth a new connection. */
const SLEPT_MILLIS = 5_000;

/** Notices that the machine slept: its monotonic time stood still then, its wall clock did not. */
export class Sleep {
  private readonly around: Surroundings;
  private wall: number;
  private monotonic: number;

  constructor(around: Surroundings) {
    this.around = around;
    this.wall = around.wall();
    this.monotonic = around.monotonic();
  }

  /** How long it slept since the last call; 0 if it did not. A clock that somebody sets ahead looks the same. */
  passed(): number {
    const [wall, monotonic] = [this.around.wall(), this.around.monotonic()];
    const slept = wall - this.wall - (monotonic - this.monotonic);
    this.wall = wall;
    this.monotonic = monotonic;
    return slept < SLEPT_MILLIS ? 0 : slept;
  }
}
