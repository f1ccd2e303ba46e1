import { useKept } from '../ui/kept.js';

/**
 * What somebody changed in a form and has not sent. Fields that they left alone follow the server; so what a colleague
 * changes meanwhile is neither hidden nor overwritten.
 *
 * @param key of what the form is about
 * @param saved as it is on the server
 */
export function useChanges<Fields extends object>(key: string, saved: Fields, none: Partial<Fields>) {
  const [changes, setChanges] = useKept<Partial<Fields>>(key, none);
  const change = <Name extends keyof Fields>(name: Name, value: Fields[Name]): void => {
    const next = { ...changes, [name]: value };
    if (value === saved[name]) delete next[name];
    setChanges(Object.keys(next).length === 0 ? none : next);
  };
  return { fields: { ...saved, ...changes }, changes, change, discard: () => setChanges(none) };
}
