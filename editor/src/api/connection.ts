import { Store } from './store.js';

/** Since when no request was answered, by this machine's clock; null where the last one was. */
const lostAt = new Store<number | null>(null);

/** Milliseconds by which the server's clock is ahead of this machine's. */
let skewMs = 0;

export const connection = {
  lostAt,

  lost(): void {
    if (lostAt.get() === null) lostAt.set(Date.now());
  },

  /** A lease ends by the server's clock, so every answer also tells the time, to the second. */
  found(response: Response): void {
    lostAt.set(null);
    const date = Date.parse(response.headers.get('date') ?? '');
    if (Number.isFinite(date)) {
      const measured = date + 500 - Date.now();
      if (Math.abs(measured - skewMs) > 1000) skewMs = measured;
    }
  },

  /** Now, by the server's clock. */
  now: (): number => Date.now() + skewMs,
};
