import { useMinutes } from './now.js';
import { exactTime, relativeTime } from './time.js';

/** A time as people say it; the exact instant shows when pointed at. */
export function TimeText({ at, say }: { at: string; say?: (relative: string) => string }) {
  const now = useMinutes();
  const instant = Date.parse(at);
  const text = relativeTime(instant, now);
  return (
    <time dateTime={at} title={exactTime(instant)}>
      {say === undefined ? text : say(text)}
    </time>
  );
}
