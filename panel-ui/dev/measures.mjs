// What a ruler finds on the page; each of these runs inside the browser and knows nothing of this file.

/** Text that is cut or hangs over, by its words; what tells of a meeting may end in an ellipsis. */
export function overflowing() {
  const over = [];
  const [width, height] = [document.documentElement.clientWidth, document.documentElement.clientHeight];
  for (const element of document.querySelectorAll('main *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
    const allowed = element.closest('.hours, .about:not(.alone), .whose, .found b, .unseen, svg');
    if (!own || allowed) {
      continue;
    }
    const box = element.getBoundingClientRect();
    const hidden = getComputedStyle(element).overflowX === 'hidden';
    const tight = element.closest('button, .word, .line, .title') ?? element;
    const cut = (hidden || tight !== element) && element.scrollWidth > tight.clientWidth + 1;
    // The picture wanders by a pixel, so a pixel over the rim is none.
    if (cut || box.right > width + 2 || box.left < -2 || box.bottom > height + 2 || box.top < -2) {
      over.push(`${element.innerText} (${element.scrollWidth} in ${tight.clientWidth})`);
    }
  }
  const glance = document.querySelector('.glance');
  if (glance.scrollHeight > glance.clientHeight + 2) {
    over.push(`glance ${glance.scrollHeight} in ${glance.clientHeight}`);
  }
  const word = document.querySelector('.word');
  const beside = word.nextElementSibling;
  const [one, other] = [word.getBoundingClientRect(), beside.getBoundingClientRect()];
  if (
    one.left < other.right &&
    other.left < one.right &&
    one.top < other.bottom - 1 &&
    other.top < one.bottom - 1
  ) {
    over.push('the word runs into its pictogram');
  }
  if (other.left < 0 || other.right > width || other.top < 0) {
    over.push('the pictogram hangs over the rim');
  }
  for (const button of document.querySelectorAll('button')) {
    if (button.scrollHeight > button.clientHeight + 1 || button.scrollWidth > button.clientWidth + 1) {
      over.push(`button ${button.innerText}: ${button.scrollWidth}x${button.scrollHeight}`);
    }
  }
  return over;
}

/** Letters and buttons below the sizes of the design: 14.5 mm at five metres, 72 px under a thumb. */
export function small() {
  const found = [];
  const vmin = Math.min(innerWidth, innerHeight) / 100;
  const size = (selector) => parseFloat(getComputedStyle(document.querySelector(selector)).fontSize) / vmin;
  const long = document.querySelector('h1').textContent.length > 20;
  // What passes by itself and says nothing of the room may have a longer word.
  const passing = /^(starting|updating)$/.test(document.querySelector('main').dataset.screen);
  for (const [selector, least] of [
    ['.word', passing ? 18 : 24],
    ['h1', long ? 5 : 12],
  ]) {
    if (size(selector) < least - 0.01) {
      found.push(`${selector} has ${size(selector).toFixed(1)} vmin`);
    }
  }
  const line = document.querySelector('.line');
  if (line !== null && size('.line') < (/\d/.test(line.textContent) ? 9 : 7)) {
    found.push(`.line has ${size('.line').toFixed(1)} vmin: ${line.textContent}`);
  }
  for (const element of document.querySelectorAll('main *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
    if (own && parseFloat(getComputedStyle(element).fontSize) < 3 * vmin - 0.1) {
      found.push(`below 3 vmin: ${element.innerText}`);
    }
  }
  for (const button of document.querySelectorAll('button')) {
    const { width, height } = button.getBoundingClientRect();
    if (width < 72 || height < 72) {
      found.push(`${button.innerText} is ${width.toFixed()}x${height.toFixed()}`);
    }
  }
  return found;
}

/** Buttons nearer than 12 px to each other, or above the middle, where no hand from a wheelchair reaches. */
export function cramped() {
  const found = [];
  const boxes = [...document.querySelectorAll('button')].map((button) => [
    button.getAttribute('aria-label') ?? button.innerText,
    button.getBoundingClientRect(),
  ]);
  for (const [name, box] of boxes) {
    if (box.top < innerHeight / 2) {
      found.push(`${name} is in the upper half`);
    }
    for (const [other, near] of boxes) {
      const aside = Math.max(box.left - near.right, near.left - box.right);
      const above = Math.max(box.top - near.bottom, near.top - box.bottom);
      if (other !== name && Math.max(aside, above) < 11.5) {
        found.push(`${name} is ${Math.max(aside, above).toFixed(1)} px from ${other}`);
      }
    }
  }
  return found;
}
