import type { Screen } from './screen';

/** Colour and frame pattern of a screen; word and pictogram say the same again. */
export type Tone = 'free' | 'due' | 'busy' | 'off';

export function toneOf(screen: Screen): Tone {
  if (screen.link.kind === 'cut-off') {
    return 'off';
  }
  switch (screen.face.kind) {
    case 'free':
    case 'free-soon':
    case 'released':
      return 'free';
    case 'check-in-due':
    case 'release':
      return 'due';
    case 'in-use':
    case 'ending':
    case 'overrun':
    case 'sensed':
      return 'busy';
    case 'starting':
    case 'updating':
    case 'not-paired':
    case 'time-unknown':
    case 'closed':
      return 'off';
  }
}

/** Pictograms on a 24 by 24 grid, drawn as strokes so that they keep their shape at any size. */
export const PICTOGRAMS = {
  door: 'M3 21h18M6 21V4l8-1v18M14 5h4v16M11 12v1',
  hand: 'M9 11V5a1.5 1.5 0 0 1 3 0v5M12 10V4a1.5 1.5 0 0 1 3 0v7M15 11V6a1.5 1.5 0 0 1 3 0v8a7 7 0 0 1-12 5l-3-5a1.5 1.5 0 0 1 2.5-1.6L6.5 14M9 11v3',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20v-1a6.5 6.5 0 0 1 13 0v1M16 4.5a3.3 3.3 0 0 1 0 6.2M18 13.5a6 6 0 0 1 3.5 5.5v1',
  hourglass: 'M6 3h12M6 21h12M7 3v3c0 3 5 4 5 6s-5 3-5 6v3M17 3v3c0 3-5 4-5 6s5 3 5 6v3',
  barred: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M6 12h12',
  warning: 'M12 3.5 2 20.5h20zM12 10v4.5M12 17.3h.01',
  plug: 'M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l3 2',
  linked: 'M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1-1',
  disk: 'M5 3h11l4 4v13H5zM8 3v5h7V3M8 20v-6h8v6',
  turn: 'M20 12a8 8 0 1 1-2.5-5.8M20 3v5h-5',
  seat: 'M8 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6M3 21v-3a5 5 0 0 1 10 0v3M17 8v6M17 18h.01',
  later: 'M5 5h14v15H5zM5 10h14M9 3v4M15 3v4M12 12.5v5M9.5 15h5',
  rooms: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M16 16l5 5',
  report: 'M5 21V4M5 5h13l-3 4 3 4H5',
  language: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18',
  ahead: 'M12 21V4M5 11l7-7 7 7',
  up: 'M3 20h5v-5h5v-5h5V5h3',
} as const;

export type PictogramName = keyof typeof PICTOGRAMS;

export function pictogramOf(screen: Screen): PictogramName {
  switch (screen.face.kind) {
    case 'free':
    case 'free-soon':
    case 'released':
      return 'door';
    case 'check-in-due':
      return 'hand';
    case 'in-use':
      return 'people';
    case 'sensed':
      return 'seat';
    case 'ending':
    case 'overrun':
    case 'release':
    case 'starting':
      return 'hourglass';
    case 'updating':
      return 'turn';
    case 'closed':
      return 'barred';
    case 'time-unknown':
      return 'clock';
    case 'not-paired':
      return 'plug';
  }
}

/** Which way a hint points: the arrow is drawn upwards and turned. */
export const HINTS: Readonly<Record<string, readonly [PictogramName, number]>> = {
  ahead: ['ahead', 0],
  right: ['ahead', 90],
  behind: ['ahead', 180],
  left: ['ahead', 270],
  across: ['ahead', 0],
  'next-door': ['door', 0],
  upstairs: ['up', 0],
  downstairs: ['up', 90],
};
