// Takes a picture of each named state: scenes as they are, and what a finger or a cut makes of them.
import { fakeEdge } from './fake-edge.mjs';
import { SCENES_NOW } from './rooms.mjs';

const button = (page, name) => page.locator(`.tool:nth-of-type(${name})`);
const tool = { later: 1, rooms: 2, report: 3, language: 4 };
const openTool = (name) => async (page) => {
  await button(page, tool[name]).click();
  await page.locator(`[data-sheet=${name}] button:not([disabled])`).first().waitFor();
};

/** States that are more than a scene: which scene they begin with, and what happens then. */
const acts = {
  unpaired: ['nobody'],
  pairing: ['nobody'],
  'cut-off': [
    'check-in-due',
    async (page, edge) => {
      edge.cut();
      await page.locator('main[data-link=cut-off]').waitFor();
    },
  ],
  kept: [
    'check-in-due',
    async (page, edge) => {
      edge.cut();
      await page.locator('main[data-link=cut-off]').waitFor();
      await page.locator('.act button').first().click();
      await page.locator('[data-notice=kept]').waitFor();
    },
  ],
  done: [
    'check-in-due',
    async (page) => {
      await page.locator('.act button').first().click();
      await page.locator('[data-notice=done]').waitFor();
    },
  ],
  trying: [
    'check-in-due',
    async (page, edge) => {
      edge.answer = 'silence';
      await page.locator('.act button').first().click();
      await page.locator('[data-notice=trying]').waitFor();
    },
  ],
  refused: [
    'free',
    async (page, edge) => {
      const facts = { start: '2026-11-23T10:15:00Z', end: '2026-11-23T11:30:00Z' };
      const next = { latestEndAt: '2026-11-23T10:15:00Z' };
      edge.answer = { slug: 'taken', title: 'Already taken', detail: 'Taken.', facts, next };
      await page.locator('.quick').nth(2).click();
      await page.locator('[data-notice=refused]').waitFor();
    },
  ],
  'ask-end': [
    'in-use',
    async (page) => {
      await page.locator('.act button').first().click();
      await page.locator('[data-sheet=end] button:not([disabled])').first().waitFor();
    },
  ],
  extend: [
    'in-use',
    async (page) => {
      await page.locator('.act button').nth(1).click();
      await page.locator('[data-sheet=extend] button:not([disabled])').first().waitFor();
    },
  ],
  unlock: [
    'pin',
    async (page) => {
      await page.locator('.act button').first().click();
      await page.locator('[data-sheet=end] .main:not([disabled])').click();
      await page.locator('[data-sheet=unlock] button:not([disabled])').first().waitFor();
      for (const digit of ['4', '7', '1', '1']) {
        await page.getByRole('button', { name: digit, exact: true }).click();
      }
    },
  ],
  later: ['free', openTool('later')],
  rooms: [
    'in-use',
    async (page) => {
      await openTool('rooms')(page);
      await page.locator('.found').first().waitFor();
    },
  ],
  report: ['in-use', openTool('report')],
  language: ['free', openTool('language')],
};

/** Everything a door can look like, in the order of the contact sheet. */
export const SHOWN = [
  'free',
  'free-all-day',
  'free-buffer',
  'free-soon',
  'free-too-short',
  'check-in-early',
  'check-in-due',
  'check-in-crowded',
  'release',
  'release-snoozed',
  'released',
  'in-use',
  'in-use-private',
  'nobody-checked-in',
  'ending',
  'ending-extend',
  'overrun',
  'sensed',
  'provisional',
  'local',
  'clock-uncertain',
  'time-unknown',
  'cut-off',
  'kept',
  'trying',
  'done',
  'refused',
  'ask-end',
  'extend',
  'later',
  'rooms',
  'report',
  'language',
  'unlock',
  'closed',
  'starting',
  'updating',
  'unpaired',
  'pairing',
  'long',
];

/** Without a finger before them: only these are ever dim. */
export const AT_REST = SHOWN.filter((name) => !(name in acts) || /^(cut-off|unpaired|pairing)$/.test(name));

/** At eleven in the evening the same scenes are dimmed, a while after the last touch. */
const NIGHT_MILLIS = 12.5 * 60 * 60_000;

export async function photograph(browser, viewport, locale, night, names, take) {
  const edge = await fakeEdge({
    now: SCENES_NOW + (night ? NIGHT_MILLIS : 0),
    locale,
    house: night ? {} : { night: { from: '00:00', until: '00:00', brightnessPercent: 100 } },
  });
  for (const name of names) {
    const [scene, act] = acts[name] ?? [name];
    edge.pairing.state = name === 'pairing' ? 'waiting' : 'closed';
    const context = await browser.newContext({ viewport, locale, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error(name, error.message));
    await page.goto(`${edge.url}#${scene}`);
    await page.locator(firstOf(name)).waitFor({ timeout: 8_000 });
    await act?.(page, edge);
    await page.evaluate(() => document.fonts.ready);
    await take(name, page);
    await context.close();
    edge.heal();
    edge.answer = 'done';
  }
  await edge.stop();
}

function firstOf(name) {
  switch (name) {
    case 'starting':
      return 'main[data-screen=starting]';
    case 'unpaired':
      return 'main[data-screen=not-paired]';
    case 'pairing':
      return '.code';
    default:
      return 'main:not([data-screen=starting])';
  }
}
