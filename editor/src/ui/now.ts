import { useEffect, useState } from 'react';
import { connection } from '../api/connection.js';

/** @returns now by the server's clock, anew every `everyMs` */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(connection.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(connection.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** Times are told in minutes. */
export const useMinutes = (): number => useNow(30_000);
