import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('./door.css', import.meta.url), 'utf8');

function token(name: string): string {
  return new RegExp(`--${name}:\\s*(#[0-9a-f]{3,6})`).exec(css)?.[1] ?? '';
}

/** Relative luminance as WCAG 2 defines it. */
function luminance(colour: string): number {
  const hex = colour.length === 4 ? colour.replace(/[0-9a-f]/g, '$&$&') : colour;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 1, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

describe('the colours', () => {
  test.each([
    ['free', '#1fa35c', 'dark', 6.3],
    ['due', '#ffc247', 'dark', 12.9],
    ['busy', '#7a0c12', 'light', 11],
    ['off', '#3a3f47', 'light', 10],
    ['busy-purple', '#4b1d6b', 'light', 11],
  ])('%s is %s and reads well in %s', (name, colour, ink, least) => {
    expect(token(name)).toBe(colour);
    expect(contrast(token(name), token(ink))).toBeGreaterThanOrEqual(least);
  });

  test('freeAndBusyDifferForWhoSeesNoColour', () => {
    expect(contrast(token('free'), token('busy'))).toBeGreaterThanOrEqual(3.4);
    expect(contrast(token('free'), token('busy-purple'))).toBeGreaterThanOrEqual(3.4);
  });

  test('theVeilOfTheNightLeavesTheWordReadable', () => {
    const dimmed = (colour: string): string =>
      colour.replace(/[0-9a-f]{2}/g, (part) =>
        Math.round(parseInt(part, 16) * 0.4)
          .toString(16)
          .padStart(2, '0'),
      );
    // In a dark corridor less light is needed: ink and ground sink together, and the word stays apart from both.
    expect(contrast(dimmed('#7a0c12'), dimmed('#ffffff'))).toBeGreaterThanOrEqual(3);
    expect(contrast(dimmed('#ffc247'), '#000000')).toBeGreaterThanOrEqual(2.6);
    expect(contrast(dimmed('#1fa35c'), '#000000')).toBeGreaterThanOrEqual(1.75);
  });
});
