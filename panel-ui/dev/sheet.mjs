// Contact sheets: every state at both sizes, by day and by night, one picture for each language, into docs/.
//   npm run sheet                     both pictures
//   node dev/sheet.mjs OUT WIDTHxHEIGHT LOCALE light|night COLUMNS TILE_WIDTH [state ...]    a closer look
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launch } from '../browser/launch.mjs';
import { withPalette } from './palette.mjs';
import { AT_REST, photograph, SHOWN } from './photograph.mjs';

const SIZES = [
  { width: 800, height: 480 },
  { width: 1280, height: 800 },
];
const browser = await launch();
const [out, size, locale, time, columns, tile, ...chosen] = process.argv.slice(2);
if (out === undefined) {
  for (const [name, each] of [
    ['door.png', 'en-GB'],
    ['door-ar.png', 'ar'],
  ]) {
    const views = [false, true].flatMap((night) => SIZES.map((viewport) => ({ viewport, night })));
    const pictures = [];
    for (const { viewport, night } of views) {
      pictures.push(await taken(viewport, each, night, night ? AT_REST : SHOWN));
    }
    const inOrder = [...AT_REST, ...SHOWN.filter((state) => !AT_REST.includes(state))];
    const states = inOrder.map((state) => pictures.flatMap((taken) => taken.get(state) ?? []));
    await compose(states, 3, 300, fileURLToPath(new URL(`../../docs/${name}`, import.meta.url)));
  }
} else {
  const [width, height] = size.split('x').map(Number);
  const names = chosen.length > 0 ? chosen : SHOWN;
  const pictures = await taken({ width, height }, locale, time === 'night', names);
  await compose(
    names.map((name) => [pictures.get(name)]),
    Number(columns),
    Number(tile),
    out,
  );
}
await browser.close();

async function taken(viewport, locale, night, names) {
  const pictures = new Map();
  await photograph(browser, viewport, locale, night, names, async (name, page) => {
    pictures.set(name, await page.screenshot());
  });
  return pictures;
}

async function compose(states, columns, width, file) {
  const page = await browser.newPage({ viewport: { width: 100, height: 100 } });
  const cell = (states[0].length > 1 ? 2 : 1) * (width + 4);
  await page.setViewportSize({ width: columns * (cell + 16) + 16, height: 400 });
  const tile = (png) => `<img src="data:image/png;base64,${png.toString('base64')}">`;
  const cells = states.map((pictures) => `<div>${pictures.map(tile).join('')}</div>`);
  await page.setContent(
    `<style>body{display:flex;flex-wrap:wrap;margin:8px;background:#e7e8ea}div{width:${cell}px;margin:8px}
     img{display:block;float:left;width:${width}px;margin:2px}</style>${cells.join('')}`,
  );
  await page.waitForFunction(() => [...document.images].every((each) => each.complete));
  writeFileSync(file, withPalette(await page.screenshot({ fullPage: true })));
  await page.close();
}
