// The page without its edge: service worker, kept state and kept check-in.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launch } from '../browser/launch.mjs';
import { fakeEdge } from './fake-edge.mjs';
import { SCENES_NOW } from './rooms.mjs';

let browser;
let edge;
let context;
let page;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  edge = await fakeEdge({ now: SCENES_NOW });
  context = await browser.newContext({ viewport: { width: 800, height: 480 } });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
});
afterEach(async () => {
  await context.close();
  await edge.stop();
});

async function open(scene) {
  await page.goto(`${edge.url}#${scene}`);
  await page.locator('main:not([data-screen=starting])').waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  // The last state is written once a second at most.
  await expect.poll(names).toContain('last');
}

/** Names of what lies in the panel's store. */
function names() {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        indexedDB.open('lintel', 1).onsuccess = (event) => {
          const database = event.target.result;
          const asked = database.transaction('kept').objectStore('kept').getAllKeys();
          asked.onsuccess = () => {
            database.close();
            resolve(asked.result);
          };
        };
      }),
  );
}

describe('a restart while cut off', () => {
  test('showsTheLastStateAsOfItsTimeInTheSitesLanguage', async () => {
    edge.locale = 'pl-PL';
    await open('in-use');
    edge.cut();
    await page.reload();
    await page.locator('main[data-screen=in-use][data-link=cut-off]').waitFor();
    expect(await page.locator('.word').innerText()).toBe('Zajęta');
    expect(await page.locator('.link').innerText()).toContain('Stan z 10:42');
  });

  test('keepsACheckInAndDeliversItOnceWhenTheEdgeIsBack', async () => {
    await open('check-in-due');
    edge.cut();
    await page.locator('main[data-link=cut-off]').waitFor();
    await page.getByRole('button', { name: 'Check in', exact: true }).click();
    await page.locator('[data-notice=kept]', { hasText: 'sent as soon as the connection is back' }).waitFor();
    await page.reload();
    await page.locator('[data-notice=kept]').waitFor();
    await page.locator('.link', { hasText: 'Your check-in is kept and waits' }).waitFor();
    edge.heal();
    await page.locator('main[data-screen=in-use][data-link=live]').waitFor({ timeout: 30_000 });
    await page.locator('[data-notice=done]', { hasText: 'Checked in' }).waitFor();
    expect(edge.actions).toHaveLength(1);
    expect(edge.actions[0]).toMatchObject({ action: { kind: 'check-in' }, touchedAt: expect.any(String) });
    await expect.poll(names).not.toContainEqual(expect.stringMatching(/^touch/));
    await page.reload();
    await page.locator('main[data-link=live]').waitFor();
    expect(edge.actions).toHaveLength(1);
  });

  test('thePageIsNotTakenForOneThatTheEdgeCanGive', async () => {
    await open('in-use');
    const asked = (path) =>
      page.evaluate(
        (each) =>
          fetch(each, { cache: 'no-store' }).then(
            ({ status }) => status,
            () => 'nobody',
          ),
        path,
      );
    expect([await asked('./'), await asked('words/de.json')]).toEqual([200, 200]);
    edge.cut();
    expect([await asked('./'), await asked('words/de.json')]).toEqual(['nobody', 200]);
  });

  test('alsoSpeaksAnotherLanguage', async () => {
    await open('in-use');
    edge.cut();
    await page.locator('main[data-link=cut-off]').waitFor();
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('button', { name: 'Deutsch' }).click();
    await page.locator('.word', { hasText: 'Belegt' }).waitFor();
  });
});

test('whereTheBrowserRefusesStorageThePersonIsTold', async () => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', {
      value: {
        open: () => {
          throw new Error('refused');
        },
      },
    });
  });
  await page.goto(`${edge.url}#check-in-due`);
  await page.locator('main[data-screen=check-in-due]').waitFor();
  edge.cut();
  await page.locator('main[data-link=cut-off]').waitFor();
  await page.getByRole('button', { name: 'Check in', exact: true }).click();
  await page.locator('[data-notice=kept]', { hasText: 'lost if the power fails' }).waitFor();
  edge.heal();
  await page.locator('main[data-screen=in-use]').waitFor({ timeout: 30_000 });
  expect(edge.actions).toHaveLength(1);
});
