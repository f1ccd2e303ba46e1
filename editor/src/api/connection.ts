import { Store } from './store.js';

/** Whether the last request was answered. */
const isReachable = new Store(true);

/** Milliseconds by which the server's clock is ahead of this machine's. */
let skewMs = 0;

export const connection = {
  isReachable,

  lost(): void {
    isReachable.set(false);
  },

  /** A lease ends by the server's clock, so every answer also tells the time, to the second. */
  found(response: Response): void {
    isReachable.set(true);
    const date = Date.parse(response.headers.get('date') ?? '');
    if (Number.isFinite(date)) {
      const measured = date + 500 - Date.now();
      if (Math.abs(measured - skewMs) > 1000) skewMs = measured;
    }
  },

  /** Now, by the server's clock. */
  now: (): number => Date.now() + skewMs,
};
