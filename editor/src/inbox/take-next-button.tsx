import { useState } from 'react';
import type { Desk } from '../frame/desks.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { useKeys } from '../ui/keys.js';
import { Notice } from '../ui/notice.js';
import { useTakeNext } from './take-next.js';

/** Takes the most pressing review of the desk; why there is none stands beside it. */
export function TakeNextButton({ desk }: { desk: Desk }) {
  const { isBusy, run } = useTakeNext();
  const [problem, setProblem] = useState<string | null>(null);
  const take = (): void => {
    if (!isBusy) void run(desk.id).then(setProblem);
  };
  useKeys({ n: take });
  return (
    <div className="take-next">
      {problem && <Notice tone="error">{problem}</Notice>}
      <Button look="primary" keyHint="N" onPress={take} isBusy={isBusy}>
        {isBusy ? t.inbox.taking : t.inbox.takeNext}
      </Button>
    </div>
  );
}
