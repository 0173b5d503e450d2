// One picture of every state: node dev/look.mjs first, then node dev/sheet.mjs; writes docs/door.png.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launch } from '../browser/launch.mjs';

const SHOWN = [
  'free',
  'free-soon',
  'check-in-early',
  'check-in-due',
  'in-use',
  'ending',
  'released',
  'provisional',
  'local',
  'cut-off',
  'time-unknown',
  'refused',
  'trying',
  'closed',
  'unpaired',
];
const COLUMNS = 3;
const WIDTH = 400;

const looks = SHOWN.map((name) =>
  fileURLToPath(new URL(`../target/looks/800x480-en-GB-${name}.png`, import.meta.url)),
);
const missing = looks.filter((file) => !existsSync(file));
if (missing.length > 0) {
  console.error(`Photograph the scenes first: npm run look. Missing: ${missing.join(', ')}`);
  process.exit(1);
}
const browser = await launch();
const page = await browser.newPage({ viewport: { width: COLUMNS * (WIDTH + 12) + 12, height: 400 } });
const images = looks.map(
  (file) => `<img src="data:image/png;base64,${readFileSync(file).toString('base64')}">`,
);
await page.setContent(
  `<style>body{margin:6px;background:#e7e8ea}img{display:block;float:left;width:${WIDTH}px;margin:6px}</style>${images.join('')}`,
);
await page.screenshot({
  path: fileURLToPath(new URL('../../docs/door.png', import.meta.url)),
  fullPage: true,
});
await browser.close();
