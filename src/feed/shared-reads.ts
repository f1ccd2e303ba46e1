import DataLoader from 'dataloader';
import type { BatchLoad } from '../graphql/context.js';

/** What has no event, such as time going by, is no older than this. */
export const MAX_AGE_MS = 1000;
/** Rows kept, of a kilobyte each; all are forgotten when there are more. */
const MAX_ROWS = 1000;

interface Read<Row> {
  readonly place: number;
  readonly at: number;
  readonly row: Promise<Row>;
}

/**
 * Rows that many subscribers want at the same moment: each is read once for all of them, those of one moment in one
 * statement. With three hundred windows open, each event would otherwise be three hundred statements.
 */
export class SharedReads<Row> {
  private readonly reads = new Map<string, Read<Row>>();
  private readonly loader: DataLoader<string, Row>;

  constructor(load: BatchLoad<Row>) {
    this.loader = new DataLoader(load, { cache: false });
  }

  /** @param place in the sealed log; the rows are as they are with everything before it, or newer */
  rows(ids: readonly string[], place: number): Promise<Row[]> {
    return Promise.all(ids.map((id) => this.row(id, place)));
  }

  private row(id: string, place: number): Promise<Row> {
    const known = this.reads.get(id);
    const now = performance.now();
    if (known !== undefined && known.place >= place && now - known.at < MAX_AGE_MS) return known.row;
    if (this.reads.size >= MAX_ROWS) this.reads.clear();
    const row = this.loader.load(id);
    this.reads.set(id, { place, at: now, row });
    row.catch(() => this.reads.delete(id)); // whoever asks next may be luckier
    return row;
  }
}
