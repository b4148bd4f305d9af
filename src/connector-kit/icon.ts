const shield = 'M12 3.5l7 2.5v6c0 4.2-2.9 7-7 8.5-4.1-1.5-7-4.3-7-8.5V6z';
const month = 'M4.5 6h15v13.5h-15zM4.5 10h15M8.5 4v3.5M15.5 4v3.5';

/** Drawings of our own, as lines on a field of 24 by 24. No sign of a vendor is among them. */
const drawings = {
  board: 'M4.5 5h4v14h-4zM10 5h4v9h-4zM15.5 5h4v5.5h-4z',
  bookmark: 'M7 4h10v16l-5-3.5L7 20zM10 8.5h4',
  braces:
    'M9 5c-2 0-2.5 1-2.5 2.5v2C6.5 11 6 12 4.5 12c1.5 0 2 1 2 2.5v2C6.5 18 7 19 9 19M15 5c2 0 2.5 1 2.5 2.5v2c0 1.5.5 2.5 2 2.5-1.5 0-2 1-2 2.5v2c0 1.5-.5 2.5-2.5 2.5M9.5 12h.01M12 12h.01M14.5 12h.01',
  chats: 'M4 5h10.5v7H8.5L6 14.5V12H4zM17 9h3v7h-2v2.5L15.5 16H11v-1.5',
  cloud: 'M7.5 16.5a4 4 0 0 1-.6-7.95 5.5 5.5 0 0 1 10.6 1.2 3.4 3.4 0 0 1-.7 6.75M12 11.5v8M9.3 17l2.7 2.7 2.7-2.7',
  cube: 'M12 3.5l7.5 4v9l-7.5 4-7.5-4v-9zM4.5 7.5l7.5 4 7.5-4M12 11.5v9',
  cylinder: 'M5 7c0-1.7 3.1-3 7-3s7 1.3 7 3-3.1 3-7 3-7-1.3-7-3zM5 7v10c0 1.7 3.1 3 7 3s7-1.3 7-3V7M5 12c0 1.7 3.1 3 7 3s7-1.3 7-3',
  envelope: 'M4 6h16v12H4zM4 7l8 6 8-6',
  folder: 'M4 6h5.5l2 2.5H20v10H4z',
  line: 'M4.5 6h10M4.5 10h6M4.5 14h3M8.5 19.5l4-5.5 3.5 2.5 4-6.5',
  lookingGlass: 'M10.5 4.5a6 6 0 1 0 0 12a6 6 0 1 0 0-12M15 15l5 5M8.3 12.5v-2M10.5 12.5v-4M12.7 12.5v-3',
  month: `${month}M8.5 13h.01M12 13h.01M15.5 13h.01M8.5 16.3h.01M12 16.3h.01`,
  monthChecked: `${month}M9 14.7l2.2 2.2 4-4.2`,
  openEnvelope: 'M4 10l8-6 8 6v9.5H4zM4 10.5l8 5.5 8-5.5',
  pages: 'M8.5 4H15l4 4v9H8.5zM15 4v4h4M5 8v12.5h10',
  shieldAsks: `${shield}M10 10a2 2 0 1 1 2.7 1.9c-.5.2-.7.5-.7 1.2M12 15.6h.01`,
  shieldChecks: `${shield}M8.8 12l2.3 2.3 4.1-4.5`,
  shieldOverWater: `${shield}M8.2 10.5c1.3-1.2 2.5-1.2 3.8 0s2.5 1.2 3.8 0M8.2 14c1.3-1.2 2.5-1.2 3.8 0s2.5 1.2 3.8 0`,
  tableOnPage: 'M6 3.5h8l4 4v13H6zM14 3.5v4h4M9 11.5h6v6H9zM12 11.5v6M9 14.5h6',
  tree: 'M12 3.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5M6.5 15.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5M17.5 15.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5M12 8.5V12M6.5 15.5V12h11v3.5',
  water:
    'M4 8c2-1.9 3.6-1.9 5.3 0s3.7 1.9 5.4 0 3.3-1.9 5.3 0M4 12.5c2-1.9 3.6-1.9 5.3 0s3.7 1.9 5.4 0 3.3-1.9 5.3 0M4 17c2-1.9 3.6-1.9 5.3 0s3.7 1.9 5.4 0 3.3-1.9 5.3 0',
} as const;

/**
 * An icon as a data URL: white lines on a tile of one colour (`#rrggbb`), so that it stands on light and dark alike.
 * `drawing` is one of ours, or lines of a connector's own, as the `d` of an SVG path.
 */
export function drawIcon(drawing: keyof typeof drawings | `M${string}`, colour: `#${string}`): string {
  const lines = `<path d="${isOurs(drawing) ? drawings[drawing] : drawing}" fill="none" stroke="#fff" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/>`;
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 32 32"><path d="M-4-4h32v32H-4z" fill="${colour}"/>${lines}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(picture)}`;
}

const isOurs = (drawing: string): drawing is keyof typeof drawings => Object.hasOwn(drawings, drawing);
