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
  for (const name of ['pointerdown', 'touchstart', 'keydown']) {
    // Heard last, after the veil of the night has swallowed the touch that woke the screen.
    window.addEventListener(name, () => setTimeout(() => panel.touched(), 0), { passive: true });
  }
}
