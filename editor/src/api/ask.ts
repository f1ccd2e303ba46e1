import type { TypedDocumentNode } from 'urql';
import { t } from '../text/index.js';
import { failureText } from '../ui/failure.js';
import { client } from './client.js';

/** Why something was not done, and at which field of a form, where it is at one. */
export interface Problem {
  readonly message: string;
  /** The last step of the path to it; empty where it is at none. */
  readonly field: string;
  /** Whether there was no answer: then it may have been done. */
  readonly isUnsure: boolean;
}

interface Refused {
  readonly message: string;
  readonly path: readonly string[];
}

/**
 * Sends a mutation that has one field, called `answer`: a union of successes and errors.
 *
 * @returns the success, or the problem in words
 */
export async function ask<Data extends { answer: object }, Variables extends object>(
  mutation: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<{ done: Exclude<Data['answer'], Refused> } | { problem: Problem }> {
  const { data, error } = await client.mutation<Data, Variables>(mutation, variables);
  if (data === undefined) {
    const isUnsure = error?.networkError !== undefined;
    return { problem: { message: isUnsure ? t.failures.notReached : failureText(error!), field: '', isUnsure } };
  }
  const { answer } = data;
  if (!('message' in answer)) return { done: answer as Exclude<Data['answer'], Refused> };
  const { message, path } = answer as Refused;
  return { problem: { message, field: path.at(-1) ?? '', isUnsure: false } };
}
