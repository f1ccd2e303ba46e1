import { client } from '../api/client.js';
import { ReviewQuery } from './review-query.js';

/** Who passes over a row on the way to another does not want it. */
const PAUSE_MS = 100;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Reads a review before it is opened, so that it is there at once. */
export function prefetchReview(id: string): void {
  clearTimeout(timer);
  timer = setTimeout(
    () => void client.query(ReviewQuery, { id }, { requestPolicy: 'cache-first' }).toPromise(),
    PAUSE_MS,
  );
}
