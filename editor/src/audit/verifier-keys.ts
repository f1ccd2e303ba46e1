import { useEffect, useState } from 'react';
import { useLive } from '../live.js';

/** @returns the keys that sign the log, as the server says; null where there is none yet, or no answer */
export async function loadKeys(): Promise<readonly string[] | null> {
  const answer = await fetch('/audit/key').catch(() => null);
  if (answer?.ok !== true) return null;
  return (await answer.text()).split('\n').filter((line) => line !== '');
}

/** The keys that sign the log; null while they are not known. */
export function useVerifierKeys(): readonly string[] | null {
  const [keys, setKeys] = useState<readonly string[] | null>(null);
  const load = (): void => void loadKeys().then((loaded) => loaded !== null && setKeys(loaded));
  useEffect(load, []);
  useLive(load);
  return keys;
}
