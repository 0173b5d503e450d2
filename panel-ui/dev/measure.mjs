// The door's numbers on one page: npm run measure. First paint and work per change are taken at a sixth of the speed.
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { launch } from '../browser/launch.mjs';
import { fakeEdge } from './fake-edge.mjs';
import { ROOM_SCENES, SCENES_NOW } from './rooms.mjs';
import { sizesOf } from './sizes.mjs';
import { soak } from './soak.mjs';

const SLOWER = 6;
const STARTS = 7;
const CHANGES = 200;

/** First contentful paint, and the room on the screen, of a page that nobody has loaded before. */
async function starts(browser) {
  const edge = await fakeEdge({ now: SCENES_NOW });
  const [paints, rooms] = [[], []];
  for (let each = 0; each < STARTS; each += 1) {
    const { context, page } = await slowPage(browser);
    await page.goto(`${edge.url}#free`);
    await page.locator('main[data-screen=free]').waitFor();
    const { paint, now } = await page.evaluate(() => ({
      paint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
      now: performance.now(),
    }));
    paints.push(paint);
    rooms.push(now);
    await context.close();
  }
  await edge.stop();
  return { paintMillis: median(paints), roomMillis: median(rooms) };
}

/** Main-thread work from the frame on the socket to the changed screen: script, style and layout. */
async function changes(browser) {
  const edge = await fakeEdge({ now: SCENES_NOW });
  const { context, page, inspector } = await slowPage(browser);
  await page.goto(`${edge.url}#free`);
  await page.locator('main[data-screen=free]').waitFor();
  await inspector.send('Performance.enable');
  const scenes = ROOM_SCENES.filter((name) => name !== 'crowd');
  const show = async (name, seq) => {
    edge.show(name, seq);
    await page.locator(`main[data-seq='${seq}']`).waitFor({ state: 'attached' });
  };
  await show('crowd', 50);
  const work = async () => {
    const { metrics } = await inspector.send('Performance.getMetrics');
    const of = (name) => metrics.find((each) => each.name === name).value * 1000;
    return of('ScriptDuration') + of('LayoutDuration') + of('RecalcStyleDuration');
  };
  const measured = async (names, from) => {
    const taken = [];
    for (const [index, name] of names.entries()) {
      const before = await work();
      await show(name, from + index);
      taken.push((await work()) - before);
    }
    return taken.sort((a, b) => a - b);
  };
  const usual = await measured(
    Array.from({ length: CHANGES }, (_, index) => scenes[index % scenes.length]),
    100,
  );
  const crowd = await measured(['free', 'crowd', 'free', 'crowd', 'free', 'crowd'], 1_000);
  await context.close();
  await edge.stop();
  return {
    medianMillis: median(usual),
    p95Millis: usual[Math.floor(usual.length * 0.95)],
    crowdMillis: crowd[crowd.length - 1],
  };
}

async function slowPage(browser) {
  const context = await browser.newContext({
    viewport: { width: 800, height: 480 },
    serviceWorkers: 'block',
  });
  const page = await context.newPage();
  const inspector = await context.newCDPSession(page);
  await inspector.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  return { context, page, inspector };
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

const browser = await launch();
const sizes = sizesOf(fileURLToPath(new URL('../dist/door', import.meta.url)));
const start = await starts(browser);
const change = await changes(browser);
const weeks = await soak(browser, Number(process.argv[2] ?? 10_000));
const rows = [
  ['script, zipped', `${sizes.script} bytes`, '25,600'],
  ['styles, zipped', `${sizes.styles} bytes`, '-'],
  ['words of one language, zipped', `${sizes.words} bytes`, '-'],
  ['whole page in English with its letters', `${sizes.english} bytes`, '61,440'],
  ['whole page in Polish with its letters', `${sizes.polish} bytes`, '61,440'],
  ['whole page in Arabic with its letters', `${sizes.arabic} bytes`, '61,440'],
  [`first paint, ${SLOWER} times slower`, `${start.paintMillis.toFixed()} ms`, '1,000 ms'],
  [`the room on the screen, ${SLOWER} times slower`, `${start.roomMillis.toFixed()} ms`, '-'],
  [`main thread for a change, ${SLOWER} times slower, median`, `${change.medianMillis.toFixed(1)} ms`, '-'],
  [`the same, 95th percentile`, `${change.p95Millis.toFixed(1)} ms`, '50 ms'],
  [`the same, a day of 300 bookings, slowest`, `${change.crowdMillis.toFixed(1)} ms`, '-'],
  [
    `what scripts hold after ${weeks.changes} changes`,
    `${weeks.before.objects} -> ${weeks.after.objects} objects`,
    'no growth',
  ],
  [`heap after ${weeks.changes} changes`, `${weeks.before.heapKiB} -> ${weeks.after.heapKiB} KiB`, '-'],
  [
    'nodes and listeners after them',
    `${weeks.before.nodes} -> ${weeks.after.nodes}, ${weeks.before.listeners} -> ${weeks.after.listeners}`,
    'no growth',
  ],
];
console.log(`Chromium ${browser.version()}, ${cpus().length} cores of ${cpus()[0].model.trim()}\n`);
console.log('| what | figure | goal |\n|---|---|---|');
rows.forEach((row) => console.log(`| ${row.join(' | ')} |`));
await browser.close();
