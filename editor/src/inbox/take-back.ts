import { changed } from '../live.js';
import { t } from '../text/index.js';
import { say } from '../ui/toast.js';
import type { Attempt } from './bulk-actions.js';

/** Takes back what was done, as far as that still can be, and says how it went. @returns whether all of it was */
export async function takeBack(undos: readonly (() => Promise<Attempt>)[]): Promise<boolean> {
  const problems: string[] = [];
  for (const each of undos) {
    const { problem } = await each();
    if (problem !== null) problems.push(problem);
  }
  changed();
  say(problems.length === 0 ? t.selection.undone : `${t.selection.notUndone(problems.length)}. ${problems[0]}`);
  return problems.length === 0;
}
