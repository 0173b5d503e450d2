// Photographs scenes: node dev/look.mjs [WIDTHxHEIGHT] [locale] [scene ...], into target/looks.
import { mkdirSync } from 'node:fs';
import { launch } from '../browser/launch.mjs';
import { fakeEdge } from './fake-edge.mjs';
import { NOON_OF_SCENES, SCENES } from './rooms.mjs';

const [size = '800x480', locale = 'en-GB', ...chosen] = process.argv.slice(2);
const [width, height] = size.split('x').map(Number);
const edge = await fakeEdge({ now: NOON_OF_SCENES, locale });
const browser = await launch();
mkdirSync('target/looks', { recursive: true });
for (const name of chosen.length > 0 ? chosen : [...SCENES, 'unpaired']) {
  const context = await browser.newContext({ viewport: { width, height }, locale, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.on('console', (message) => console.log(name, message.text()));
  page.on('pageerror', (error) => console.log(name, error.message));
  await page.goto(`${edge.url}#${name}`);
  await page
    .locator(name === 'unpaired' ? 'main[data-screen=not-paired]' : 'main:not([data-screen=starting])')
    .waitFor({ timeout: 5000 })
    .catch((e) => console.log(name, e.message));
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `target/looks/${size}-${locale}-${name}.png` });
  await context.close();
}
await browser.close();
await edge.stop();
