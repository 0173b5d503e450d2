import './fonts.css';
import './door.css';
import './offers.css';
import './sheet.css';
import { render } from 'preact';
import { languageOf, type Words } from '../shared/i18n';
import { browserIdentity } from '../shared/identity';
import { browserStore } from '../shared/store';
import { browserSurroundings } from '../shared/surroundings';
import { Door } from './Door';
import { behave } from './kiosk';
import { Panel } from './panel';

/** The words of the site's language and the page's build come inside the page, so that it never starts mute. */
const given = document.getElementById('words');
const target = document.getElementById('door');
const store = browserStore();
const around = browserSurroundings();

if (given !== null && target !== null) {
  const panel = new Panel(around, {
    socketUrl: location.origin.replace(/^http/, 'ws') + '/panel/socket',
    key: keyInAddress(),
    page: given.dataset.page ?? '',
    language: languageOf(given.lang),
    words: JSON.parse(given.textContent ?? '') as Words,
    store,
    identity: browserIdentity(store),
    fill: (bytes) => {
      crypto.getRandomValues(bytes);
    },
    forgetKey: () => history.replaceState(null, '', location.pathname + location.search),
    reload: () => location.reload(),
    fetchWords: (language) =>
      around
        .request(`words/${language}.json`, null)
        .then((reply) => (reply?.status === 200 ? reply.body : null) as Words | null),
    changed: paint,
  });

  function paint(): void {
    document.documentElement.lang = panel.voice.language;
    document.documentElement.dir = panel.voice.direction;
    render(<Door panel={panel} />, target as HTMLElement);
  }

  window.addEventListener('hashchange', () => {
    const key = keyInAddress();
    if (key !== null) {
      panel.pairWith(key);
    }
  });
  for (const name of ['visibilitychange', 'pageshow', 'focus']) {
    window.addEventListener(name, () => panel.woke(), true);
  }
  behave(panel);
  paint();
  void panel.start();
  // Only where the connection is secure; elsewhere a restart needs the edge.
  navigator.serviceWorker?.register('sw.js').catch(() => undefined);
}

function keyInAddress(): string | null {
  const key = location.hash.slice(1);
  return key === '' ? null : key;
}
