import type { verifyLog } from '../../../verifier/claimdesk-verify.mjs';
import type { Break } from './find-break.js';
import type { Flaw, Proven } from './inclusion.js';

/** What the verifier says of a file. */
export type Report = Awaited<ReturnType<typeof verifyLog>>;

/** To verify an exported file. */
export interface FileTask {
  readonly kind: 'file';
  readonly file: Blob;
  readonly keys: readonly string[];
  /** An earlier checkpoint, or empty. */
  readonly since: string;
  /** Whether the log of this server may be asked which line differs. */
  readonly mayRead: boolean;
}

/** To verify that the log has an entry. */
export interface EntryTask {
  readonly kind: 'entry';
  readonly proof: string;
  readonly index: number;
  readonly leaf: Uint8Array;
  readonly keys: readonly string[];
}

export type Task = FileTask | EntryTask;

export interface Finding {
  readonly kind: 'report';
  readonly report: Report;
  /** The first entry that is not this server's, where the report names no line. */
  readonly found: Break | null;
  /** The line that is wrong. */
  readonly text: string | null;
}

/** What the worker tells: of a file first how far it is, then what came of it. */
export type Answer =
  | { readonly kind: 'progress'; readonly leaves: number; readonly share: number }
  | { readonly kind: 'locating' }
  | Finding
  | { readonly kind: 'entry'; readonly outcome: Proven | Flaw }
  | { readonly kind: 'failed'; readonly message: string };

/**
 * Works on a task beside the page, which stays quick meanwhile.
 *
 * @param onAnswer is told what the worker tells; after a report, an entry or a failure nothing more comes
 * @returns what stops it
 */
export function verify(task: Task, onAnswer: (answer: Answer) => void): () => void {
  const worker = new Worker(new URL('verify-worker.ts', import.meta.url), { type: 'module' });
  const stop = (): void => worker.terminate();
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    if (data.kind !== 'progress' && data.kind !== 'locating') stop();
    onAnswer(data);
  });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    stop();
    onAnswer({ kind: 'failed', message: event.message });
  });
  worker.postMessage(task);
  return stop;
}
