// The built page in a real browser, against the stand-in edge. What the real edge does is for the journeys.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launch } from '../browser/launch.mjs';
import { fakeEdge } from './fake-edge.mjs';
import { SCENES_NOW, SCENES } from './rooms.mjs';

const AXE = readFileSync(
  fileURLToPath(new URL('../node_modules/axe-core/axe.min.js', import.meta.url)),
  'utf8',
);
const SMALL = { width: 800, height: 480 };

let browser;
let edge;
let context;
let complaints;
let requests;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  edge = await fakeEdge({ now: SCENES_NOW });
  complaints = [];
  requests = [];
});
afterEach(async () => {
  await context?.close();
  await edge.stop();
});

async function open(scene, viewport = SMALL) {
  await context?.close();
  context = await browser.newContext({ viewport, locale: edge.locale, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(`${edge.url}#${scene}`);
  await page.locator('main:not([data-screen=starting])').waitFor();
  await page.evaluate(() => document.fonts.ready);
  return page;
}

const shown = (page, screen) => page.locator(`main[data-screen=${screen}]`).waitFor();
const button = (page, name) => page.getByRole('button', { name, exact: true });

describe('a person at the door', () => {
  test('checksInWithOneTouch', async () => {
    const page = await open('check-in-due');
    await button(page, 'Check in').click();
    await shown(page, 'in-use');
    expect(await page.getByRole('status').first().innerText()).toBe('In use');
    expect(await page.locator('[data-notice=done]').innerText()).toContain('Checked in');
  });

  test('booksWithOneTouchAndEndsWithTwo', async () => {
    const page = await open('free');
    await button(page, 'Book 30 min').click();
    await shown(page, 'in-use');
    await button(page, 'Close').click();
    await button(page, 'End meeting').click();
    await button(page, 'End now').click();
    await shown(page, 'free');
    expect(edge.actions.map((each) => each.action.kind)).toEqual(['book', 'end']);
  });

  test('mayThinkAgainBeforeEnding', async () => {
    const page = await open('in-use');
    await button(page, 'End meeting').click();
    await button(page, 'Keep it').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(edge.actions).toEqual([]);
  });

  test('seesTheButtonPressedWithinFiftyMilliseconds', async () => {
    edge.answer = 'silence';
    const page = await open('check-in-due');
    const millis = await page.evaluate(async () => {
      const touched = document.querySelector('button');
      const from = performance.now();
      touched.click();
      while (touched.getAttribute('aria-busy') !== 'true' && performance.now() - from < 1_000) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      return performance.now() - from;
    });
    expect(millis).toBeLessThan(50);
    expect(await page.locator('[data-notice]').count()).toBe(0);
    await page.locator('[data-notice=trying]').waitFor();
  });

  test('isToldWhyNot', async () => {
    const facts = { opensAt: '2026-11-23T10:50:00Z' };
    edge.answer = { slug: 'check-in-not-open-yet', title: 'Not open', detail: 'Not yet.', facts };
    const page = await open('check-in-due');
    await button(page, 'Check in').click();
    expect(await page.getByRole('alert').innerText()).toBe('Check-in opens at 11:50.');
    await shown(page, 'check-in-due');
  });

  test('mayCheckInWhileThePanelIsCutOffAndItArrivesOnce', async () => {
    const page = await open('check-in-due');
    edge.cut();
    await page.locator('main[data-link=cut-off]').waitFor();
    await button(page, 'Check in').click();
    await page.locator('[data-notice=kept]').waitFor();
    edge.heal();
    await page.locator('main[data-link=live]').waitFor({ timeout: 20_000 });
    await shown(page, 'in-use');
    expect(edge.actions).toHaveLength(1);
  });

  test('worksWithTheKeyboardAlone', async () => {
    const page = await open('in-use');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
});

describe('the page', () => {
  test('takesTheKeyOutOfTheAddressAndStaysPaired', async () => {
    const page = await open('free');
    expect(page.url()).toBe(edge.url);
    await page.reload();
    await shown(page, 'free');
  });

  test('asksNobodyButItsEdge', async () => {
    await open('free');
    const origin = new URL(edge.url).origin;
    expect(requests.length).toBeGreaterThan(3);
    expect(requests.filter((url) => !url.startsWith(origin) && !url.startsWith('data:'))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('withAnUnknownKeyIsNotPaired', async () => {
    const page = await open('nobody');
    await shown(page, 'not-paired');
  });

  test('survivesTitlesThatLookLikeMarkup', async () => {
    const page = await open('free');
    const title = '<img src=x onerror=alert(1)> ﷽ 漢字 🏢'.repeat(12);
    const at = new Date(SCENES_NOW).toISOString();
    const state = JSON.stringify({
      type: 'state',
      seq: 2,
      now: at,
      clock: 'good',
      closed: null,
      policy: {},
      space: { id: 's', name: 'Aspen' },
      link: { state: 'live', lastSyncedAt: null },
      bookings: [
        {
          id: 'x',
          start: '2026-11-23T09:00:00Z',
          end: '2026-11-23T10:00:00Z',
          title,
          organiser: null,
          phase: 'checked-in',
        },
      ],
    });
    edge.say('garbage');
    edge.say(state);
    await shown(page, 'in-use');
    expect(await page.locator('img').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

/** Text that is cut or hangs over, by its words; the free lines of a meeting may end in an ellipsis. */
function overflowing() {
  const over = [];
  const [width, height] = [document.documentElement.clientWidth, document.documentElement.clientHeight];
  for (const element of document.querySelectorAll('main *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
    if (!own || element.closest('.hours, .about, .whose, svg')) {
      continue;
    }
    const box = element.getBoundingClientRect();
    const cut =
      element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === 'hidden';
    if (cut || box.right > width + 1 || box.left < -1 || box.bottom > height + 1 || box.top < -1) {
      over.push(element.innerText);
    }
  }
  const glance = document.querySelector('.glance');
  if (glance.scrollHeight > glance.clientHeight + 2) {
    over.push(`glance ${glance.scrollHeight} in ${glance.clientHeight}`);
  }
  return over;
}

/** Walks one page through every scene, as a long day would. */
async function everyScene(page, look) {
  const found = {};
  for (const [index, scene] of SCENES.entries()) {
    edge.show(scene, 100 + index);
    await page.locator(`main[data-seq='${100 + index}']`).waitFor();
    const faults = await look(page);
    if (faults.length > 0) {
      found[scene] = faults;
    }
  }
  return found;
}

describe.each(['en-GB', 'de-DE'])('every scene in %s', (locale) => {
  test.each([
    [800, 480],
    [1024, 600],
    [1280, 800],
    [480, 800],
  ])('fitsOn %i x %i', async (width, height) => {
    edge.locale = locale;
    const page = await open('free', { width, height });
    expect(await everyScene(page, () => page.evaluate(overflowing))).toEqual({});
  });

  test('pleasesAxe', async () => {
    edge.locale = locale;
    const page = await open('free');
    await page.evaluate(AXE);
    expect(await everyScene(page, () => axeFaults(page))).toEqual({});
  });
});

test('thePageWithoutARoomFitsAndPleasesAxe', async () => {
  edge.locale = 'de-DE';
  const page = await open('nobody');
  await page.evaluate(AXE);
  expect([...(await page.evaluate(overflowing)), ...(await axeFaults(page))]).toEqual([]);
});

async function axeFaults(page) {
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
  );
  return violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(' ')}`);
}
