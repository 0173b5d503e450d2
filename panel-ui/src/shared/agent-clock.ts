import type { Instant } from './instant';

/** A message that lay in a buffer makes the agent look slower than it is; up to this much is taken as delay. */
const DELAY_MILLIS = 1_000;

/**
 * The agent's time, kept as an offset to this machine's monotonic time. The tablet's own clock takes no part: several
 * panels of one room must count down together, and wall tablets are often minutes wrong.
 */
export class AgentClock {
  private readonly monotonic: () => number;
  private offset: number | null = null;

  constructor(monotonic: () => number) {
    this.monotonic = monotonic;
  }

  heard(agentNow: Instant): void {
    const offset = agentNow - this.monotonic();
    const behind = this.offset === null ? -1 : this.offset - offset;
    if (behind < 0 || behind > DELAY_MILLIS) {
      this.offset = offset;
    }
  }

  /** The machine slept for so long, and its monotonic time slept with it. */
  slept(millis: number): void {
    this.offset = this.offset === null ? null : this.offset + millis;
  }

  /** Null until the agent has spoken once. */
  now(): Instant | null {
    return this.offset === null ? null : this.offset + this.monotonic();
  }
}
