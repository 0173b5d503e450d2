/*
 * Lets the page start without its edge. The build writes the list of files and its hash, and nothing else: what stands
 * here must be understood by the oldest engine as it is. A refusal, of whatever kind, is no page.
 */
const SHELF = 'door-__VERSION__';
const FILES = __FILES__;
/** Longer than any edge on the same floor takes; then the page of last time is better than none. */
const PATIENCE_MILLIS = 4000;

self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll(FILES)));
});

self.addEventListener('activate', (event) => {
  const drop = (names) => names.filter((name) => name !== SHELF).map((name) => caches.delete(name));
  event.waitUntil(caches.keys().then((names) => Promise.all(drop(names)).then(() => self.clients.claim())));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(self.registration.scope)) {
    return;
  }
  // Whoever asks for the page without going there wants to know whether it can be had.
  if (request.mode !== 'navigate' && request.url === self.registration.scope) {
    return;
  }
  // The agent varies its answers by encoding, and the address may carry anything: neither makes another page.
  const kept = () => caches.match(request, { ignoreVary: true, ignoreSearch: true });
  const asked = () =>
    fetch(request).then((answer) =>
      answer.ok || answer.type === 'opaqueredirect' ? answer : Promise.reject(answer),
    );
  const late = () => new Promise((_, give) => setTimeout(give, PATIENCE_MILLIS));
  event.respondWith(
    request.mode === 'navigate'
      ? Promise.race([asked(), late()]).catch(() => kept().then((found) => found || fetch(request)))
      : kept().then((found) => found || fetch(request)),
  );
});
