import type { Panel } from './panel';

/** A wall is no desktop: nothing here scrolls, zooms, selects, drags or opens a menu, whatever a finger does. */
export function behave(panel: Panel): void {
  for (const name of ['contextmenu', 'selectstart', 'dragstart', 'gesturestart', 'touchmove']) {
    window.addEventListener(name, (event) => event.preventDefault(), { passive: false });
  }
  window.addEventListener(
    'wheel',
    (event) => {
      if (event.ctrlKey) {
        event.preventDefault();
      }
    },
    { passive: false },
  );
  wake(panel);
}

const BEGINNINGS = ['pointerdown', 'touchstart', 'keydown'];
const ENDS = ['pointerup', 'pointercancel', 'touchend', 'touchcancel', 'keyup'];

/**
 * The touch that wakes a dimmed screen does nothing else. A finger clicks only when it is lifted, at what lies there by
 * then: so the whole gesture is remembered as a waking one, from its beginning to its click.
 */
function wake(panel: Panel): void {
  let waking = false;
  let held = false;
  const swallow = (event: Event): void => {
    if (waking) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  const began = (event: Event): void => {
    // A finger begins twice, as a pointer and as a touch, and the screen may be bright by the second.
    waking = panel.brightness < 1 || (waking && held);
    held = true;
    if (event.type === 'keydown') {
      swallow(event);
    }
    setTimeout(() => panel.touched(), 0);
  };
  for (const name of BEGINNINGS) {
    window.addEventListener(name, began, { capture: true });
  }
  for (const name of ENDS) {
    window.addEventListener(name, () => (held = false), { capture: true });
  }
  window.addEventListener('click', swallow, { capture: true });
}
