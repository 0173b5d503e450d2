import sparticuz from '@sparticuz/chromium';
import { chromium } from 'playwright-core';

/** No sandbox inside build containers, and nothing that talks to anybody but the page's own edge. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real Chromium: the one `CHROMIUM` names, else the packed one that needs nothing from the system. */
export async function launch() {
  const executablePath = process.env.CHROMIUM || (await sparticuz.executablePath());
  return chromium.launch({ executablePath, args: FLAGS, headless: true });
}
