import { LIMITS } from './vocabulary.js';

/** What is allowed, for people. */
export const URL_RULE = `This must be a whole address that begins with http:// or https://, at most ${LIMITS.url} characters when written out.`;

/** Query parameters that say where the reader came from, and never what the page is. */
const TRACKING = /^(utm_\w+|fbclid|gclid|dclid|msclkid|igshid|mc_cid|mc_eid)$/i;

/**
 * @param text an absolute http or https address
 * @returns the address by which an article is known: host in lower case, without fragment and tracking
 *   parameters; null if it is no such address, or too long once what is not ASCII is written out as %C3%A9
 */
export function normaliseUrl(text: string): string | null {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return null;
  url.hash = '';
  url.username = '';
  url.password = '';
  const query = withoutTracking(url.search.slice(1));
  url.search = query === '' ? '' : `?${query}`; // its own question mark, as the setter drops the first one
  return url.href.length <= LIMITS.url ? url.href : null;
}

/** Leaves the rest of the query as it is written; URLSearchParams would write all of it anew, and so another address. */
const withoutTracking = (query: string): string =>
  query
    .split('&')
    .filter((pair) => ![...new URLSearchParams(pair).keys()].some((name) => TRACKING.test(name)))
    .join('&');
