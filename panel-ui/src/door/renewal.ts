import type { Surroundings } from '../shared/surroundings';

export interface RenewalPlace {
  /** The build of this page, as the edge names it; empty where nobody said. */
  readonly page: string;
  reload(): void;
}

/**
 * Takes a new page when the edge has one: when nobody is in the middle of something, and only if it can be had. A page
 * that is left for one that does not come is a dark door, because nothing would ever try again.
 */
export class Renewal {
  private readonly around: Surroundings;
  private readonly place: RenewalPlace;
  private readonly quiet: () => boolean;
  private readonly afterMillis: number;
  private page: string;
  private outdated = false;
  private planned = false;

  /** @param afterMillis not sooner than a look at this page takes */
  constructor(around: Surroundings, place: RenewalPlace, afterMillis: number, quiet: () => boolean) {
    this.around = around;
    this.place = place;
    this.afterMillis = afterMillis;
    this.quiet = quiet;
    this.page = place.page;
  }

  /** The edge has said which page it serves. */
  compare(ui: string): void {
    this.page = this.page === '' ? ui : this.page;
    this.outdated = this.page !== ui;
    this.plan();
  }

  private plan(): void {
    if (this.outdated && !this.planned) {
      this.planned = true;
      this.around.after(this.afterMillis, () => void this.reload());
    }
  }

  private async reload(): Promise<void> {
    if (this.outdated && this.quiet()) {
      const reply = await this.around.request('./', null);
      if (reply !== null && reply.status < 300 && this.outdated && this.quiet()) {
        this.place.reload();
        return;
      }
    }
    this.planned = false;
    this.plan();
  }
}
