// Drives a real browser for tests written in other languages: one JSON command a line in, one JSON answer a line out,
// strictly in order. Pages are named by the caller. Ends, and takes the browser along, when its input closes.
//
//   {"do":"open","page":"a","url":"http://localhost:7101/door/#key","width":800,"height":480}
//   {"do":"text","page":"a","selector":"[role=status]"}          -> {"ok":true,"text":"Free"}
//   {"do":"attribute","page":"a","selector":"main","name":"data-screen"} -> {"ok":true,"value":"free"}
//   {"do":"click","page":"a","role":"button","name":"Check in"}
//   {"do":"waitFor","page":"a","selector":"main[data-screen=free]","timeoutMs":5000}
//   {"do":"screenshot","page":"a","path":"target/free.png"}
//   {"do":"offline","page":"a","on":true}
//   {"do":"stored","page":"a","database":"lintel","shelf":"kept"}    -> {"ok":true,"names":"last, touch:…"} once there is a service worker
//   {"do":"close","page":"a"}                                    one page; without "page" the whole browser
import { createInterface } from 'node:readline';
import { launch } from './launch.mjs';

// Patience, not a promise: the machine of a test may stand still for seconds.
const ANSWER_LIMIT_MILLIS = 30_000;
const VEIL_LIMIT_MILLIS = 2_000;
const pages = new Map();
let browser = null;

const commands = {
  async open({ page, url, width = 800, height = 480, locale = 'en-GB' }) {
    browser ??= await launch();
    await pages.get(page)?.context.close();
    const context = await browser.newContext({ viewport: { width, height }, locale });
    context.setDefaultTimeout(ANSWER_LIMIT_MILLIS);
    const tab = await context.newPage();
    const messages = [];
    tab.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
    tab.on('pageerror', (error) => messages.push(`error: ${error.message}`));
    pages.set(page, { context, tab, messages });
    await tab.goto(url, { waitUntil: 'load' });
    return {};
  },
  async reload({ page }) {
    await tabOf(page).reload({ waitUntil: 'load' });
    return {};
  },
  async text({ page, selector }) {
    return { text: (await tabOf(page).locator(selector).first().innerText()).trim() };
  },
  async attribute({ page, selector, name }) {
    return { value: await tabOf(page).locator(selector).first().getAttribute(name) };
  },
  /** As a person does it: at night the first touch only wakes the screen, and it may have gone dark just now. */
  async click({ page, role, name }) {
    const wanted = tabOf(page).getByRole(role, { name, exact: true }).first();
    const dark = tabOf(page).locator('.night');
    const until = performance.now() + ANSWER_LIMIT_MILLIS;
    for (;;) {
      if ((await dark.count()) > 0) {
        await dark.click({ timeout: VEIL_LIMIT_MILLIS }).catch(() => undefined);
      }
      const timeout = Math.max(VEIL_LIMIT_MILLIS, (until - performance.now()) / 4);
      const failure = await wanted.click({ timeout }).then(
        () => null,
        (error) => error,
      );
      if (failure === null) {
        return {};
      }
      if (performance.now() > until) {
        throw failure;
      }
    }
  },
  /** Clicks, and reads what is then shown for some seconds only: it is waited for before it can come. */
  async clickAndRead({ page, role, name, selector }) {
    const told = tabOf(page).locator(selector).first().innerText({ timeout: ANSWER_LIMIT_MILLIS });
    const [text] = await Promise.all([told, commands.click({ page, role, name })]);
    return { text };
  },
  async waitFor({ page, selector, timeoutMs = ANSWER_LIMIT_MILLIS }) {
    await tabOf(page).locator(selector).first().waitFor({ state: 'visible', timeout: timeoutMs });
    return {};
  },
  async screenshot({ page, path }) {
    await tabOf(page).screenshot({ path });
    return {};
  },
  /** Cuts the page from the network; a socket that is already open is cut by closing it at its other end. */
  async offline({ page, on }) {
    await opened(page).context.setOffline(on);
    return {};
  },
  async stored({ page, database, shelf }) {
    const names = await tabOf(page).evaluate(
      async ([name, store]) => {
        await navigator.serviceWorker.ready;
        return new Promise((resolve) => {
          indexedDB.open(name).onsuccess = (event) => {
            const open = event.target.result;
            const asked = open.transaction(store).objectStore(store).getAllKeys();
            asked.onsuccess = () => {
              open.close();
              resolve(asked.result.join(', '));
            };
          };
        });
      },
      [database, shelf],
    );
    return { names };
  },
  async console({ page }) {
    return { messages: opened(page).messages };
  },
  async close({ page }) {
    if (page === undefined) {
      await leave();
    } else {
      await opened(page).context.close();
      pages.delete(page);
    }
    return {};
  },
};

function opened(page) {
  const found = pages.get(page);
  if (found === undefined) {
    throw new Error(`no page named ${page} is open`);
  }
  return found;
}

function tabOf(page) {
  return opened(page).tab;
}

async function answer(line) {
  try {
    const command = JSON.parse(line);
    const run = Object.hasOwn(commands, command.do) ? commands[command.do] : null;
    if (run === null) {
      return { ok: false, error: `unknown command ${command.do}` };
    }
    return { ok: true, ...(await run(command)) };
  } catch (error) {
    return { ok: false, error: String(error.message ?? error) };
  }
}

async function leave() {
  const leaving = browser;
  browser = null;
  pages.clear();
  await leaving?.close();
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() !== '') {
    process.stdout.write(JSON.stringify(await answer(line)) + '\n');
  }
}
await leave();
