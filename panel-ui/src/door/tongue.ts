import { languageOf, voiceFor, type Voice, type Words } from '../shared/i18n';
import type { Hello } from '../shared/wire';

const NO_HOUSE = { locale: '', timeZone: 'UTC', hour12: false, languages: [], night: null, purple: false };
export type House = Pick<Hello, keyof typeof NO_HOUSE>;

export interface WordsPlace {
  /** The words that came with the page, and whose they are. */
  readonly language: string;
  readonly words: Words;
  /** The words of another language; null if they cannot be had. */
  fetchWords(language: string): Promise<Words | null>;
}

/**
 * What the door speaks: the house's language, or for a while the one that the person before it has chosen. Of several
 * wishes the last one counts, whichever words come first.
 */
export class Tongue {
  house: House;
  voice: Voice;
  private words: Words;
  private chosen: string | null = null;
  private wish = 0;
  private readonly place: WordsPlace;
  private readonly changed: () => void;
  private readonly failed: () => void;

  constructor(place: WordsPlace, changed: () => void, failed: () => void) {
    this.place = place;
    this.changed = changed;
    this.failed = failed;
    this.house = { ...NO_HOUSE, locale: place.language };
    this.words = place.words;
    this.voice = this.voiceOf(place.language);
  }

  /** Takes the house's manners; what a person has chosen stays. */
  settleIn(house: House): void {
    const said = JSON.stringify([house.locale, house.timeZone, house.hour12]);
    const before = JSON.stringify([this.house.locale, this.house.timeZone, this.house.hour12]);
    this.house = house;
    if (said !== before) {
      this.voice = this.voiceOf(this.voice.language);
    }
    void this.turnTo(this.chosen ?? languageOf(house.locale), () => undefined);
  }

  speak(language: string): void {
    this.chosen = language;
    void this.turnTo(language, this.failed);
  }

  /** Nobody is there any more. */
  rest(): void {
    this.chosen = null;
    void this.turnTo(languageOf(this.house.locale), () => undefined);
  }

  private async turnTo(language: string, failed: () => void): Promise<void> {
    const wish = (this.wish += 1);
    if (language === this.voice.language) {
      return;
    }
    const own = language === this.place.language;
    const words = own ? this.place.words : await this.place.fetchWords(language);
    if (wish !== this.wish) {
      return;
    }
    if (words === null) {
      this.chosen = null;
      failed();
      return;
    }
    this.words = words;
    this.voice = this.voiceOf(language);
    this.changed();
  }

  private voiceOf(language: string): Voice {
    const { locale, timeZone, hour12 } = this.house;
    return voiceFor(language === languageOf(locale) ? locale : language, this.words, timeZone, hour12);
  }
}
