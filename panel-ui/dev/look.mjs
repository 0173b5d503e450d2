// Photographs scenes: node dev/look.mjs [WIDTHxHEIGHT] [locale] [scene ...], into target/looks.
import { mkdirSync } from 'node:fs';
import { launch } from '../browser/launch.mjs';
import { fakeEdge } from './fake-edge.mjs';
import { SCENES_NOW, SCENES } from './rooms.mjs';

const [size = '800x480', locale = 'en-GB', ...chosen] = process.argv.slice(2);
const [width, height] = size.split('x').map(Number);
const edge = await fakeEdge({ now: SCENES_NOW, locale });
const browser = await launch();
const scenes = { 'cut-off': 'check-in-due', refused: 'check-in-due', trying: 'check-in-due' };
const acts = {
  'cut-off': async (page) => {
    edge.cut();
    await page.locator('main[data-link=cut-off]').waitFor();
  },
  refused: async (page) => {
    const facts = { start: '2026-11-23T10:00:00Z', end: '2026-11-23T11:30:00Z' };
    edge.answer = { slug: 'taken', title: 'Already taken', detail: 'Taken.', facts };
    await page.getByRole('button').first().click();
    await page.locator('[data-notice=refused]').waitFor();
  },
  trying: async (page) => {
    edge.answer = 'silence';
    await page.getByRole('button').first().click();
    await page.locator('[data-notice=trying]').waitFor();
  },
};
mkdirSync('target/looks', { recursive: true });
for (const name of chosen.length > 0 ? chosen : [...SCENES, 'unpaired', 'cut-off', 'refused', 'trying']) {
  const context = await browser.newContext({ viewport: { width, height }, locale, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.log(name, error.message));
  await page.goto(`${edge.url}#${scenes[name] ?? name}`);
  await page
    .locator(name === 'unpaired' ? 'main[data-screen=not-paired]' : 'main:not([data-screen=starting])')
    .waitFor({ timeout: 5000 });
  await acts[name]?.(page);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `target/looks/${size}-${locale}-${name}.png` });
  await context.close();
  edge.heal();
  edge.answer = 'done';
}
await browser.close();
await edge.stop();
