import type { CombinedError } from 'urql';
import type { News } from './list-news.js';

export interface Total {
  readonly count: number;
  readonly isCapped: boolean;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Where the next page starts; null at the end of the list. */
  readonly next: string | null;
  /** Of the first page only. */
  readonly total?: Total | undefined;
}

export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly hasMore: boolean;
  readonly total: Total | null;
  /** Whether the first page is there. */
  readonly isReady: boolean;
  readonly error: CombinedError | null;
  /** What was found and is not shown yet, because somebody has a hand on the list; null where there is nothing. */
  readonly news: News | null;
}

/** @param after null for the first page. @throws CombinedError */
export type LoadPage<Row> = (after: string | null) => Promise<Page<Row>>;
