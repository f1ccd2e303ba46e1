import { admin } from './en/admin.js';
import { audit } from './en/audit.js';
import { board, reassign } from './en/board.js';
import { common, failures, password, signIn, time } from './en/common.js';
import { frame, keys, palette } from './en/frame.js';
import { inboxFilters, preview, selection, views } from './en/inbox.js';
import { claims, inbox } from './en/lists.js';
import { history, review } from './en/review.js';
import { desks } from './en/desks.js';
import { people } from './en/people.js';
import { tokens } from './en/tokens.js';
import { webhooks } from './en/webhooks.js';
import * as words from './en/words.js';

/** English. Its parts stand in the folder of the same name, by where they are said. */
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
  audit,
  board,
  reassign,
  admin,
  people,
  desks,
  tokens,
  webhooks,
};
