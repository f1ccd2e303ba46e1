import { useState } from 'react';

const PREFIX = 'claimdesk.typed.';

/**
 * A state that outlives a reload of the tab, for what somebody is typing and has not sent.
 *
 * @param key of what it is about
 * @returns the value, and what sets it; setting the `empty` value forgets it
 */
export function useKept<Value extends object>(key: string, empty: Value): [Value, (value: Value) => void] {
  const [value, setValue] = useState<Value>(() => read(PREFIX + key, empty));
  return [
    value,
    (next) => {
      setValue(next);
      write(PREFIX + key, next === empty ? null : next);
    },
  ];
}

function read<Value extends object>(key: string, empty: Value): Value {
  try {
    return { ...empty, ...(JSON.parse(sessionStorage.getItem(key) ?? '{}') as Partial<Value>) };
  } catch {
    return empty; // the browser keeps nothing
  }
}

function write(key: string, value: object | null): void {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // the browser keeps nothing; the state on the page is what there is
  }
}
