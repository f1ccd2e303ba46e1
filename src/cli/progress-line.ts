/** How far a piece of work has come. */
export interface ProgressState {
  readonly records: number;
  readonly refused: number;
  /** Bytes read of `size`. */
  readonly offset: number;
  /** Null where it is not known. */
  readonly size: number | null;
  /** Since it began. */
  readonly seconds: number;
  /** Records and bytes that were done before it began, of an import that goes on. */
  readonly earlier: { readonly records: number; readonly offset: number };
}

/** Columns of the bar itself. */
const BAR_WIDTH = 20;
/** On a terminal the line is drawn at most this often: quicker is only flicker. */
const DRAW_EVERY_MS = 100;
/** In a log file a line is written at most this often. */
const LOG_EVERY_MS = 5000;
/** Sent to a terminal: back to the beginning of the line, and clear it (ECMA-48, EL). */
const CLEAR_LINE = '\r\u001b[2K';

/** @returns for example `[#####---------------]  25% · 250,000 records · 5,120 a second · 2 min 26 s left · 3 refused` */
export function progressText({ records, refused, offset, size, seconds, earlier }: ProgressState): string {
  const rate = seconds > 0 ? (records - earlier.records) / seconds : 0;
  const share = size === null || size === 0 ? null : offset / size;
  const bytesLeft = size === null ? 0 : size - offset;
  const secondsLeft = offset > earlier.offset ? (bytesLeft * seconds) / (offset - earlier.offset) : null;
  const done = Math.floor((share ?? 0) * BAR_WIDTH);
  return [
    share === null
      ? []
      : `[${'#'.repeat(done)}${'-'.repeat(BAR_WIDTH - done)}] ${`${Math.floor(share * 100)}%`.padStart(4)}`,
    `${number(records)} records`,
    `${number(rate)} a second`,
    share === null || secondsLeft === null ? [] : `${duration(secondsLeft)} left`,
    refused === 0 ? [] : `${number(refused)} refused`,
  ]
    .flat()
    .join(' · ');
}

export const number = (value: number): string => Math.round(value).toLocaleString('en');

/** @returns for example `45 s`, `2 min 26 s` or `1 h 5 min` */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** Where progress is shown: the terminal's standard error, outside of tests. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Shows how far it is: one line that is drawn over on a terminal, and a line now and then elsewhere. */
export class ProgressLine {
  private shownAt = performance.now();

  constructor(private readonly screen: Screen) {}

  show(state: ProgressState): void {
    const now = performance.now();
    if (now - this.shownAt < (this.screen.isTTY ? DRAW_EVERY_MS : LOG_EVERY_MS)) return;
    this.shownAt = now;
    const text = progressText(state);
    this.screen.write(this.screen.isTTY ? CLEAR_LINE + text.slice(0, (this.screen.columns ?? 80) - 1) : `${text}\n`);
  }

  /** Takes the line away, so that something else can be said. */
  clear(): void {
    if (this.screen.isTTY) this.screen.write(CLEAR_LINE);
  }
}
