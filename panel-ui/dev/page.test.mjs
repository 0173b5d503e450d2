// The built page in a real browser, against the stand-in edge. What the real edge does is for the journeys.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launch } from '../browser/launch.mjs';
import { fakeEdge } from './fake-edge.mjs';
import { cramped, overflowing, small } from './measures.mjs';
import { ROOM_SCENES, SCENES_NOW } from './rooms.mjs';
import { soak } from './soak.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const AXE = readFileSync(here('../node_modules/axe-core/axe.min.js'), 'utf8');
const SMALL = { width: 800, height: 480 };
const SIZES = [
  SMALL,
  { width: 1024, height: 600 },
  { width: 480, height: 800 },
  { width: 600, height: 1024 },
];
const WEEKS_OF_CHANGES = 2_000;
/** Why an edge has no room to show, and what the page makes of it. */
const STANDBYS = [
  ['starting', 'starting'],
  ['updating', 'updating'],
  ['out-of-service', 'closed'],
];
const LOCALES = ['en-GB', 'de-DE', 'fr-FR', 'es-ES', 'pl-PL', 'ar'];

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

/** That this test has no service worker is what the test wants. */
function note(complaint) {
  if (!complaint.startsWith('Service Worker registration blocked')) {
    complaints.push(complaint);
  }
}

async function open(scene, viewport = SMALL, more = {}) {
  await context?.close();
  context = await browser.newContext({
    viewport,
    locale: edge.locale,
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
    ...more,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('console', (message) => note(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(`${edge.url}#${scene}`);
  await page.locator('main:not([data-screen=starting])').waitFor();
  await page.evaluate(() => document.fonts.ready);
  return page;
}

const shown = (page, screen) => page.locator(`main[data-screen=${screen}]`).waitFor();
const button = (page, name) => page.getByRole('button', { name, exact: true });
const kinds = () => edge.actions.map((each) => each.action.kind);

describe('a person at the door', () => {
  test('checksInWithOneTouch', async () => {
    const page = await open('check-in-due');
    // It stands for five seconds: whoever waits for it before it can come misses none of them.
    const [told] = await Promise.all([
      page.locator('[data-notice=done]').innerText(),
      button(page, 'Check in').click(),
    ]);
    expect(told).toContain('Checked in');
    await shown(page, 'in-use');
    expect(await page.getByRole('status').first().innerText()).toBe('In use');
  });

  test('booksWithOneTouchAndTakesItBackWithinFiveSeconds', async () => {
    const page = await open('free');
    await Promise.all([button(page, 'Undo').click(), button(page, 'Book 30 min').click()]);
    await page.locator('[data-notice=done]', { hasText: 'Taken back' }).waitFor();
    expect(edge.actions[1].action).toEqual({ kind: 'undo', of: edge.actions[0].op });
  });

  test('endsWithTwoTouchesAndMayThinkAgain', async () => {
    const page = await open('in-use');
    await button(page, 'End meeting').click();
    await button(page, 'Go on').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(edge.actions).toEqual([]);
    await button(page, 'End meeting').click();
    await button(page, 'End now').click();
    await shown(page, 'free');
    expect(kinds()).toEqual(['end']);
  });

  test('extendsUpToTheLatestEnd', async () => {
    const page = await open('ending-extend');
    await button(page, 'Extend').click();
    await button(page, 'Extend to 11:31').click();
    await page.getByText('until 11:31').waitFor();
    expect(edge.actions[0].action).toMatchObject({ kind: 'extend', end: '2026-11-23T10:31:00.000Z' });
  });

  test('startsEarly', async () => {
    const page = await open('free-soon');
    await button(page, 'Start 10:58 now').click();
    await shown(page, 'in-use');
  });

  test('keepsARoomThatIsAboutToBeReleased', async () => {
    const page = await open('release');
    await button(page, 'We are here').click();
    await page.locator('[data-notice=done]', { hasText: 'The room stays yours' }).waitFor();
    expect(await button(page, 'We are here').count()).toBe(0);
  });

  test('takesAReleasedRoomBack', async () => {
    const page = await open('released');
    await button(page, 'Undo').click();
    await shown(page, 'in-use');
  });

  test('booksForLaterToday', async () => {
    const page = await open('free');
    await button(page, 'Book for later').click();
    await button(page, '60 min').click();
    await button(page, 'Book 17:00').click();
    await page.locator('[data-notice=done]', { hasText: 'Booked for 17:00' }).waitFor();
    expect(edge.actions[0].action).toEqual({
      kind: 'book',
      start: '2026-11-23T16:00:00.000Z',
      minutes: 60,
    });
  });

  test('findsAnotherRoomAndTheWayToIt', async () => {
    const page = await open('in-use');
    await button(page, 'Find a free room').click();
    const first = await page.locator('.found').first().innerText();
    expect(first.replace(/\s+/g, ' ')).toBe('Birch free until 11:45 · 4 seats to the left · 12 m');
    await button(page, 'Close').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('reportsWhatDoesNotWorkButNotTwice', async () => {
    const page = await open('in-use');
    await button(page, 'Report a problem').click();
    expect(await button(page, 'Sound (reported)').isDisabled()).toBe(true);
    await button(page, 'Screen').click();
    await page.locator('[data-notice=reported]').waitFor();
    expect(edge.actions[0].action).toEqual({ kind: 'report', issue: 'display' });
  });

  test('readsTheDoorInTheirLanguage', async () => {
    const page = await open('free');
    await button(page, 'Language').click();
    await button(page, 'العربية').click();
    await page.locator('html[dir=rtl][lang=ar]').waitFor();
    expect(await page.getByRole('status').first().innerText()).toBe('متاحة');
  });

  test('showsAPinWhereTheRoomAsks', async () => {
    const page = await open('pin');
    await button(page, 'End meeting').click();
    await button(page, 'End now').click();
    await page.locator('[data-sheet=unlock]').waitFor();
    for (const digit of '4711') {
      await button(page, digit).click();
    }
    expect(await page.locator('.secret').innerText()).not.toContain('7');
    await button(page, 'OK').click();
    await shown(page, 'free');
    expect(edge.actions[0].unlock).toEqual({ pin: '4711' });
  });

  test('holdsABadgeToTheReader', async () => {
    const page = await open('pin');
    await button(page, 'End meeting').click();
    await button(page, 'End now').click();
    await page.locator('[data-sheet=unlock]').waitFor();
    // Somebody leans on the glass beside the sheet while the badge is read.
    await page.mouse.click(400, 20);
    await page.keyboard.type('04A25B\n');
    await shown(page, 'free');
    expect(edge.actions[0].unlock).toEqual({ badge: '04A25B' });
  });

  test('seesTheButtonPressedWithinFiftyMilliseconds', async () => {
    edge.answer = 'silence';
    const page = await open('check-in-due');
    // Counted in pictures of the screen and not in milliseconds: three of them are fifty, however slow the machine is.
    const pictures = await page.evaluate(async () => {
      const touched = document.querySelector('.act button');
      touched.click();
      let painted = 0;
      while (touched.getAttribute('aria-busy') !== 'true' && painted < 60) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        painted += 1;
      }
      return painted;
    });
    expect(pictures).toBeLessThanOrEqual(3);
    expect(await page.locator('.notice').getAttribute('data-notice')).toBe('sending');
    await page.locator('[data-notice=trying]').waitFor();
  });

  test('isToldWhyNotAndOfferedTheNextBest', async () => {
    edge.answer = {
      slug: 'taken',
      title: 'Taken',
      detail: '',
      facts: { start: '2026-11-23T10:15:00Z', end: '2026-11-23T11:30:00Z' },
      next: { latestEndAt: '2026-11-23T10:15:00Z' },
    };
    const page = await open('free');
    await button(page, 'Book 45 min').click();
    expect(await page.locator('[data-notice=refused] p').innerText()).toBe(
      'Somebody else has the room from 11:15 to 12:30.',
    );
    edge.answer = 'done';
    await button(page, 'Book until 11:15').click();
    await shown(page, 'in-use');
    expect(edge.actions[1].action.minutes).toBe(32);
  });

  test('worksWithTheKeyboardAlone', async () => {
    const page = await open('in-use');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await button(page, 'Go on').and(page.locator(':enabled')).waitFor();
    for (const name of ['End now', 'Go on', 'End now']) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement.textContent)).toBe(name);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement.textContent)).toBe('End meeting');
  });
});

describe('the wall', () => {
  test('doesNotScrollSelectZoomOrOpenMenus', async () => {
    const page = await open('free', SMALL, { hasTouch: true });
    const prevented = await page.evaluate(() =>
      ['contextmenu', 'selectstart', 'dragstart', 'gesturestart', 'touchmove'].filter((name) =>
        document.querySelector('h1').dispatchEvent(new Event(name, { bubbles: true, cancelable: true })),
      ),
    );
    expect(prevented).toEqual([]);
    await page.mouse.wheel(0, 500);
    const style = await page.evaluate(() => {
      const { touchAction, userSelect, overscrollBehaviorY } = getComputedStyle(document.body);
      return [touchAction, userSelect, overscrollBehaviorY, window.scrollY];
    });
    expect(style).toEqual(['none', 'none', 'none', 0]);
  });

  test('isDimAtNightAndTheFirstTouchOnlyWakesIt', async () => {
    edge.house = { night: { from: '00:00', until: '23:59', brightnessPercent: 30 } };
    const page = await open('check-in-due');
    expect(await page.locator('.night').evaluate((veil) => getComputedStyle(veil).opacity)).toBe('0.7');
    await page.mouse.click(400, 340);
    await page.locator('.night').waitFor({ state: 'detached' });
    expect(edge.actions).toEqual([]);
    await page.mouse.click(400, 340);
    await shown(page, 'in-use');
  });

  test.each(['Enter', ' '])('isWokenByAKeyThatDoesNothingElse: %j', async (key) => {
    edge.house = { night: { from: '00:00', until: '23:59', brightnessPercent: 30 } };
    const page = await open('check-in-due');
    await button(page, 'Check in').focus();
    await page.keyboard.press(key);
    await page.locator('.night').waitFor({ state: 'detached' });
    expect(edge.actions).toEqual([]);
    await page.keyboard.press(key);
    await shown(page, 'in-use');
  });

  test('isWokenByAFingerThatRestsOnAButton', async () => {
    edge.house = { night: { from: '00:00', until: '23:59', brightnessPercent: 30 } };
    const page = await open('check-in-due', SMALL, { hasTouch: true });
    const finger = await context.newCDPSession(page);
    const touch = (type, points) => finger.send('Input.dispatchTouchEvent', { type, touchPoints: points });
    const tap = async () => {
      await touch('touchStart', [{ x: 400, y: 340 }]);
      await page.evaluate(() => new Promise((done) => setTimeout(done, 80)));
      await touch('touchEnd', []);
    };
    await tap();
    await page.locator('.night').waitFor({ state: 'detached' });
    // What the browser makes of the finger comes before anything that is asked of the page after it.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    expect(edge.actions).toEqual([]);
    await tap();
    await shown(page, 'in-use');
  });

  test('tellsAReaderWhatBecameOfATouchAndThatTheLinkIsLost', async () => {
    const page = await open('check-in-due');
    const spoken = page.locator('p.unseen[role=status]');
    expect(await spoken.textContent()).toBe('');
    const told = page
      .locator('p.unseen[role=status]', { hasText: 'Checked in' })
      .waitFor({ state: 'attached' });
    await Promise.all([
      told.then(() => page.locator('[data-notice=done] .close').click()),
      button(page, 'Check in').click(),
    ]);
    edge.cut();
    await page.locator('main[data-link=cut-off]').waitFor();
    expect(await spoken.textContent()).toBe('Connection lost');
  });

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

  test('mayAskNobodyButItsEdge', async () => {
    const page = await open('free');
    const refused = await page.evaluate(() =>
      fetch('http://127.0.0.2:9/').then(
        () => 'asked',
        () => 'refused',
      ),
    );
    expect(refused).toBe('refused');
    expect(complaints.join()).toContain('Content Security Policy');
  });

  test('showsACodeUntilSomebodyConfirmsIt', async () => {
    edge.pairing.state = 'waiting';
    const page = await open('nobody');
    await page.locator('.word', { hasText: '482913' }).waitFor();
    await page.getByText('amber falcon river').waitFor();
    expect(await page.locator('.code path').getAttribute('d')).toMatch(/^(M\d+ \d+h1v1h-1z){100,}$/);
    edge.pairing.state = 'paired';
    await shown(page, 'free');
  });
});

describe('weeks on the wall', () => {
  test('holdsNoMoreAfterTwoThousandChangesThanBefore', async () => {
    const { before, after } = await soak(browser, WEEKS_OF_CHANGES);
    expect(after.objects - before.objects).toBeLessThan(WEEKS_OF_CHANGES / 10);
    expect(after.nodes).toBe(before.nodes);
    // What is left behind is left behind at each change; a few may be on their way, as those of a socket that has just been closed.
    expect(Math.abs(after.listeners - before.listeners)).toBeLessThan(WEEKS_OF_CHANGES / 100);
  });
});

describe('bad weather', () => {
  const state = (bookings) =>
    JSON.stringify({
      type: 'state',
      seq: 2,
      now: new Date(SCENES_NOW).toISOString(),
      clock: 'good',
      closed: null,
      policy: {},
      space: { id: 's', name: 'Aspen' },
      link: { state: 'live', lastSyncedAt: null },
      bookings,
    });

  test.each([
    ['markup', '<img src=x onerror=alert(1)>'.repeat(17)],
    ['every script', 'Ελληνικά кириллица עברית العربية हिन्दी ไทย 中文 日本語 한국어 🏢 ﷽ ẑ̷̧͖́á̸l̵g̶o̸ '.repeat(6)],
    ['one word', 'W'.repeat(500)],
    ['right to left marks', '\u202e\u2067Design\u2066 review\u202d'.repeat(20)],
  ])('titlesOf500Characters: %s', async (_, title) => {
    const page = await open('free');
    edge.say('garbage');
    edge.say('{"type":"weather"}');
    const [start, end] = ['2026-11-23T09:00:00Z', '2026-11-23T10:00:00Z'];
    edge.say(
      state([{ id: 'x', start, end, title: title.slice(0, 500), organiser: null, phase: 'checked-in' }]),
    );
    await shown(page, 'in-use');
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.evaluate(overflowing)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('aStateThatMakesNoSenseEndsTheClaimToBeLive', async () => {
    const page = await open('free');
    edge.say('{"type":"state","seq":3}');
    await page.locator('main[data-link=cut-off]').waitFor();
    edge.show('in-use', 4);
    await page.locator('main[data-link=live][data-screen=in-use]').waitFor();
  });

  test('silenceIsSaidAfterASecondAndGivenUpAfterTwentyFive', async () => {
    edge.answer = 'silence';
    const page = await open('free');
    await page.clock.install();
    await button(page, 'Book 15 min').click();
    await page.clock.runFor(1_100);
    await page.locator('[data-notice=trying]').waitFor();
    await page.clock.runFor(25_000);
    await page.locator('[data-notice=no-answer]').waitFor();
  });
});

/** Walks one page through every scene, as a long day would. */
async function everyScene(page, look) {
  const found = {};
  for (const [index, scene] of ROOM_SCENES.entries()) {
    edge.show(scene, 100 + index);
    await page.locator(`main[data-seq='${100 + index}']`).waitFor();
    await look(scene, found);
  }
  for (const [reason, screen] of STANDBYS) {
    edge.say(JSON.stringify({ type: 'standby', reason, now: new Date(SCENES_NOW).toISOString() }));
    await shown(page, screen);
    await look(reason, found);
  }
  return found;
}

/** The same room before and after its edge is lost. */
async function whenCutOff(page, look) {
  const found = {};
  edge.show('check-in-due', 890);
  await page.locator(`main[data-seq='890']`).waitFor();
  edge.cut();
  await page.locator('main[data-link=cut-off]').waitFor();
  await look('cut-off', found);
  edge.heal();
  await page.locator('main[data-link=live]').waitFor();
  // What a browser writes to its console about an edge that is away is no fault of the page.
  complaints = [];
  return found;
}

async function everySheet(page, look) {
  const found = {};
  edge.show('pin', 900);
  await page.locator(`main[data-seq='900']`).waitFor();
  const opened = async (name, selector) => {
    await page.locator(selector).click();
    await page.locator(`[data-sheet=${name}]`).waitFor();
    await look(name, found);
  };
  for (const [index, name] of ['later', 'rooms', 'report', 'language'].entries()) {
    await opened(name, `.tool >> nth=${index}`);
    await page.keyboard.press('Escape');
  }
  await opened('extend', '.act button >> nth=1');
  await page.keyboard.press('Escape');
  await opened('end', '.act button >> nth=0');
  await opened('unlock', '[data-sheet=end] .main:enabled');
  await page.keyboard.press('Escape');
  return found;
}

/** Every sentence of a language in the bar at the bottom, which is the same for all of them. */
async function everyNotice(page, sizes) {
  const found = {};
  edge.answer = { slug: 'x', title: 'x', detail: 'x', facts: {}, next: { rooms: [] } };
  edge.show('check-in-due', 950);
  await page.locator('.act .main').click();
  await page.locator('.notice').waitFor();
  for (const size of sizes) {
    await page.setViewportSize(size);
    const faults = await page.evaluate(() => {
      const words = JSON.parse(document.getElementById('words').textContent);
      const bar = document.querySelector('.notice');
      const said = Object.entries(words).filter(([key]) =>
        /^(refused|done|kept|proposed|still|no-an)/.test(key),
      );
      return said
        .filter(([, words]) => {
          bar.querySelector('p').textContent = words.split('|')[0];
          const { top, bottom } = bar.getBoundingClientRect();
          return top < innerHeight / 2 || bottom > innerHeight || bar.scrollHeight > bar.clientHeight;
        })
        .map(([key]) => key);
    });
    if (faults.length > 0) {
      found[`${size.width}x${size.height}`] = faults;
    }
  }
  return found;
}

describe.each(LOCALES)('every state in %s', (locale) => {
  test('fitsOnTheSmallestPanels', async () => {
    edge.locale = locale;
    const page = await open('free');
    const look = async (name, found) => {
      for (const size of SIZES) {
        await page.setViewportSize(size);
        const faults = await page.evaluate(overflowing);
        if (faults.length > 0) {
          found[`${name} at ${size.width}x${size.height}`] = faults;
        }
      }
    };
    const scenes = { ...(await everyScene(page, look)), ...(await whenCutOff(page, look)) };
    const sheets = await everySheet(page, look);
    const notices = await everyNotice(page, SIZES);
    expect({ ...scenes, ...sheets, ...notices }).toEqual({});
    expect(complaints).toEqual([]);
  });

  test('isLargeEnoughAndWithinReach', async () => {
    edge.locale = locale;
    const page = await open('free');
    const look = async (name, found) => {
      const faults = [...(await page.evaluate(small)), ...(await page.evaluate(cramped))];
      if (faults.length > 0) {
        found[name] = faults;
      }
    };
    expect(await everyScene(page, look)).toEqual({});
  });
});

test.each(['de-DE', 'ar'])('thePageWithoutARoomFitsIn %s', async (locale) => {
  edge.locale = locale;
  edge.pairing.state = 'waiting';
  const page = await open('nobody');
  await page.locator('.code').waitFor();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    expect(await page.evaluate(overflowing), `${size.width}x${size.height}`).toEqual([]);
  }
});

test.each(['en-GB', 'ar'])('everyStatePleasesAxeIn %s', async (locale) => {
  edge.locale = locale;
  const page = await open('free');
  await page.evaluate(AXE);
  const look = async (name, found) => {
    const faults = await axeFaults(page);
    if (faults.length > 0) {
      found[name] = faults;
    }
  };
  const scenes = { ...(await everyScene(page, look)), ...(await whenCutOff(page, look)) };
  expect({ ...scenes, ...(await everySheet(page, look)) }).toEqual({});
  edge.answer = { slug: 'over', title: '', detail: '', facts: {} };
  edge.show('check-in-due', 990);
  await page.locator('.act .main').click();
  await page.locator('[data-notice=refused]').waitFor();
  expect(await axeFaults(page)).toEqual([]);
});

async function axeFaults(page) {
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
  );
  return violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(' ')}`);
}
