// A stand-in for the edge, for looking at the page and for testing it alone. The panel key is a scene's name.
import { createPublicKey, verify } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import { after, foundRooms, scene, SCENES } from './rooms.mjs';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};
const PANEL = '00000000-0000-7000-8000-0000000000c1';
const CHALLENGE = 'a-challenge-for-once';
/** The policy the real edge sends, so that a page that would break there breaks here. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
  "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * `now` null follows the machine's clock; `answer` decides what an action gets: done, proposed, silence, or a problem
 * with what comes next to the wish; `house` is added to the hello.
 */
export async function fakeEdge({
  port = 0,
  now = null,
  locale = 'en-GB',
  hour12 = false,
  answer = 'done',
  ui = 'one',
  house = {},
} = {}) {
  const edge = { locale, hour12, answer, ui, house, now, actions: [], up: true, sockets: new Set(), url: '' };
  edge.pairing = { state: 'closed', code: '482913', phrase: 'amber falcon river' };
  const clock = () => edge.now ?? Date.now();
  const server = createServer((request, response) => serve(edge, request, response));
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    const name = sceneOf(request);
    if (!edge.up || request.url !== '/panel/socket' || name === null) {
      socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (open) => talk(edge, open, scene(name, clock()), clock));
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  edge.url = `http://localhost:${server.address().port}/door/`;
  edge.cut = () => {
    edge.up = false;
    edge.sockets.forEach((open) => open.terminate());
  };
  edge.heal = () => (edge.up = true);
  edge.say = (text) => edge.sockets.forEach((open) => open.send(text));
  /** Shows another scene on every open page, under a sequence number of its own. */
  edge.show = (name, seq) => edge.say(JSON.stringify({ ...scene(name, clock()), seq }));
  edge.stop = () => {
    edge.cut();
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return edge;
}

function talk(edge, open, first, clock) {
  let state = first;
  const send = (message) => open.send(JSON.stringify(message));
  edge.sockets.add(open);
  const at = () => new Date(clock()).toISOString();
  const beat = setInterval(() => send({ type: 'ping', now: at() }), 5_000);
  open.on('close', () => {
    clearInterval(beat);
    edge.sockets.delete(open);
  });
  open.on('message', (data) => {
    const message = JSON.parse(String(data));
    if (message.type !== 'action') {
      return;
    }
    edge.actions.push(message);
    const { op, action } = message;
    const answer = (outcome) => send({ type: 'answer', op, ...outcome });
    if (edge.answer === 'silence') {
      return;
    }
    if (edge.answer === 'proposed') {
      answer({ outcome: 'proposed', booking: op });
    } else if (edge.answer !== 'done') {
      const { next, ...problem } = edge.answer;
      answer({ outcome: 'refused', problem, next });
    } else if (action.kind === 'find') {
      answer({ outcome: 'found', rooms: foundRooms(clock()) });
    } else {
      state = { ...after(state, action, clock()), seq: state.seq + 1, now: at() };
      answer(done(action, op, clock()));
      send(state);
    }
  });
  send({
    type: 'hello',
    v: 1,
    ui: edge.ui,
    panel: PANEL,
    space: '00000000-0000-7000-8000-00000000aaaa',
    now: at(),
    locale: edge.locale,
    timeZone: 'Europe/Berlin',
    hour12: edge.hour12,
    heartbeatSeconds: 5,
    ...edge.house,
  });
  send(state);
}

const events = {
  'check-in': 'checked-in',
  book: 'booked',
  end: 'ended',
  'start-early': 'started-early',
  extend: 'extended',
  keep: 'kept',
  undo: 'undone',
};

function done(action, op, now) {
  return action.kind === 'report'
    ? { outcome: 'reported', issue: action.issue }
    : {
        outcome: 'done',
        event: events[action.kind],
        booking: action.booking ?? op,
        ...(action.kind === 'undo' || action.kind === 'keep'
          ? {}
          : { undoUntil: new Date(now + 5_000).toISOString() }),
      };
}

function sceneOf(request) {
  const name = /lintel-panel=([a-z-]+)/.exec(request.headers.cookie ?? '')?.[1];
  return SCENES.includes(name) ? name : null;
}

function serve(edge, request, response) {
  if (!edge.up) {
    request.socket.destroy();
    return;
  }
  if (request.url === '/panel/session') {
    session(edge, request, response);
    return;
  }
  if (request.url === '/panel/challenge') {
    json(response, 200, { challenge: CHALLENGE });
    return;
  }
  if (request.url === '/panel/pairing') {
    pairing(edge, request, response);
    return;
  }
  const path = normalize(new URL(request.url, 'http://localhost').pathname).replace(/\/$/, '/index.html');
  const file = join(DIST, path);
  if (!file.startsWith(DIST) || !existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    'Content-Type': TYPES[extname(file)] ?? 'text/plain',
    'Content-Security-Policy': POLICY,
    'Cache-Control': 'no-cache',
  });
  response.end(path.endsWith('index.html') ? inlined(edge, String(readFileSync(file))) : readFileSync(file));
}

/** The site's language instead of English, and the build's name, as the agent puts them into the page. */
function inlined(edge, page) {
  const language = edge.locale.split('-')[0];
  const words = readFileSync(join(DIST, `door/words/${language}.json`), 'utf8');
  return page
    .replace('data-page=""', `data-page="${edge.ui}"`)
    .replace(/(id="words" lang=)"en"([^>]*>)[^<]*/, (_, start, end) => `${start}"${language}"${end}${words}`);
}

function pairing(edge, request, response) {
  const { state, code, phrase } = edge.pairing;
  if (state === 'closed') {
    json(response, 404, {});
  } else if (request.method === 'POST') {
    bodyOf(request, ({ publicKey }) => {
      edge.pairing.publicKey = publicKey;
      json(response, 201, { code, phrase, expiresAt: new Date(Date.now() + 600_000).toISOString() });
    });
  } else {
    const paired = state === 'paired' ? { panel: PANEL, space: 's' } : { code, phrase };
    json(response, 200, { state, ...paired });
  }
}

function session(edge, request, response) {
  if (request.method === 'GET') {
    response.writeHead(sceneOf(request) === null ? 401 : 204).end();
    return;
  }
  bodyOf(request, (body) => {
    const key = body.key ?? (signed(edge, body) ? 'free' : null);
    const known = SCENES.includes(key);
    const cookie = { 'Set-Cookie': `lintel-panel=${key}; HttpOnly; SameSite=Strict; Path=/` };
    response.writeHead(known ? 204 : 401, known ? cookie : {}).end();
  });
}

/** As the agent checks it: the panel's own key over its name and the challenge. */
function signed(edge, { panel, challenge, signature }) {
  const der = Buffer.from(edge.pairing.publicKey, 'base64url');
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  const text = `lintel-panel 1\n${panel}\n${challenge}`;
  const bytes = Buffer.from(signature, 'base64url');
  return verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, bytes);
}

function json(response, status, body) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

function bodyOf(request, use) {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => use(JSON.parse(body)));
}
