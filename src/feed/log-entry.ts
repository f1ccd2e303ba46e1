/** One event of the sealed log, as much of it as whoever follows the log chooses by. Free text is not in it. */
export interface LogEntry {
  /** Its place in the log, from 0 and without gaps. */
  readonly index: number;
  /** `<table>.<created|updated|deleted|…>`. */
  readonly type: string;
  /** The claim to which it happened, or the row's own id where there is no claim. */
  readonly stream: string;
  /** Its number in the stream, from 1 and without gaps. */
  readonly seq: number;
  /** `user:<id>` or `system:<name>`. */
  readonly actor: string;
  /** The mutation or job in whose course it happened. */
  readonly action: string | null;
  readonly at: Date;
  /** The review that it is about: its own row, its decision or a sign-off of that; null for everything else. */
  readonly reviewId: string | null;
  /** The desk of that review, or the desk itself that changed; null for everything else. */
  readonly deskId: string | null;
}

/** What to read of the log: one stream, or everything where none is given. */
export interface LogFilter {
  readonly stream?: string | undefined;
}

/** Some entries of the log, in its order. */
export interface LogPage {
  readonly entries: readonly LogEntry[];
  /** From where to read on: everything before it has been looked at. */
  readonly next: number;
  /** Whether that was all that is sealed by now. */
  readonly isLast: boolean;
}

export const matches = ({ stream }: LogFilter, entry: LogEntry): boolean =>
  stream === undefined || stream === entry.stream;
