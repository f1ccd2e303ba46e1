import { audit } from './en/audit.js';
import { t as common } from './index.js';

/** What is said of the log, beside what all pages say. */
export const t = { ...common, audit };
