// The letters of two languages alone, cut out of larger fonts, so that a Polish or Arabic door loads little more than an
// English one. Whoever writes a title in another language still gets the whole font. Hints, a third of each file, are
// left out: they straighten letters of ten pixels, and the smallest of a door are larger than that.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import subset from 'subset-font';

const LETTERS = {
  'barlow-latin.woff2': {
    from: '@fontsource/barlow-semi-condensed/files/barlow-semi-condensed-latin-600-normal.woff2',
    letters: null,
  },
  'barlow-polish.woff2': {
    from: '@fontsource/barlow-semi-condensed/files/barlow-semi-condensed-latin-ext-600-normal.woff2',
    letters: 'ĄąĆćĘęŁłŃńŚśŹźŻż',
  },
  'tajawal-arabic.woff2': {
    from: '@fontsource/tajawal/files/tajawal-arabic-700-normal.woff2',
    letters: String.fromCharCode(...Array.from({ length: 256 }, (_, at) => 0x600 + at)),
  },
};

export async function cutLetters(here) {
  const folder = join(here, 'target/letters');
  mkdirSync(folder, { recursive: true });
  for (const [name, { from, letters }] of Object.entries(LETTERS)) {
    const font = readFileSync(join(here, 'node_modules', from));
    writeFileSync(join(folder, name), await cut(font, letters));
  }
}

function cut(font, letters) {
  const keepAllGlyphs = letters === null;
  return subset(font, letters ?? '', { targetFormat: 'woff2', noHinting: true, keepAllGlyphs });
}
