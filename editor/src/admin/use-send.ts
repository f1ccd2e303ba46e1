import { useState } from 'react';
import type { AnyVariables, TypedDocumentNode } from 'urql';
import { client } from '../api/client.js';
import { changed } from '../live.js';
import { t } from '../text/admin.js';
import { failureText } from '../ui/failure.js';
import { useLeadToProblem } from '../ui/lead-to-problem.js';
import { say, type ToastAction, undo } from '../ui/toast.js';

/** What a mutation answers that refuses. */
interface Refusal {
  readonly message: string;
  readonly path: readonly string[];
}

interface Problem {
  /** The field at fault; empty where it is no single one. */
  readonly field: string;
  readonly message: string;
  /** Whether there was no answer: then it may have been done all the same. */
  readonly isUnsure?: boolean;
}

/** A mutation whose one field is called `answer`. */
type Document<Answer, Variables extends AnyVariables> = TypedDocumentNode<{ answer: Answer }, Variables>;
type Outcome<Answer> = { readonly done: Exclude<Answer, Refusal> } | { readonly problem: Problem };

const isRefusal = (answer: object): answer is Refusal => 'message' in answer && 'path' in answer;

/** Sends a mutation, and has the page read again what it changed. */
export async function ask<Answer extends object, Variables extends AnyVariables>(
  document: Document<Answer, Variables>,
  variables: Variables,
): Promise<Outcome<Answer>> {
  const { data, error } = await client.mutation(document, variables);
  if (data === undefined) {
    const isUnsure = error?.networkError !== undefined;
    return { problem: { field: '', message: isUnsure ? t.failures.notReached : failureText(error!), isUnsure } };
  }
  changed();
  const answer = data.answer as Exclude<Answer, Refusal> | Refusal;
  if (!isRefusal(answer)) return { done: answer };
  return { problem: { field: answer.path.at(-1) ?? '', message: answer.message } };
}

/**
 * Sends what a form asks for, once at a time, and keeps what was wrong with it. Where the session has ended, it is sent
 * once the person has signed in again.
 *
 * @param fields of the form, beside which a problem is told
 * @param unsure what to say where there was no answer, and doing it twice would do harm
 * @returns `form` is to be the form's ref: what is wrong there gets the focus
 */
export function useSend(fields: readonly string[] = [], unsure = t.failures.notReached) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const form = useLeadToProblem(problem);
  /** @returns what was done; null where it was refused, could not be sent or is under way already */
  const send = async <Answer extends object, Variables extends AnyVariables>(
    document: Document<Answer, Variables>,
    variables: Variables,
  ): Promise<Exclude<Answer, Refusal> | null> => {
    if (isBusy) return null;
    setBusy(true);
    setProblem(null);
    const outcome = await ask(document, variables).finally(() => setBusy(false));
    if ('done' in outcome) return outcome.done;
    setProblem(outcome.problem.isUnsure ? { ...outcome.problem, message: unsure } : outcome.problem);
    return null;
  };
  const refuse = (field: string, message: string): void => setProblem({ field, message });
  const problemOf = (field: string): string | undefined => (problem?.field === field ? problem.message : undefined);
  const elsewhere = problem === null || fields.includes(problem.field) ? null : problem.message;
  return { form, isBusy, send, refuse, problemOf, elsewhere };
}

/** What takes back what was done, by a mutation, and says how that went. */
export const undoBy = <Answer extends object, Variables extends AnyVariables>(
  document: Document<Answer, Variables>,
  variables: Variables,
): ToastAction =>
  undo(async () => {
    const outcome = await ask(document, variables);
    say('done' in outcome ? t.admin.undone : t.admin.notUndone(outcome.problem.message));
  });
