// What a browser loads for the door, zipped. The words are data and no script; letters load where they are shown.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

export function sizesOf(door) {
  const names = readdirSync(join(door, 'assets')).map((name) => join('assets', name));
  const zipped = (name) => {
    const bytes = readFileSync(join(door, name));
    // Fonts are packed already, and no server packs them again.
    return name.endsWith('.woff2') ? bytes.length : gzipSync(bytes, { level: 9 }).length;
  };
  const sum = (pattern) =>
    names.filter((name) => pattern.test(name)).reduce((all, name) => all + zipped(name), 0);
  const script = sum(/\.js$/);
  const english = script + sum(/\.css$/) + sum(/barlow-latin-.*woff2$/) + zipped('index.html');
  return {
    scripts: names.filter((name) => name.endsWith('.js')).length,
    script,
    styles: sum(/\.css$/),
    words: zipped('words/en.json'),
    english,
    polish: english + sum(/barlow-polish-.*woff2$/),
    arabic: english + sum(/tajawal-arabic-.*woff2$/),
  };
}
