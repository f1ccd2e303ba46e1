import { useRef, useState } from 'react';
import { changed } from '../live.js';
import { t } from '../text/index.js';
import type { ListSelection } from '../ui/list-selection.js';
import { say, undo } from '../ui/toast.js';
import type { Action, Attempt } from './bulk-actions.js';
import { takeBack } from './take-back.js';
import type { ReviewRow } from './reviews-query.js';

export type Verb = keyof typeof t.selection.done;

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** What was not done, and why. */
export interface Refused {
  readonly verb: Verb;
  readonly rows: readonly { readonly row: ReviewRow; readonly reason: string }[];
}

export interface Bulk {
  /** Null where nothing is under way. */
  readonly progress: Progress | null;
  readonly refused: Refused | null;
  /** Answers why nothing was done, as a sentence; null where something was. */
  readonly run: (verb: Verb, rows: readonly ReviewRow[], action: Action) => Promise<string | null>;
  readonly stop: () => void;
  readonly forget: () => void;
}

/**
 * Does the same to several reviews, one after the other: each is a decision of the server, which may refuse any of them.
 * What was done is said with a way back; what was not stays selected, and is listed with its reason.
 */
export function useBulk(selection: ListSelection<ReviewRow>): Bulk {
  const [progress, setProgress] = useState<Progress | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const isStopped = useRef(false);
  const isBusy = useRef(false);

  const run = async (verb: Verb, rows: readonly ReviewRow[], action: Action): Promise<string | null> => {
    if (isBusy.current) return null;
    isBusy.current = true;
    isStopped.current = false;
    setRefused(null);
    const failures: { row: ReviewRow; reason: string }[] = [];
    const undos: (() => Promise<Attempt>)[] = [];
    let final: string | null = null;
    let done = 0;
    for (const [place, row] of rows.entries()) {
      setProgress({ done: place, total: rows.length });
      if (isStopped.current) final ??= t.selection.stopped;
      const attempt: Attempt = final === null ? await action(row) : { problem: final };
      if (attempt.problem === null) {
        done += 1;
        if (attempt.undo !== undefined) undos.push(attempt.undo);
      } else {
        if (attempt.isFinal === true) final = attempt.problem;
        failures.push({ row, reason: attempt.problem });
      }
    }
    isBusy.current = false;
    setProgress(null);
    selection.setTo(failures.map(({ row }) => row));
    if (failures.length > 0) setRefused({ verb, rows: failures });
    if (done > 0) {
      const text = t.selection.done[verb](done);
      if (undos.length === done)
        say(
          text,
          undo(() => void takeBack(undos)),
        );
      else say(text);
    }
    changed();
    return done > 0 ? null : (failures[0]?.reason ?? null);
  };
  return {
    progress,
    refused,
    run,
    stop: () => {
      isStopped.current = true;
    },
    forget: () => setRefused(null),
  };
}
