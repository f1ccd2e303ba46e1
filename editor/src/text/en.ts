import { common, failures, password, signIn, time } from './en/common.js';
import { frame, keys, palette } from './en/frame.js';
import { inboxFilters, preview, selection, views } from './en/inbox.js';
import { claims, inbox } from './en/lists.js';
import { reassign } from './en/reassign.js';
import { history, review } from './en/review.js';
import * as words from './en/words.js';

/**
 * English, as far as it is said on the first pages. Its parts stand in the folder of the same name, by where they are
 * said; what other pages say comes with them: admin.ts, audit.ts, board.ts.
 */
export const en = {
  ...words,
  direction: 'ltr' as 'ltr' | 'rtl',
  name: 'Claimdesk',
  noVerdict: 'No verdict yet',
  common,
  failures,
  signIn,
  password,
  time,
  frame,
  palette,
  keys,
  inbox,
  inboxFilters,
  views,
  selection,
  preview,
  claims,
  review,
  history,
  reassign,
};
