/** Strokes on a grid of 16. They stand beside words, so screen readers pass over them. */
const PATHS = {
  verified: 'M8 1.8 13.4 4v4c0 3.2-2.3 5.3-5.4 6.2C4.9 13.3 2.6 11.2 2.6 8V4ZM5.4 8l1.9 1.9 3.4-3.8',
  disputed: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4ZM5.6 5.6l4.8 4.8m0-4.8-4.8 4.8',
  unconfirmed:
    'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4ZM6.2 6.3c0-1.1.8-1.8 1.8-1.8s1.8.7 1.8 1.7c0 1.3-1.8 1.4-1.8 2.8m0 2.1v.1',
  inbox:
    'M2 9.5h3.2l1 1.8h3.6l1-1.8H14M2 9.5V12a1.5 1.5 0 0 0 1.5 1.5h9A1.5 1.5 0 0 0 14 12V9.5L12 3.5a1.5 1.5 0 0 0-1.4-1H5.4A1.5 1.5 0 0 0 4 3.5Z',
  hand: 'M4.8 8.5V4.2a1 1 0 0 1 2 0V7m0-3.8v-.7a1 1 0 0 1 2 0V7m0-3.5a1 1 0 0 1 2 0v4m0-2a1 1 0 0 1 2 0V10c0 2.5-1.7 4.3-4.2 4.3S4.8 13 3.9 11.5L2.6 9.3c-.7-1.2 1-2 1.7-1l.5.7',
  claims: 'M4 1.8h5.5L12.5 5v9.2H4ZM9.2 1.8V5.2h3.3M6 8h4.5M6 10.8h4.5',
  ledger: 'M3.5 1.8h9v12.4h-9ZM6 5h4M6 8h4M6 11h2.5',
  stamp: 'M8 1.8 13 4v3.8c0 3-2 5.3-5 6.4-3-1.1-5-3.4-5-6.4V4Zm-2.3 6 1.7 1.8 3-3.4',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.7-1.3L14.2 14.2',
  menu: 'M2 4h12M2 8h12M2 12h12',
  theme: 'M8 14a6 6 0 1 0 0-12 6 6 0 0 0 0 12ZM8 2v12M8 5l5-.5M8 8h6M8 11l5 .5',
  keys: 'M1.8 4h12.4v8H1.8ZM4.3 6.6h.01M6.8 6.6h.01M9.3 6.6h.01M11.7 6.6h.01M5 9.4h6',
  clock: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4ZM8 4.5V8l2.3 1.5',
  paused: 'M5.5 3.5v9m5-9v9',
  warning: 'M8 2 14.5 13.5h-13ZM8 6.5v3.2m0 1.9v.1',
  close: 'm4 4 8 8m0-8-8 8',
  out: 'M9 3h4v4m0-4L7.5 8.5M11.5 9.5V13H3V4.5h3.5',
  back: 'M9.5 3.5 5 8l4.5 4.5',
  down: 'm4 6 4 4 4-4',
  up: 'm4 10 4-4 4 4',
  user: 'M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8Zm-5.2 6c.4-2.7 2.4-4.2 5.2-4.2s4.8 1.5 5.2 4.2',
  plus: 'M8 3v10M3 8h10',
  arrow: 'M2.5 8h10.5m-4-4 4 4-4 4',
  board: 'M2.5 13.5h11M4.5 11V8M8 11V3.5M11.5 11V6',
  cog: 'M8 10.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Zm0-8.4v1.9m0 8.6v1.9M1.8 8h1.9m8.6 0h1.9M3.6 3.6 5 5m6 6 1.4 1.4m0-8.8L11 5M5 11l-1.4 1.4',
  check: 'm3.5 8.5 3 3 6-7',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      className={`icon icon-${name}`}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
