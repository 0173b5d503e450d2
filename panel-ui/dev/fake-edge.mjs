// A stand-in for the edge, for looking at the page and for testing it alone. The panel key is a scene's name.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import { after, scene, SCENES } from './rooms.mjs';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' };
/** The policy the real edge sends, so that a page that would break there breaks here. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** `now` null follows the machine's clock; `answer` decides what an action gets: done, refused, proposed, silence. */
export async function fakeEdge({
  port = 0,
  now = null,
  locale = 'en-GB',
  hour12 = false,
  answer = 'done',
  ui = 'one',
} = {}) {
  const edge = { locale, hour12, answer, ui, actions: [], up: true, sockets: new Set(), url: '' };
  const clock = () => now ?? Date.now();
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
    if (edge.answer === 'silence') {
      return;
    }
    if (edge.answer === 'done') {
      state = { ...after(state, action, clock()), seq: state.seq + 1, now: at() };
      send({
        type: 'answer',
        op,
        outcome: 'done',
        event: events[action.kind],
        booking: action.booking ?? op,
      });
      send(state);
    } else if (edge.answer === 'proposed') {
      send({ type: 'answer', op, outcome: 'proposed', booking: op });
    } else {
      send({ type: 'answer', op, outcome: 'refused', problem: edge.answer });
    }
  });
  send({
    type: 'hello',
    v: 1,
    ui: edge.ui,
    panel: first.space.id,
    space: first.space.id,
    now: at(),
    locale: edge.locale,
    timeZone: 'Europe/Berlin',
    hour12: edge.hour12,
    heartbeatSeconds: 5,
  });
  send(state);
}

const events = { 'check-in': 'checked-in', book: 'booked', end: 'ended' };

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
    session(request, response);
    return;
  }
  const path = normalize(new URL(request.url, 'http://localhost').pathname).replace(/\/$/, '/index.html');
  const file = join(DIST, path);
  if (!file.startsWith(DIST) || !existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(404).end();
    return;
  }
  const type = TYPES[extname(file)] ?? 'text/plain';
  response.writeHead(200, {
    'Content-Type': type,
    'Content-Security-Policy': POLICY,
    'Cache-Control': 'no-cache',
  });
  createReadStream(file).pipe(response);
}

function session(request, response) {
  if (request.method === 'GET') {
    response.writeHead(sceneOf(request) === null ? 401 : 204).end();
    return;
  }
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    const { key } = JSON.parse(body);
    const known = SCENES.includes(key);
    const cookie = known ? { 'Set-Cookie': `lintel-panel=${key}; HttpOnly; SameSite=Strict; Path=/` } : {};
    response.writeHead(known ? 204 : 401, cookie).end();
  });
}
