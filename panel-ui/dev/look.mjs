// Photographs scenes: node dev/look.mjs [WIDTHxHEIGHT] [locale] [light|night] [scene ...], into target/looks.
import { mkdirSync } from 'node:fs';
import { launch } from '../browser/launch.mjs';
import { photograph, SHOWN } from './photograph.mjs';

const [size = '800x480', locale = 'en-GB', time = 'light', ...chosen] = process.argv.slice(2);
const [width, height] = size.split('x').map(Number);
mkdirSync('target/looks', { recursive: true });
const browser = await launch();
const names = chosen.length > 0 ? chosen : SHOWN;
await photograph(browser, { width, height }, locale, time === 'night', names, (name, page) =>
  page.screenshot({ path: `target/looks/${size}-${locale}-${time}-${name}.png` }),
);
await browser.close();
