import { ar } from './ar';
import { de } from './de';
import { en } from './en';
import { es } from './es';
import { fr } from './fr';
import { voiceFor, type Voice, type Words } from './index';
import { pl } from './pl';
import type { Same } from './words';

/** The compiler refuses this list if a sentence of any language lost or gained a hole. */
const TRANSLATED: {
  readonly de: Same<typeof en, typeof de>;
  readonly fr: Same<typeof en, typeof fr>;
  readonly es: Same<typeof en, typeof es>;
  readonly pl: Same<typeof en, typeof pl>;
  readonly ar: Same<typeof en, typeof ar>;
} = { de, fr, es, pl, ar };

export const EVERY_LANGUAGE: Readonly<Record<string, Words>> = { en, ...TRANSLATED };

export const EVERY_VOICE: readonly (readonly [string, Voice])[] = Object.entries(EVERY_LANGUAGE).map(
  ([language, words]) => [language, voiceFor(language, words, 'Europe/Berlin', false)],
);
