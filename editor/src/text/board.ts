import { board } from './en/board.js';
import { t as common } from './index.js';

/** What the desk board says, beside what all pages do. */
export const t = { ...common, board };
