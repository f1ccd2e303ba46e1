import { useEffect, useRef, useState } from 'react';

/** A pause in typing after which it is worth asking. */
const PAUSE_MS = 200;

/**
 * A text that is told when typing pauses.
 *
 * @param value the text that was told, or was set from elsewhere, such as by the browser's Back
 * @returns the text as it is typed, what sets it, and what tells it at once
 */
export function usePaused(
  value: string,
  onChange: (value: string) => void,
): [string, (text: string) => void, (text: string) => void] {
  const [text, setText] = useState(value);
  const told = useRef(value);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    if (value !== told.current) setText(value);
    told.current = value;
  }, [value]);
  const tell = (words: string): void => {
    if (words === told.current) return;
    told.current = words;
    latest.current(words);
  };
  const telling = useRef(tell);
  useEffect(() => {
    const timer = setTimeout(() => telling.current(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return [text, setText, tell];
}
