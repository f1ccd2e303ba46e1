import { en } from './en.js';

/** What a translation has to have. */
export type Catalogue = typeof en;

/** All that the desk says. A second language is a second catalogue, chosen here. */
export const t: Catalogue = en;
