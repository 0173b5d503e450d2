import './fonts.css';
import './old-engines';
import './door.css';
import { mount } from 'svelte';
import { browserSurroundings } from '../shared/surroundings';
import Door from './Door.svelte';
import { Panel } from './panel.svelte';

const panel = new Panel(browserSurroundings(), {
  socketUrl: location.origin.replace(/^http/, 'ws') + '/panel/socket',
  key: keyInAddress(),
  language: navigator.language,
  fill: (bytes) => {
    crypto.getRandomValues(bytes);
  },
  forgetKey: () => history.replaceState(null, '', location.pathname + location.search),
  reload: () => location.reload(),
});

function keyInAddress(): string | null {
  const key = location.hash.slice(1);
  return key === '' ? null : key;
}

window.addEventListener('hashchange', () => {
  const key = keyInAddress();
  if (key !== null) {
    panel.pairWith(key);
  }
});
// A wall is no desktop: a long press must not offer to save or print the door.
window.addEventListener('contextmenu', (event) => event.preventDefault());

const target = document.getElementById('door');
if (target !== null) {
  mount(Door, { target, props: { panel } });
  panel.start();
}
