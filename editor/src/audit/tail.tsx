import { useEffect, useRef, useState } from 'react';
import { isLive } from '../api/is-live.js';
import { useStore } from '../api/store.js';
import { t } from '../text/audit.js';
import { Button } from '../ui/button.js';
import { useLiveCheckpoint } from './log-feed.js';

export interface TailState {
  readonly isPaused: boolean;
  readonly setPaused: (isPaused: boolean) => void;
}

/** Has the list look whenever the log has grown. @param isOn whether the list begins with the log's newest entry */
export function useTail(list: { lookSoon: () => void; showNews: () => void }, isOn: boolean): TailState {
  const size = useLiveCheckpoint()?.size;
  const [isPaused, setPaused] = useState(false);
  const seen = useRef(size);
  useEffect(() => {
    if (isOn && size !== seen.current) list.lookSoon();
    seen.current = size;
  }, [list, isOn, size]);
  return {
    isPaused,
    setPaused: (paused) => {
      setPaused(paused);
      if (!paused) list.showNews();
    },
  };
}

/** Says whether new entries come in by themselves, and holds them back. */
export function Tail({ tail: { isPaused, setPaused } }: { tail: TailState }) {
  const isTold = useStore(isLive);
  return (
    <div className="tail">
      <span className={isTold && !isPaused ? 'tail-mark is-on' : 'tail-mark'} role="status">
        {isPaused ? t.audit.tailPaused : isTold ? t.audit.tailLive : t.audit.tailPolled}
      </span>
      <Button look="quiet" onPress={() => setPaused(!isPaused)}>
        {isPaused ? t.audit.tailGoOn : t.audit.tailPause}
      </Button>
    </div>
  );
}
