// Weeks in a minute: npm run soak [CHANGES]. Every change is a whole state over the socket; prints the heap around it.
import { fileURLToPath } from 'node:url';
import { launch } from '../browser/launch.mjs';
import { fakeEdge } from './fake-edge.mjs';
import { ROOM_SCENES, SCENES_NOW } from './rooms.mjs';

const WARM_UP = 500;

/** Shows so many states one after the other and tells the heap and the nodes of the page before and after. */
export async function soak(browser, changes) {
  const edge = await fakeEdge({ now: SCENES_NOW });
  const context = await browser.newContext({ viewport: { width: 800, height: 480 } });
  const page = await context.newPage();
  await page.goto(`${edge.url}#free`);
  await page.locator('main[data-screen=free]').waitFor();
  const inspector = await context.newCDPSession(page);
  const scenes = ROOM_SCENES.filter((name) => name !== 'crowd');
  let seq = 10;
  const change = async (times) => {
    for (let each = 0; each < times; each += 1) {
      seq += 1;
      edge.show(scenes[seq % scenes.length], seq);
      if (seq % 100 === 0) {
        await page.locator(`main[data-seq='${seq}']`).waitFor();
      }
    }
    await page.locator(`main[data-seq='${seq}']`).waitFor();
    edge.show('free', (seq += 1));
    await page.locator(`main[data-seq='${seq}']`).waitFor();
  };
  const measured = async () => {
    await inspector.send('HeapProfiler.collectGarbage');
    const { usedSize } = await inspector.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await inspector.send('Memory.getDOMCounters');
    return { heapKiB: Math.round(usedSize / 1024), nodes, listeners: jsEventListeners };
  };
  await change(WARM_UP);
  const before = await measured();
  await change(changes);
  const after = await measured();
  await context.close();
  await edge.stop();
  return { changes, before, after };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const browser = await launch();
  const { changes, before, after } = await soak(browser, Number(process.argv[2] ?? 10_000));
  console.log(`${changes} state changes: before ${JSON.stringify(before)}, after ${JSON.stringify(after)}`);
  await browser.close();
}
