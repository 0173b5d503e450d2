// Weeks in a minute: npm run soak [CHANGES]. Every change is a whole state over the socket; prints what lives around it.
import { fileURLToPath } from 'node:url';
import { launch } from '../browser/launch.mjs';
import { fakeEdge } from './fake-edge.mjs';
import { ROOM_SCENES, SCENES_NOW } from './rooms.mjs';

const WARM_UP = 500;

/** What a browser's engine makes for itself, which grows with use and then stops: compiled code, notes on its shapes. */
const ENGINES_OWN = ['code', 'hidden', 'object shape', 'native'];

/**
 * Shows so many states one after the other and tells what the page holds before and after. The heap alone would not do:
 * the engine goes on compiling what runs often, so `objects` counts what scripts have made and still hold.
 */
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
    const objects = await living(inspector);
    return { heapKiB: Math.round(usedSize / 1024), objects, nodes, listeners: jsEventListeners };
  };
  await change(WARM_UP);
  const before = await measured();
  await change(changes);
  const after = await measured();
  await context.close();
  await edge.stop();
  return { changes, before, after };
}

/** How many objects, texts and functions are held. */
async function living(inspector) {
  const parts = [];
  const gather = ({ chunk }) => parts.push(chunk);
  inspector.on('HeapProfiler.addHeapSnapshotChunk', gather);
  await inspector.send('HeapProfiler.takeHeapSnapshot', {});
  inspector.off('HeapProfiler.addHeapSnapshotChunk', gather);
  const { snapshot, nodes } = JSON.parse(parts.join(''));
  const fields = snapshot.meta.node_fields;
  const kinds = snapshot.meta.node_types[fields.indexOf('type')];
  let count = 0;
  for (let at = fields.indexOf('type'); at < nodes.length; at += fields.length) {
    count += ENGINES_OWN.includes(kinds[nodes[at]]) ? 0 : 1;
  }
  return count;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const browser = await launch();
  const { changes, before, after } = await soak(browser, Number(process.argv[2] ?? 10_000));
  console.log(`${changes} state changes: before ${JSON.stringify(before)}, after ${JSON.stringify(after)}`);
  await browser.close();
}
