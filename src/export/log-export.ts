import type { LogFilter } from '../audit/log-filter.js';
import type { SealedCheckpoint } from '../audit/sealed-checkpoint.js';

/** An export of the log: what of it is shown, and how. */
export interface LogExport {
  /** The checkpoint that ends it. */
  readonly checkpoint: SealedCheckpoint;
  /** Leaves before this one are withheld. */
  readonly from: number;
  /** The size of an earlier checkpoint, at which a withheld range is split so that the file proves both. */
  readonly since: number | null;
  /** It continues one that broke off at `from`: without the header and without what stands before. */
  readonly isContinuation: boolean;
  readonly filter: LogFilter;
  /** With the private texts. */
  readonly withPrivate: boolean;
}

/** Media type of the format (docs/audit.md). */
export const NDJSON = 'application/x-ndjson';

const line = (value: object): Buffer => Buffer.from(`${JSON.stringify(value)}\n`);

/** Says whose log it is, how long, and what of it is shown. */
export const headerLine = ({ checkpoint: { origin, size }, filter }: LogExport): Buffer =>
  line({ $audit: 1, origin, size, ...(Object.keys(filter).length === 0 ? {} : { filter }) });

/** Stands for leaves that are not shown. @param roots of the subtrees that cover them */
export const skipLine = (leaves: number, roots: readonly Uint8Array[]): Buffer =>
  line({ $skip: leaves, h: roots.map((root) => Buffer.from(root).toString('base64')) });

export const checkpointLine = ({ checkpoint: { note } }: LogExport): Buffer => line({ $checkpoint: note });
