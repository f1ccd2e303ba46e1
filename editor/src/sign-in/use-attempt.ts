import { useState } from 'react';
import { RefusedError, UnreachableError } from '../api/call-auth.js';
import { t } from '../text/index.js';

interface Problem {
  readonly message: string;
  readonly field: string | undefined;
}

/** Runs what a form asks for, once at a time, and keeps what was wrong with it. */
export function useAttempt(): {
  isBusy: boolean;
  problem: Problem | null;
  attempt: (work: () => Promise<void>) => void;
} {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const attempt = (work: () => Promise<void>): void => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    void work()
      .catch((error: unknown) => {
        if (error instanceof RefusedError) setProblem({ message: error.message, field: error.field });
        else if (error instanceof UnreachableError) setProblem({ message: t.failures.offline, field: undefined });
        else throw error;
      })
      .finally(() => setBusy(false));
  };
  return { isBusy, problem, attempt };
}
