import { SECOND } from '../shared/instant';
import type { Surroundings } from '../shared/surroundings';
import { stands, type Sheet } from './sheets';
import type { Screen } from './screen';
import type { Notice } from './touches';

/** Nobody touched anything: the next person must find the door as it is, in the site's language. */
export const IDLE_MILLIS = 25 * SECOND;

/** The person before the door: whether there is one, what they have opened, and what they are told. */
export class Visitor {
  notice: Notice | null = null;
  sheet: Sheet | null = null;
  /** True while somebody touched the screen a short while ago. */
  there = false;
  private readonly around: Surroundings;
  private readonly changed: () => void;
  private readonly left: () => void;
  private stopNotice = nothing;
  private stopIdle = nothing;

  constructor(around: Surroundings, changed: () => void, left: () => void) {
    this.around = around;
    this.changed = changed;
    this.left = left;
  }

  touched(): void {
    const woken = !this.there;
    this.there = true;
    this.leaveSoon();
    if (woken) {
      this.changed();
    }
  }

  /** Nothing stays open over the door for the next person to find, whoever opened it. */
  open(sheet: Sheet | null): void {
    this.sheet = sheet;
    if (sheet !== null) {
      this.leaveSoon();
    }
    this.changed();
  }

  /** What is open over a screen that has changed under it closes, before anybody answers an old question. */
  look(screen: Screen): void {
    if (this.sheet !== null && !stands(this.sheet, screen)) {
      this.sheet = null;
    }
  }

  tell(notice: Notice, shownMillis: number): void {
    this.stopNotice();
    this.notice = notice;
    if (notice.kind === 'no-answer' && this.searches()) {
      this.sheet = null;
    }
    this.stopNotice = this.around.after(shownMillis, () => this.closeNotice());
    this.changed();
  }

  closeNotice(): void {
    this.stopNotice();
    this.notice = null;
    this.changed();
  }

  /** True while a search for rooms has brought nothing yet. */
  searches(): boolean {
    return this.sheet?.kind === 'rooms' && this.sheet.rooms === null;
  }

  private leaveSoon(): void {
    this.stopIdle();
    this.stopIdle = this.around.after(IDLE_MILLIS, () => {
      this.there = false;
      this.sheet = null;
      this.left();
      this.changed();
    });
  }
}

function nothing(): void {
  // There is no timer to stop yet.
}
