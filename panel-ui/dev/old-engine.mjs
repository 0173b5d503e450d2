// The page on the engine of an old tablet: npm run old-engine. Takes a Chromium of 2020 out of an npm package (never
// installed, nothing of it runs but the browser), and drives it over its debugging port; no test library knows it any more.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { WebSocket } from 'ws';
import { fakeEdge } from './fake-edge.mjs';

const PACKAGE = process.argv[2] ?? 'chrome-aws-lambda@3.1.1';
const FOLDER = fileURLToPath(new URL(`../target/${PACKAGE.replace(/[^a-z0-9]/g, '-')}`, import.meta.url));
const PATIENCE_MILLIS = 15_000;

function unpacked() {
  const program = join(FOLDER, 'chromium');
  if (!existsSync(program)) {
    mkdirSync(FOLDER, { recursive: true });
    execFileSync('npm', ['pack', '--silent', PACKAGE], { cwd: FOLDER });
    const packed = readdirSync(FOLDER).find((name) => name.endsWith('.tgz'));
    execFileSync('tar', ['xzf', packed, 'package/bin'], { cwd: FOLDER });
    const bin = (name) => brotliDecompressSync(readFileSync(join(FOLDER, 'package/bin', name)));
    writeFileSync(program, bin('chromium.br'));
    chmodSync(program, 0o755);
    for (const name of ['aws.tar.br', 'swiftshader.tar.br']) {
      execFileSync('tar', ['x'], { cwd: FOLDER, input: bin(name) });
    }
    rmSync(join(FOLDER, packed));
  }
  return program;
}

/** Starts the browser and tells the address of its debugging port. */
async function started(program) {
  const flags = ['--headless', '--no-sandbox', '--single-process', '--disable-gpu', '--disable-quic'];
  const own = ['--remote-debugging-port=0', `--user-data-dir=${join(FOLDER, 'profile')}`, 'about:blank'];
  const size = ['--window-size=800,480', '--hide-scrollbars', '--disable-dev-shm-usage', '--no-zygote'];
  const browser = spawn(program, [...flags, ...size, ...own], {
    env: { ...process.env, LD_LIBRARY_PATH: join(FOLDER, 'lib') },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  const address = await new Promise((resolve, reject) => {
    browser.stderr.on('data', (text) => {
      said += text;
      const found = /listening on ws:\/\/([^/]+)/.exec(said);
      if (found !== null) {
        resolve(found[1]);
      }
    });
    browser.on('exit', () => reject(new Error(`The old browser ended: ${said.slice(-500)}`)));
  });
  return { browser, address };
}

async function attached(address) {
  const pages = await (await fetch(`http://${address}/json`)).json();
  const socket = new WebSocket(pages.find((page) => page.type === 'page').webSocketDebuggerUrl);
  await once(socket, 'open');
  const waiting = new Map();
  const complaints = [];
  let last = 0;
  socket.on('message', (text) => {
    const { id, method, params, result } = JSON.parse(String(text));
    waiting.get(id)?.(result);
    if (method === 'Runtime.exceptionThrown') {
      complaints.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
    }
  });
  const send = (method, params = {}) =>
    new Promise((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  const run = async (expression) =>
    (await send('Runtime.evaluate', { expression, returnByValue: true })).result.value;
  return { send, run, complaints };
}

const { browser, address } = await started(unpacked());
const edge = await fakeEdge();
let failed = false;
try {
  const { send, run, complaints } = await attached(address);
  const until = async (what, expression) => {
    const end = Date.now() + PATIENCE_MILLIS;
    while (!(await run(expression))) {
      if (Date.now() > end) {
        throw new Error(`${what}: not within ${PATIENCE_MILLIS} ms\n${complaints.join('\n')}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    console.log(`ok  ${what}`);
  };
  const screen = (name) => `document.querySelector('main[data-screen="${name}"]') !== null`;
  const touch = (selector) => run(`document.querySelector('${selector}').click()`);
  await send('Runtime.enable');
  await send('Page.enable');
  console.log(await run('navigator.userAgent'));
  await send('Page.navigate', { url: `${edge.url}#check-in-due` });
  await until('the room is on the screen', screen('check-in-due'));
  await touch('.act .main');
  await until('one touch checks in', screen('in-use'));
  await until('and says so', `document.querySelector('[data-notice=done]') !== null`);
  await touch('.tool:nth-of-type(4)');
  await until(
    'the languages open',
    `document.querySelector('[data-sheet=language] button:enabled') !== null`,
  );
  await run(
    `[...document.querySelectorAll('.sheet button')].find((each) => each.innerText === 'العربية').click()`,
  );
  await until('the page speaks Arabic', `document.documentElement.dir === 'rtl'`);
  edge.cut();
  await until('a cut is said', `document.querySelector('main[data-link="cut-off"]') !== null`);
  edge.heal();
  await until('and healed', `document.querySelector('main[data-link="live"]') !== null`);
  const over = await run('document.documentElement.scrollHeight > innerHeight');
  console.log(over ? 'the page scrolls' : 'ok  nothing scrolls');
  const { data } = await send('Page.captureScreenshot');
  writeFileSync(join(FOLDER, 'door.png'), Buffer.from(data, 'base64'));
  failed = over || complaints.length > 0;
  complaints.forEach((each) => console.error(each));
} catch (error) {
  failed = true;
  console.error(error.message);
}
browser.removeAllListeners('exit');
browser.kill('SIGKILL');
await edge.stop();
process.exit(failed ? 1 : 0);
