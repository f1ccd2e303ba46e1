import { admin } from './en/admin.js';
import { desks } from './en/desks.js';
import { people } from './en/people.js';
import { tokens } from './en/tokens.js';
import { webhooks } from './en/webhooks.js';
import { t as common } from './index.js';

/** What the pages of administration say, beside what all pages do. */
export const t = { ...common, admin, desks, people, tokens, webhooks };
